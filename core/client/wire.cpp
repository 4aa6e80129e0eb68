#include "core/client/wire.h"

#include <nlohmann/json.hpp>

namespace headroom::client::wire {

using nlohmann::json;

namespace {

/// The feed names rows by id; balances have none of their own.
std::string idOf(sync::RowKind kind, const json& entry) {
    const json& row = entry.at("row");
    if (kind == sync::RowKind::TeamCredits) return "team";
    if (kind == sync::RowKind::MemberCredits)
        return row.is_object() ? row.at("member_id").get<std::string>() : entry.at("id").get<std::string>();
    return row.is_object() ? row.at("id").get<std::string>() : entry.at("id").get<std::string>();
}

std::optional<FeedRow> rowOf(const json& entry) {
    const auto kind = sync::fromName<sync::RowKind>(entry.at("kind").get_ref<const std::string&>());
    if (!kind) return std::nullopt;
    FeedRow row;
    row.kind = *kind;
    row.change = entry.value("deleted", false) || entry.at("row").is_null() ? FeedRow::Change::Removed
                                                                            : FeedRow::Change::Put;
    row.id = idOf(*kind, entry);
    if (row.change == FeedRow::Change::Put) row.body = entry.at("row").dump();
    return row;
}

template <class Read>
Result<FeedPage> parsed(const QByteArray& body, Read read) {
    try {
        return read(json::parse(body.begin(), body.end()));
    } catch (const std::exception& malformed) {
        return fail(ErrorCode::Corrupt, std::string("feed: ") + malformed.what());
    }
}

std::vector<FeedRow> rowsOf(const json& list) {
    std::vector<FeedRow> rows;
    rows.reserve(list.size());
    for (const json& entry : list)
        if (auto row = rowOf(entry)) rows.push_back(std::move(*row));
    return rows;
}

std::string textOr(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Takes a field out of the body: it stands in the path.
Result<QString> takeId(json& body, const char* key) {
    const std::string id = textOr(body, key);
    if (!isUuid(id)) return fail(ErrorCode::InvalidInput, std::string(key) + " is missing");
    body.erase(key);
    return QString::fromStdString(id);
}

} // namespace

Result<FeedPage> parseSnapshotPage(const QByteArray& body) {
    return parsed(body, [](const json& page) {
        FeedPage result;
        result.rows = rowsOf(page.at("rows"));
        result.version = page.at("version").get<std::int64_t>();
        result.versionIsReached = true;
        result.cursor = textOr(page, "cursor");
        result.nextPage = textOr(page, "next_page");
        if (result.nextPage.empty() && result.cursor.empty()) throw std::invalid_argument("no cursor");
        return result;
    });
}

Result<FeedPage> parseChanges(const QByteArray& body) {
    return parsed(body, [](const json& page) {
        FeedPage result;
        result.rows = rowsOf(page.at("changes"));
        result.cursor = page.at("cursor").get<std::string>();
        result.more = page.value("more", false);
        result.version = page.at("version").get<std::int64_t>();
        // While more is to come, `version` is where the team is, not where this page ends.
        result.versionIsReached = !result.more;
        return result;
    });
}

Result<ApiRequest> commandRequest(const TeamId& team, const OutboxRow& row) {
    json body = json::parse(row.body, nullptr, false);
    if (!body.is_object()) return fail(ErrorCode::InvalidInput, "the command is not a JSON object");
    ApiRequest request;
    request.method = "POST";
    request.idempotencyKey = QByteArray::fromStdString(row.id.text());
    QString path;
    switch (row.kind) {
    case CommandKind::Allocate:
        path = "/credits/allocate";
        break;
    case CommandKind::AutoDistribute:
        path = "/credits/auto-distribute";
        break;
    case CommandKind::Reassign:
        path = "/credits/reassign";
        break;
    case CommandKind::Generate:
        path = "/headshots/generate";
        break;
    case CommandKind::EditHeadshot:
        request.method = "PATCH";
        path = "/headshots/" + TRY(takeId(body, "headshot_id"));
        break;
    case CommandKind::DeleteHeadshot:
        request.method = "DELETE";
        path = "/headshots/" + TRY(takeId(body, "headshot_id"));
        break;
    case CommandKind::RestoreHeadshot:
        path = "/headshots/" + TRY(takeId(body, "headshot_id")) + "/restore";
        break;
    case CommandKind::DeletePhoto:
        request.method = "DELETE";
        path = "/photos/" + TRY(takeId(body, "photo_id"));
        break;
    case CommandKind::InviteMembers:
        path = "/members";
        break;
    case CommandKind::EditMember:
        request.method = "PATCH";
        path = "/members/" + TRY(takeId(body, "member_id"));
        break;
    case CommandKind::RemoveMember:
        request.method = "DELETE";
        path = "/members/" + TRY(takeId(body, "member_id"));
        break;
    case CommandKind::RenameTeam:
        request.method = "PATCH";
        break;
    case CommandKind::RevokeInvitation:
        request.method = "DELETE";
        path = "/invitations/" + TRY(takeId(body, "invitation_id"));
        break;
    case CommandKind::CancelRequest:
        path = "/headshots/requests/" + TRY(takeId(body, "request_id")) + "/cancel";
        break;
    }
    request.path = "/api/teams/" + QString::fromStdString(team.text()) + path;
    if (!body.empty()) request.body = QByteArray::fromStdString(body.dump());
    return request;
}

std::int64_t answeredVersion(const QByteArray& body) {
    const json answer = json::parse(body.begin(), body.end(), nullptr, false);
    if (!answer.is_object()) return 0;
    const auto version = answer.find("version");
    return version != answer.end() && version->is_number_integer() ? version->get<std::int64_t>() : 0;
}

} // namespace headroom::client::wire
