#include "core/data_copy/copy_contents.h"
#include "core/data_copy/data_copy_limits.h"
#include "core/generators/choice/team_choice.h"
#include "core/mail/mail_switches.h"
#include "core/teams/actor.h"
#include "core/teams/audit_log.h"
#include "core/teams/devices.h"
#include "core/teams/mail_people.h"
#include "core/teams/member_rows.h"

#include <algorithm>

// The account, the members, the team's settings, and who did what.
namespace headroom::data_copy {

using nlohmann::json;

namespace {

json devicesJson(const std::vector<teams::DeviceInfo>& devices) {
    json list = json::array();
    for (const teams::DeviceInfo& device : devices)
        list.push_back({{"id", device.id.text()},
                        {"name", device.name},
                        {"created_at", device.createdAt.ms},
                        {"last_seen_at", device.lastSeenAt.ms}});
    return list;
}

json membershipsJson(const std::vector<teams::Membership>& memberships) {
    json list = json::array();
    for (const teams::Membership& membership : memberships)
        list.push_back({{"team_id", membership.team.text()},
                        {"team_name", membership.teamName},
                        {"member_id", membership.member.text()},
                        {"role", std::string(sync::name(membership.role))},
                        {"state", std::string(sync::name(membership.state))}});
    return list;
}

json mailsJson(const std::set<mail::MailSwitch>& off) {
    json mails = json::object();
    for (const mail::MailSwitch which : mail::mailSwitches)
        mails[std::string(mail::name(which))] = !off.contains(which);
    return mails;
}

json choiceJson(const generators::choice::TeamChoice& choice) {
    return {{"order", choice.order},
            {"styles", choice.styles},
            {"consents", choice.consents},
            {"day_limit_micros", choice.dayLimitMicros ? json(*choice.dayLimitMicros) : json(nullptr)}};
}

json entryJson(const teams::AuditEntry& entry) {
    const json details = json::parse(entry.details, nullptr, false);
    return {{"id", entry.id},
            {"actor_id", entry.actor.empty() ? json(nullptr) : json(entry.actor.text())},
            {"action", entry.action},
            {"subject_id", entry.subjectId.empty() ? json(nullptr) : json(entry.subjectId)},
            {"details", details.is_discarded() ? json(entry.details) : details},
            {"created_at", entry.createdAt.ms}};
}

/// What people know a member by: the name, or the address before '@'.
std::string shownName(const sync::MemberRow& member) {
    return member.name.empty() ? member.email.substr(0, member.email.find('@')) : member.name;
}

} // namespace

Result<void> CopyContents::account() {
    struct Account {
        sync::TeamRow team;
        std::vector<sync::MemberRow> member;
        std::vector<sync::MemberCreditsRow> credits;
        std::set<mail::MailSwitch> mailsOff;
        std::vector<teams::DeviceInfo> devices;
        std::vector<teams::Membership> memberships;
    };
    const MemberId& me = parts_.task.member;
    const Account now = TRY(read([&](Session& session) -> Result<Account> {
        Account account;
        account.team = TRY(teams::readTeam(session, viewer_.team));
        account.member = TRY(teams::readMembers(session, viewer_, {me.text()}));
        account.credits = TRY(credits::memberCredits(session, viewer_.team, std::span(&me, 1)));
        account.mailsOff = TRY(mail::switchedOff(session, me));
        account.devices = TRY(teams::listDevices(session, account_.user, parts_.now));
        account.memberships = TRY(teams::membershipsOf(session, account_.user));
        return account;
    }));
    TRY(json_->member("team", {{"id", now.team.id.text()}, {"name", now.team.name}}));
    for (const sync::MemberRow& row : now.member) {
        TRY(json_->member("member", row));
        TRY(json_->member("consents", {{"face_comparison", row.comparesFaces}}));
    }
    TRY(json_->member("account", {{"address", account_.address}, {"language", account_.language}}));
    for (const sync::MemberCreditsRow& row : now.credits)
        TRY(json_->member("credits", row));
    TRY(json_->member("mails", mailsJson(now.mailsOff)));
    TRY(json_->member("devices", devicesJson(now.devices)));
    return json_->member("memberships", membershipsJson(now.memberships));
}

Result<void> CopyContents::settings() {
    struct Settings {
        sync::TeamRow team;
        teams::TeamLook look;
        std::int64_t lowCreditsBelow = 0;
        sync::TeamCreditsRow credits;
        generators::choice::TeamChoice choice;
    };
    const Settings now = TRY(read([&](Session& session) -> Result<Settings> {
        Settings settings;
        settings.team = TRY(teams::readTeam(session, viewer_.team));
        settings.look = TRY(teams::teamLook(session, viewer_.team));
        settings.lowCreditsBelow = TRY(teams::lowCreditsBelow(session, viewer_.team));
        settings.credits = TRY(credits::teamCredits(session, viewer_.team));
        settings.choice = TRY(generators::choice::teamChoice(session, viewer_.team));
        return settings;
    }));
    TRY(json_->member("team", now.team));
    TRY(json_->member("colour", now.look.colour));
    TRY(json_->member("low_credits_below", now.lowCreditsBelow));
    TRY(json_->member("credits", now.credits));
    return json_->member("generators", choiceJson(now.choice));
}

Result<void> CopyContents::members() {
    TRY(json_->beginList("members"));
    std::int64_t afterCreatedAt = 0;
    std::string afterId;
    std::size_t count = 0;
    do {
        TRY(parts_.keepGoing());
        std::map<std::string, sync::MemberCreditsRow> balances;
        const auto rows = TRY(read([&](Session& session) -> Result<std::vector<sync::MemberRow>> {
            auto page = TRY(teams::listMembers(session, viewer_, afterCreatedAt, afterId, rowsAtATime));
            std::vector<MemberId> ids;
            for (const sync::MemberRow& row : page)
                ids.push_back(row.id);
            for (const auto& balance : TRY(credits::memberCredits(session, viewer_.team, ids)))
                balances[balance.memberId.text()] = balance;
            return page;
        }));
        for (const sync::MemberRow& row : rows) {
            json item = row;
            const auto balance = balances.find(row.id.text());
            if (balance != balances.end()) item["credits"] = balance->second;
            TRY(json_->item(item));
            afterCreatedAt = row.createdAt.ms;
            afterId = row.id.text();
        }
        count = rows.size();
    } while (count == static_cast<std::size_t>(rowsAtATime));
    return json_->endList();
}

Result<void> CopyContents::invitations() {
    TRY(json_->beginList("invitation_links"));
    std::int64_t afterCreatedAt = 0;
    std::string afterId;
    std::size_t count = 0;
    do {
        TRY(parts_.keepGoing());
        const auto rows = TRY(read([&](Session& session) {
            return teams::listInvitations(session, viewer_.team, afterCreatedAt, afterId, rowsAtATime);
        }));
        for (const sync::InvitationRow& row : rows) {
            TRY(json_->item(row));
            afterCreatedAt = row.createdAt.ms;
            afterId = row.id.text();
        }
        count = rows.size();
    } while (count == static_cast<std::size_t>(rowsAtATime));
    return json_->endList();
}

Result<void> CopyContents::activity(const MemberId& member) {
    TRY(json_->beginList("activity"));
    Timestamp after;
    std::string afterId;
    std::size_t count = 0;
    do {
        TRY(parts_.keepGoing());
        const auto entries = TRY(read([&](Session& session) {
            return member.empty()
                       ? teams::auditPage(session, viewer_.team, after, afterId, rowsAtATime)
                       : teams::auditPageOf(session, viewer_.team, member, after, afterId, rowsAtATime);
        }));
        for (const teams::AuditEntry& entry : entries) {
            TRY(json_->item(entryJson(entry)));
            after = entry.createdAt;
            afterId = entry.id;
        }
        count = entries.size();
    } while (count == static_cast<std::size_t>(rowsAtATime));
    return json_->endList();
}

Result<void> CopyContents::learnNames(const std::set<std::string>& ids) {
    std::vector<std::string> unknown;
    std::ranges::copy_if(ids, std::back_inserter(unknown),
                         [&](const std::string& id) { return !people_.contains(id); });
    if (unknown.empty()) return {};
    const auto rows =
        TRY(read([&](Session& session) { return teams::readMembers(session, viewer_, unknown); }));
    for (const sync::MemberRow& row : rows)
        people_[row.id.text()] = shownName(row);
    return {};
}

std::string CopyContents::nameOf(const MemberId& member) const {
    const auto found = people_.find(member.text());
    // Somebody who left and was forgotten has no name any more.
    return found == people_.end() || found->second.empty() ? member.text().substr(0, 8) : found->second;
}

} // namespace headroom::data_copy
