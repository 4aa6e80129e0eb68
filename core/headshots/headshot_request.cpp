#include "core/base/crypto.h"
#include "core/headshots/headshots.h"
#include "core/headshots/headshots_limits.h"
#include "core/photos/photo_library.h"
#include "core/photos/uploads.h"

#include <nlohmann/json.hpp>

// From a request to held credits and queued jobs, in one transaction; and back again.
namespace headroom::headshots {

namespace {

using credits::Decided;
using credits::Refusal;

constexpr std::string_view selectRequest =
    "SELECT team_id, content_hash FROM headshot_requests WHERE id = $1";

constexpr std::string_view selectOfRequest =
    "SELECT id, style, ordinal FROM headshots WHERE request_id = $1 ORDER BY style, ordinal";

constexpr std::string_view countOpen = R"sql(
    SELECT COUNT(*) AS of_team, COALESCE(SUM(CASE WHEN member_id = $2 THEN 1 ELSE 0 END), 0) AS of_member
    FROM headshots h JOIN headshot_jobs j ON j.headshot_id = h.id
    WHERE j.team_id = $1 AND j.state <> 'done')sql";

constexpr std::string_view insertRequest = R"sql(
    INSERT INTO headshot_requests (id, team_id, member_id, requester_id, photo_ids, content_hash, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

constexpr std::string_view insertHeadshot = R"sql(
    INSERT INTO headshots (id, team_id, member_id, request_id, style, ordinal, style_count, state, created_at,
                           updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $8))sql";

/// Times of the queue are the database's, so that all workers agree on them.
std::string insertJob(const database::Dialect& dialect) {
    const std::string now(dialect.nowMs);
    return "INSERT INTO headshot_jobs (headshot_id, request_id, team_id, state, run_after, deadline_at, "
           "created_at) VALUES ($1, $2, $3, 'waiting', " +
           now + ", " + now + " + $4, " + now + ")";
}

// A worker that has one of these finds its lease gone, and what it brings later is discarded.
constexpr std::string_view cancelJobsOfRequest = R"sql(
    UPDATE headshot_jobs SET state = 'done', lease_until = NULL
    WHERE request_id = $1 AND state <> 'done' RETURNING headshot_id)sql";

constexpr std::string_view cancelJobsOfMember = R"sql(
    UPDATE headshot_jobs SET state = 'done', lease_until = NULL
    WHERE team_id = $1 AND state <> 'done'
      AND headshot_id IN (SELECT id FROM headshots WHERE team_id = $1 AND member_id = $2)
    RETURNING headshot_id)sql";

constexpr std::string_view markCancelled = "UPDATE headshots SET state = 'failed', failure = 'cancelled', "
                                           "updated_at = $2 WHERE id = $1 RETURNING member_id";

constexpr std::string_view selectPeople =
    "SELECT member_id, requester_id FROM headshot_requests WHERE id = $1 AND team_id = $2";

tl::unexpected<Refusal> refuse(ErrorCode code, std::string detail) {
    return tl::unexpected<Refusal>(
        Refusal{.code = code, .detail = std::move(detail), .missing = 0, .lines = {}, .preview = {}});
}

tl::unexpected<Refusal> refuse(const Error& error) {
    return refuse(error.code, error.detail);
}

nlohmann::json photoIds(const GenerateRequest& request) {
    nlohmann::json ids = nlohmann::json::array();
    for (const PhotoId& photo : request.photos)
        ids.push_back(photo.text());
    return ids;
}

