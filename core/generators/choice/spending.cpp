#include "core/generators/choice/spending.h"

#include "core/generators/choice/choice_limits.h"

namespace headroom::generators::choice {

namespace {

constexpr std::int64_t dayMs = 24LL * 3600 * 1000;

/// The counter of all teams together.
constexpr std::string_view everybody = "";

constexpr std::string_view selectAttempt =
    "SELECT team_id, day, micros FROM generator_costs WHERE attempt_id = $1";

constexpr std::string_view selectTeamLimit =
    "SELECT day_limit_micros FROM team_generators WHERE team_id = $1";

constexpr std::string_view openDay = R"sql(
    INSERT INTO generator_days (scope, day, micros) VALUES ($1, $2, 0) ON CONFLICT (scope, day) DO NOTHING)sql";

/// Locks the counter on PostgreSQL, so two reservations cannot both see the last of it.
constexpr std::string_view takeFromDay = R"sql(
    UPDATE generator_days SET micros = micros + $3 WHERE scope = $1 AND day = $2 AND micros + $3 <= $4)sql";

constexpr std::string_view correctDay =
    "UPDATE generator_days SET micros = micros + $3 WHERE scope = $1 AND day = $2";

constexpr std::string_view insertAttempt = R"sql(
    INSERT INTO generator_costs (attempt_id, team_id, generator, day, micros, state, created_at)
    VALUES ($1, $2, $3, $4, $5, 'reserved', $6))sql";

constexpr std::string_view settleAttempt =
    "UPDATE generator_costs SET micros = $2, state = 'spent' WHERE attempt_id = $1";

constexpr std::string_view deleteAttempt = "DELETE FROM generator_costs WHERE attempt_id = $1";

constexpr std::string_view deleteOld = "DELETE FROM generator_costs WHERE created_at < $1";

constexpr std::string_view selectDays = R"sql(
    SELECT day, micros FROM generator_days WHERE scope = $1 AND micros > 0 ORDER BY day DESC LIMIT $2)sql";

constexpr std::string_view selectDay = "SELECT micros FROM generator_days WHERE scope = $1 AND day = $2";

constexpr std::string_view insertWebhook = R"sql(
    INSERT INTO webhooks_seen (service, id, received_at) VALUES ($1, $2, $3) ON CONFLICT (service, id) DO NOTHING)sql";

constexpr std::string_view deleteWebhooks = "DELETE FROM webhooks_seen WHERE received_at < $1";

Result<void> take(database::Transaction& transaction, std::string_view scope, std::int64_t day,
                  std::int64_t micros, std::int64_t limit, const char* whose) {
    TRY(transaction.execute(openDay, {scope, day}));
    if (TRY(transaction.execute(takeFromDay, {scope, day, micros, limit})) == 1) return {};
    return fail(ErrorCode::SpendingLimit, std::string(whose) + " spending limit of the day is used up");
}

/// The global counter before the team's, everywhere: so that no two transactions wait for each other.
Result<void> correct(database::Transaction& transaction, const database::Row& attempt, std::int64_t micros) {
    if (micros == 0) return {};
    TRY(transaction.execute(correctDay, {everybody, attempt.integer("day"), micros}));
    TRY(transaction.execute(correctDay, {attempt.text("team_id"), attempt.integer("day"), micros}));
    return {};
}

} // namespace

std::int64_t Spending::dayOf(Timestamp moment) const {
    return moment.ms / dayMs;
}

Result<void> Spending::reserve(const TeamId& team, std::string_view generator, std::string_view attemptId,
                               const Cost& expected) {
    if (expected.micros == 0) return {};
    if (expected.currency != rules_.currency)
        return fail(ErrorCode::SpendingLimit, std::string(generator) + " is priced in " + expected.currency +
                                                  ", but limits are in " + rules_.currency);
    const Timestamp now = clock_.now();
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        if (TRY(transaction.one(selectAttempt, {attemptId}))) return {};
        const std::int64_t day = dayOf(now);
        TRY(take(transaction, everybody, day, expected.micros, rules_.dayLimitMicros, "the operator's"));
        const auto row = TRY(transaction.one(selectTeamLimit, {team}));
        const auto limit = row ? row->optionalInteger("day_limit_micros") : std::nullopt;
        TRY(take(transaction, team.text(), day, expected.micros, limit.value_or(rules_.dayLimitMicros),
                 "the team's"));
        TRY(transaction.execute(insertAttempt, {attemptId, team, generator, day, expected.micros, now}));
        return {};
    });
}

Result<void> Spending::settle(std::string_view attemptId, const Cost& cost) {
    if (cost.micros == 0) return release(attemptId);
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        const auto attempt = TRY(transaction.one(selectAttempt, {attemptId}));
        if (!attempt) return {};
        TRY(correct(transaction, *attempt, cost.micros - attempt->integer("micros")));
        TRY(transaction.execute(settleAttempt, {attemptId, cost.micros}));
        return {};
    });
}

Result<void> Spending::release(std::string_view attemptId) {
    return database_.write([&](database::Transaction& transaction) -> Result<void> {
        const auto attempt = TRY(transaction.one(selectAttempt, {attemptId}));
        if (!attempt) return {};
        TRY(correct(transaction, *attempt, -attempt->integer("micros")));
        TRY(transaction.execute(deleteAttempt, {attemptId}));
        return {};
    });
}

Result<std::int64_t> Spending::today(const TeamId& team) {
    return database_.read([&](database::Session& session) -> Result<std::int64_t> {
        const auto row = TRY(session.one(selectDay, {team, dayOf(clock_.now())}));
        return row ? row->integer("micros") : std::int64_t(0);
    });
}

Result<std::vector<DaySpending>> Spending::report(const TeamId& team) {
    const auto rows = TRY(database_.read([&](database::Session& session) {
        return session.query(selectDays, {team, reportDays});
    }));
    std::vector<DaySpending> days;
    for (const database::Row& row : rows)
        days.push_back({row.integer("day"), row.integer("micros")});
    return days;
}

Result<std::int64_t> Spending::prune() {
    const Timestamp now = clock_.now();
    return database_.write([&](database::Transaction& transaction) -> Result<std::int64_t> {
        TRY(transaction.execute(deleteWebhooks, {now.plusMs(-webhookIdsKeptMs)}));
        return transaction.execute(deleteOld, {now.plusMs(-attemptsKeptMs)});
    });
}

Result<bool> isNewWebhook(database::Transaction& transaction, std::string_view service, std::string_view id,
                          Timestamp now) {
    return TRY(transaction.execute(insertWebhook, {service, id, now})) == 1;
}

} // namespace headroom::generators::choice
