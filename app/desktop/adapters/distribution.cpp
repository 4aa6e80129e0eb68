#include "app/desktop/adapters/distribution.h"

#include "app/desktop/adapters/values.h"

#include <QStringList>

#include <algorithm>

namespace headroom::desktop {

namespace {

using ui::credits::DistributionMode;
using ui::credits::DistributionPreview;
using ui::credits::DistributionRequest;
using ui::credits::IncludeInvited;

credits::DistributeRule ruleOf(const DistributionRequest& request) {
    credits::DistributeRule rule;
    rule.mode = request.mode == DistributionMode::TopUp ? credits::DistributeMode::TopUp
                                                        : credits::DistributeMode::EqualSplit;
    if (request.mode != DistributionMode::EqualShareOfPool) rule.credits = request.amount;
    rule.audience = request.invited == IncludeInvited::Yes ? credits::Audience::ActiveAndInvited
                                                           : credits::Audience::Active;
    return rule;
}

bool considered(const client::ShownMember& member, IncludeInvited invited) {
    const sync::MemberState state = member.row().state;
    return state == sync::MemberState::Active ||
           (state == sync::MemberState::Invited && invited == IncludeInvited::Yes);
}

/// What is missing when the rules refuse with shortfall: their error has no room for the number.
std::int64_t wanted(const client::ShownTeam& team, const DistributionRequest& request) {
    if (request.mode != DistributionMode::TopUp) return request.amount;
    std::int64_t sum = 0;
    for (const client::ShownMember& member : *team.members)
        if (considered(member, request.invited))
            sum += std::max<std::int64_t>(0, request.amount - member.available);
    return sum;
}

} // namespace

Result<DistributionPreview> previewOf(const client::TeamSession& session, const client::TeamView& view,
                                      const DistributionRequest& request) {
    const client::ShownTeam& team = view.team();
    DistributionPreview preview;
    preview.request = request;
    preview.poolBefore = team.credits.pool;
    preview.membersConsidered =
        static_cast<int>(std::ranges::count_if(*team.members, [&](const client::ShownMember& member) {
            return considered(member, request.invited);
        }));
    const auto plan = session.previewDistribution(ruleOf(request));
    if (!plan) {
        const ErrorCode code = plan.error().code;
        if (code != ErrorCode::Shortfall && code != ErrorCode::InsufficientPool) return fail(plan.error());
        preview.total = wanted(team, request);
        preview.shortfall = std::max<std::int64_t>(1, preview.total - preview.poolBefore);
        preview.poolAfter = preview.poolBefore;
        return preview;
    }
    for (const credits::AllocateLine& line : plan->lines) {
        const client::ShownMember* member = view.member(line.member);
        preview.lines.push_back(
            {line.member, shown(view.memberName(line.member)), member ? member->available : 0, line.credits});
    }
    preview.total = plan->total;
    preview.poolAfter = preview.poolBefore - plan->total;
    preview.basis = QStringLiteral("%1/%2").arg(plan->basis.pool).arg(plan->basis.memberVersion);
    return preview;
}

Result<credits::AutoDistribute> commandOf(const DistributionPreview& approved) {
    credits::AutoDistribute command;
    command.rule = ruleOf(approved.request);
    const QStringList basis = approved.basis.split(QLatin1Char('/'));
    if (basis.size() != 2) return fail(ErrorCode::InvalidInput, "basis");
    command.basis = {basis[0].toLongLong(), basis[1].toLongLong()};
    for (const ui::credits::DistributionLine& line : approved.lines)
        command.lines.push_back({line.member, line.gets});
    return command;
}

} // namespace headroom::desktop
