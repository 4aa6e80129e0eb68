#include "core/notices/notices.h"

#include "core/base/log.h"
#include "core/mail/mail_outbox.h"
#include "core/mail/mail_switches.h"
#include "core/notices/notices_limits.h"
#include "core/notices/notices_parts.h"
#include "core/sync/team_lock.h"

namespace headroom::notices {

namespace {

constexpr std::string_view selectBehind = R"sql(
    SELECT f.team_id FROM team_feed f LEFT JOIN mail_progress p ON p.team_id = f.team_id
    WHERE f.version > COALESCE(p.version, 0) ORDER BY f.team_id LIMIT $1)sql";

constexpr std::string_view selectProgress = "SELECT version, told_low FROM mail_progress WHERE team_id = $1";

constexpr std::string_view upsertProgress = R"sql(
    INSERT INTO mail_progress (team_id, version) VALUES ($1, $2)
    ON CONFLICT (team_id) DO UPDATE SET version = excluded.version)sql";

} // namespace

Result<void> post(Scene& scene, const mail::Mail& mail, const std::vector<teams::MailPerson>& people) {
    const auto which = mail::switchOf(mail);
    for (const teams::MailPerson& person : people) {
        if (which && TRY(mail::switchedOff(scene.transaction, person.member)).contains(*which)) continue;
        mail::Outgoing outgoing{.mail = mail, .envelope = {}, .member = person.member};
        outgoing.envelope.to = person.address;
        outgoing.envelope.language = person.language;
        outgoing.envelope.team = {scene.look.name, scene.look.colour};
        TRY(mail::MailOutbox::add(scene.transaction, outgoing));
    }
    return {};
}

Result<std::vector<TeamId>> Notices::teamsBehind() const {
    return database_.read([](database::Session& session) -> Result<std::vector<TeamId>> {
        std::vector<TeamId> behind;
        for (const database::Row& row : TRY(session.query(selectBehind, {teamsPerScan})))
            behind.push_back(row.id<TeamId>("team_id"));
        return behind;
    });
}

Result<void> Notices::tellTeam(const TeamId& team) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        const std::int64_t until = TRY(sync::lockTeam(transaction, team));
        const auto progress = TRY(transaction.one(selectProgress, {team}));
        const std::int64_t after = progress ? progress->integer("version") : 0;
        if (after >= until) return {};
        const teams::TeamLook look = TRY(teams::teamLook(transaction, team));
        Scene scene{transaction, team, look, clock_.now()};
        TRY(transaction.execute(upsertProgress, {team, until}));
        TRY(tellLedger(scene, after, until, progress && progress->boolean("told_low")));
        return tellHeadshots(scene);
    });
}

Result<void> Notices::runOnce() {
    TRY(tellPaymentTroubles());
    while (true) {
        const auto behind = TRY(teamsBehind());
        std::size_t told = 0;
        for (const TeamId& team : behind) {
            if (const auto done = tellTeam(team); done)
                ++told;
            else
                log::warning("notices", "a team was not looked at",
                             {{"team", team.text()}, {"error", describe(done.error())}});
        }
        // Those that failed would come again and again.
        if (behind.size() < teamsPerScan || told == 0) return {};
    }
}

} // namespace headroom::notices