/// Equal for two requests that ask for the same.
std::string contentHash(const GenerateRequest& request) {
    nlohmann::json content{{"member", request.member.text()},
                           {"requester", request.requester.text()},
                           {"photos", photoIds(request)},
                           {"source", sync::name(request.source)},
                           {"styles", nlohmann::json::array()}};
    for (const StyleCount& style : request.styles)
        content["styles"].push_back({style.style, style.count});
    return toHex(sha256(content.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
}

Decided<void> checkPhoto(const std::optional<sync::PhotoRow>& photo, const MemberId& member) {
    if (!photo || photo->memberId != member)
        return refuse(ErrorCode::NotFound, "the member has no such photo");
    switch (photo->state) {
    case sync::PhotoState::Usable:
        return {};
    case sync::PhotoState::Checking:
        return refuse(ErrorCode::PreconditionFailed, "a photo is still being checked");
    case sync::PhotoState::Refused:
        return refuse(ErrorCode::PhotoNotUsable, "a photo was refused");
    case sync::PhotoState::Deleted:
        return refuse(ErrorCode::Gone, "a photo was deleted");
    }
    __builtin_unreachable();
}

Result<Decided<void>> checkPhotos(sync::TeamWrite& write, const GenerateRequest& request) {
    for (const PhotoId& id : request.photos) {
        const auto photo = TRY(photos::PhotoLibrary::find(write.transaction(), write.team(), id));
        Decided<void> checked = checkPhoto(photo, request.member);
        if (!checked) return checked;
    }
    return Decided<void>();
}

Result<Decided<void>> checkOpen(sync::TeamWrite& write, const GenerateRequest& request) {
    const auto row = TRY(write.transaction().one(countOpen, {write.team(), request.member}));
    const std::int64_t wanted = creditsNeeded(request.styles);
    if (row->integer("of_member") + wanted > openPerMemberMax)
        return Decided<void>(
            refuse(ErrorCode::LimitExceeded, "too many headshots of this member are under way"));
    if (row->integer("of_team") + wanted > openPerTeamMax)
        return Decided<void>(
            refuse(ErrorCode::LimitExceeded, "too many headshots of this team are under way"));
    return Decided<void>();
}

/// The stored headshots of a request that was granted before, in the order in which it asked.
RequestAnswer repeated(sync::TeamWrite& write, const GenerateRequest& request, const database::Row& stored) {
    if (stored.id<TeamId>("team_id") != write.team() || stored.text("content_hash") != contentHash(request))
        return Decided<Requested>(
            refuse(ErrorCode::IdempotencyConflict, "this id stands for another request"));
    const auto rows = TRY(write.transaction().query(selectOfRequest, {request.id}));
    Requested requested{.request = request.id, .headshots = {}, .version = write.version()};
    for (const StyleCount& style : request.styles)
        for (const database::Row& row : rows)
            if (row.text("style") == style.style) requested.headshots.push_back(row.id<HeadshotId>("id"));
    return Decided<Requested>(std::move(requested));
}

/// Everything was checked and the credits are held: only writes from here on.
Result<void> insertRows(sync::TeamWrite& write, const GenerateRequest& request,
                        const std::vector<HeadshotId>& headshots) {
    database::Transaction& transaction = write.transaction();
    TRY(transaction.execute(insertRequest, {request.id, write.team(), request.member, request.requester,
                                            photoIds(request).dump(), contentHash(request), write.now()}));
    const std::string jobSql = insertJob(transaction.dialect());
    std::size_t next = 0;
    for (const StyleCount& style : request.styles) {
        for (int ordinal = 0; ordinal < style.count; ++ordinal) {
            const HeadshotId& id = headshots[next++];
            TRY(transaction.execute(insertHeadshot, {id, write.team(), request.member, request.id,
                                                     style.style, ordinal, style.count, write.now()}));
            TRY(transaction.execute(jobSql, {id, request.id, write.team(), deadlineMs}));
            TRY(write.changed(sync::RowKind::Headshot, id.text(), request.member));
        }
    }
    return transaction.wake(photos::workWakeChannel, "headshots");
}

/// Headshots whose jobs have just been ended: their credits go back where they came from.
Result<int> giveUp(sync::TeamWrite& write, const std::vector<database::Row>& jobs,
                   const credits::Cause& cause) {
    std::vector<HeadshotId> cancelled;
    for (const database::Row& row : jobs)
        cancelled.push_back(row.id<HeadshotId>("headshot_id"));
    if (cancelled.empty()) return 0;
    const auto released = TRY(credits::release(write, cancelled, cause));
    if (!released) return fail(ErrorCode::Corrupt, "an open headshot had no open hold");
    for (const HeadshotId& id : cancelled) {
        const auto row = TRY(write.transaction().one(markCancelled, {id, write.now()}));
        if (!row) return fail(ErrorCode::Corrupt, "a job without a headshot");
        TRY(write.changed(sync::RowKind::Headshot, id.text(), row->id<MemberId>("member_id")));
    }
    return static_cast<int>(cancelled.size());
}

} // namespace

RequestAnswer Headshots::request(sync::TeamWrite& write, const GenerateRequest& request,
                                 const KnowsStyle& knowsStyle, const credits::Cause& cause) {
    if (const auto stored = TRY(write.transaction().one(selectRequest, {request.id})))
        return repeated(write, request, *stored);
    if (const auto shape = checkRequest(request, knowsStyle); !shape)
        return Decided<Requested>(refuse(shape.error()));
    if (auto photosOk = TRY(checkPhotos(write, request)); !photosOk)
        return Decided<Requested>(tl::unexpected<Refusal>(photosOk.error()));
    if (auto openOk = TRY(checkOpen(write, request)); !openOk)
        return Decided<Requested>(tl::unexpected<Refusal>(openOk.error()));

    std::vector<HeadshotId> ids;
    for (std::int64_t i = 0; i < creditsNeeded(request.styles); ++i)
        ids.push_back(HeadshotId::make());
    auto held = TRY(
        credits::hold(write, {.source = request.source, .member = request.member, .headshots = ids}, cause));
    if (!held) return Decided<Requested>(tl::unexpected<Refusal>(held.error()));
    TRY(insertRows(write, request, ids));
    return Decided<Requested>(
        Requested{.request = request.id, .headshots = std::move(ids), .version = write.version()});
}

Result<RequestPeople> Headshots::peopleOf(database::Session& session, const TeamId& team,
                                          const RequestId& request) {
    const auto row = TRY(session.one(selectPeople, {request, team}));
    if (!row) return fail(ErrorCode::NotFound, "no such request");
    return RequestPeople{row->id<MemberId>("member_id"), row->id<MemberId>("requester_id")};
}

Result<int> Headshots::cancel(sync::TeamWrite& write, const RequestId& request, const credits::Cause& cause) {
    TRY(peopleOf(write.transaction(), write.team(), request));
    return giveUp(write, TRY(write.transaction().query(cancelJobsOfRequest, {request})), cause);
}

Result<int> Headshots::cancelAllOf(sync::TeamWrite& write, const MemberId& member,
                                   const credits::Cause& cause) {
    return giveUp(write, TRY(write.transaction().query(cancelJobsOfMember, {write.team(), member})), cause);
}

} // namespace headroom::headshots
