#include "core/mail/mail_switches.h"

namespace headroom::mail {

namespace {

constexpr std::string_view selectOff = "SELECT mail FROM mail_switches_off WHERE member_id = $1";

constexpr std::string_view switchOff = R"sql(
    INSERT INTO mail_switches_off (member_id, mail, created_at) VALUES ($1, $2, $3)
    ON CONFLICT (member_id, mail) DO NOTHING)sql";

constexpr std::string_view switchOn = "DELETE FROM mail_switches_off WHERE member_id = $1 AND mail = $2";
constexpr std::string_view deleteAll = "DELETE FROM mail_switches_off WHERE member_id = $1";

constexpr std::string_view insertFact =
    "INSERT INTO mail_facts (fact, created_at) VALUES ($1, $2) ON CONFLICT (fact) DO NOTHING";

constexpr std::string_view selectFact = "SELECT fact FROM mail_facts WHERE fact = $1";

} // namespace

Result<std::set<MailSwitch>> switchedOff(database::Session& session, const MemberId& member) {
    std::set<MailSwitch> off;
    for (const database::Row& row : TRY(session.query(selectOff, {member})))
        if (const auto known = switchNamed(row.text("mail"))) off.insert(*known);
    return off;
}

Result<void> setSwitch(database::Transaction& transaction, const MemberId& member, MailSwitch which,
                       Wanted wanted, Timestamp now) {
    if (wanted == Wanted::No)
        TRY(transaction.execute(switchOff, {member, name(which), now}));
    else
        TRY(transaction.execute(switchOn, {member, name(which)}));
    return {};
}

Result<void> forgetSwitches(database::Transaction& transaction, const MemberId& member) {
    TRY(transaction.execute(deleteAll, {member}));
    return {};
}

Result<bool> wasTold(database::Session& session, std::string_view fact) {
    return TRY(session.one(selectFact, {fact})).has_value();
}

Result<Told> tellOnce(database::Transaction& transaction, std::string_view fact, Timestamp now) {
    return TRY(transaction.execute(insertFact, {fact, now})) == 1 ? Told::Now : Told::Before;
}

} // namespace headroom::mail
