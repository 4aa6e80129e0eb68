#include "core/data_copy/data_copy_mail.h"

#include "core/mail/mail_outbox.h"
#include "core/teams/mail_people.h"

namespace headroom::data_copy {

Result<void> tellReady(database::Transaction& transaction, const CopyTask& task, Timestamp expiresAt) {
    const auto people = TRY(teams::mailPeople(transaction, task.team, std::span(&task.member, 1)));
    if (people.empty()) return {};
    const auto look = TRY(teams::teamLook(transaction, task.team));
    mail::Outgoing outgoing;
    outgoing.mail = mail::DataReady{
        task.scope == Scope::Team ? mail::DataReady::Of::Team : mail::DataReady::Of::Oneself, expiresAt};
    outgoing.envelope.to = people.front().address;
    outgoing.envelope.language = people.front().language;
    outgoing.envelope.team = {look.name, look.colour};
    outgoing.member = task.member;
    return mail::MailOutbox::add(transaction, outgoing);
}

} // namespace headroom::data_copy
