#include "core/notices/notices_limits.h"
#include "core/notices/notices_parts.h"

// Credits that arrived, and credits that run out.
namespace headroom::notices {

namespace {

constexpr std::string_view selectAvailable =
    "SELECT available FROM member_credits WHERE team_id = $1 AND member_id = $2";

constexpr std::string_view updateToldLow = "UPDATE mail_progress SET told_low = $2 WHERE team_id = $1";

Result<void> tellGiven(Scene& scene, const std::map<MemberId, std::int64_t>& given) {
    std::vector<MemberId> members;
    for (const auto& [member, credits] : given)
        members.push_back(member);
    for (const auto& person : TRY(teams::mailPeople(scene.transaction, scene.team, members))) {
        const auto row = TRY(scene.transaction.one(selectAvailable, {scene.team, person.member}));
        const mail::CreditsReceived received{.credits = given.at(person.member),
                                             .available = row ? row->integer("available") : 0};
        TRY(post(scene, received, {person}));
    }
    return {};
}

/// Once, until there were enough again. What is held counts as there, so that a headshot that fails and gives
/// its credit back is not heard of as good and bad news in turn.
Result<void> tellLow(Scene& scene, const credits::Left& left, bool toldLow,
                     const std::vector<teams::MailPerson>& keepers) {
    const std::int64_t enough = TRY(teams::lowCreditsBelow(scene.transaction, scene.team));
    const bool low = left.everBought && left.pool + left.allocated + left.held < enough;
    if (low == toldLow) return {};
    TRY(scene.transaction.execute(updateToldLow, {scene.team, low}));
    if (!low) return {};
    return post(scene, mail::LowCredits{.pool = left.pool, .allocated = left.allocated}, keepers);
}

} // namespace

Result<void> tellLedger(Scene& scene, std::int64_t after, std::int64_t until, bool toldLow) {
    const auto arrived = TRY(credits::arrivals(scene.transaction, scene.team, after, until));
    const auto left = TRY(credits::creditsLeft(scene.transaction, scene.team));
    const auto keepers = TRY(teams::mailKeepers(scene.transaction, scene.team));
    if (arrived.bought > 0)
        TRY(post(
            scene,
            mail::CreditsBought{.credits = arrived.bought, .debtPaid = arrived.debtPaid, .pool = left.pool},
            keepers));
    TRY(tellGiven(scene, arrived.given));
    return tellLow(scene, left, toldLow, keepers);
}

} // namespace headroom::notices
