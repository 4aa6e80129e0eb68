#include "app/desktop/adapters/headshots_adapter.h"

#include "app/desktop/adapters/headshot_list.h"
#include "app/desktop/adapters/picture_decoder.h"
#include "app/desktop/adapters/stored_together.h"
#include "app/desktop/adapters/style_words.h"
#include "app/desktop/adapters/values.h"
#include "core/client/headshot_thumbnail.h"
#include "core/headshots/headshots_limits.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

namespace headroom::desktop {

namespace {

using ui::headshots::Favourite;
using ui::headshots::Overview;

/// Keys remembered as missing; beyond it somebody scrolled through a whole team while offline, and the rest
/// shows its placeholder until it is asked for after the next start.
constexpr qsizetype missingMost = 2'000;

/// As many requests as the endpoint's limits of one make necessary.
std::vector<std::vector<client::StyleCount>> withinLimits(const std::map<std::string, int>& counts) {
    std::vector<std::vector<client::StyleCount>> requests;
    std::map<std::string, int> left = counts;
    while (!left.empty()) {
        std::vector<client::StyleCount>& request = requests.emplace_back();
        int free = headshots::headshotsPerRequestMax;
        for (auto style = left.begin(); style != left.end() && free > 0;) {
            const int count = std::min({style->second, free, headshots::headshotsPerStyleMax});
            request.push_back({style->first, count});
            free -= count;
            style->second -= count;
            style = style->second == 0 ? left.erase(style) : std::next(style);
        }
    }
    return requests;
}

} // namespace

HeadshotsAdapter::HeadshotsAdapter(client::TeamSession& session, QObject* parent)
    : HeadshotsSource(parent)
    , session_(session)
    , seen_(session.membership().team)
    , dragged_(session)
    , link_(session.view().status().link) {
    connect(&session_.view(), &client::TeamView::changed, this, &HeadshotsAdapter::viewChanged);
}

void HeadshotsAdapter::viewChanged(client::Part parts) {
    const client::Link before = std::exchange(link_, session_.view().status().link);
    const bool backOnline = link_ == client::Link::Online && before != client::Link::Online;
    const bool ours = has(parts, client::Part::Headshots);
    if (backOnline || ours) tryMissingAgain();
    if (ours) Q_EMIT changed();
}

void HeadshotsAdapter::tryMissingAgain() {
    if (link_ != client::Link::Online) return;
    for (const QString& key : std::exchange(missing_, {}))
        Q_EMIT pictureMayHaveArrived(key);
}

Overview HeadshotsAdapter::overview() const {
    Overview result;
    const auto rows = session_.view().team().headshots; // keeps what the views point into
    std::unordered_set<std::string_view> members;
    std::set<std::string_view> styles;
    for (const client::ShownHeadshot& headshot : *rows) {
        const sync::HeadshotRow& row = *headshot.row;
        if (row.state == sync::HeadshotState::Deleted) continue;
        ++result.total;
        result.unfinished += row.state != sync::HeadshotState::Completed;
        members.insert(row.memberId.text());
        styles.insert(row.style);
    }
    result.members = static_cast<int>(members.size());
    for (const std::string_view style : styles)
        result.styles << styleName(std::string(style));
    std::sort(result.styles.begin(), result.styles.end(),
              [](const QString& a, const QString& b) { return QString::localeAwareCompare(a, b) < 0; });
    return result;
}

std::unique_ptr<ui::headshots::HeadshotSource> HeadshotsAdapter::openHeadshots() {
    return std::make_unique<HeadshotList>(session_.view(), seen_);
}

/// One pass for all of them: a whole selection may be asked for among 100,000.
Result<std::vector<client::ShownHeadshot>> HeadshotsAdapter::find(const QStringList& keys) const {
    std::unordered_set<std::string> wanted;
    for (const QString& key : keys)
        wanted.insert(key.toStdString());
    std::vector<client::ShownHeadshot> found;
    for (const client::ShownHeadshot& headshot : *session_.view().team().headshots)
        if (headshot.row->state != sync::HeadshotState::Deleted && wanted.contains(headshot.row->id.text()))
            found.push_back(headshot);
    if (found.size() != wanted.size()) return fail(ErrorCode::NotFound, "a headshot is gone");
    return found;
}

void HeadshotsAdapter::loadPicture(const QString& key, std::function<void(Result<QImage>)> reply) {
    const auto found = find({key});
    if (!found) return reply(fail(found.error()));
    const sync::HeadshotRow& row = *found->front().row;
    if (row.sha256.empty()) return reply(fail(ErrorCode::NotFound, "not finished"));
    session_.headshotBytes(row, this, [this, reply = std::move(reply)](Result<std::string> bytes) {
        if (!bytes) return reply(fail(bytes.error()));
        decodePicture(std::move(*bytes), this, reply);
    });
}

void HeadshotsAdapter::setFavourite(const QStringList& keys, Favourite favourite, Done done) {
    const auto found = find(keys);
    if (!found) return done(fail(found.error()));
    const bool wanted = favourite == Favourite::Yes;
    std::vector<HeadshotId> changing;
    for (const client::ShownHeadshot& headshot : *found)
        if (headshot.row->favourite != wanted) changing.push_back(headshot.row->id);
    const StoredTogether together(changing.size(), std::move(done));
    for (const HeadshotId& id : changing)
        session_.setFavourite(id, wanted, together.each());
}

void HeadshotsAdapter::remove(const QStringList& keys, Done done) {
    const auto found = find(keys);
    if (!found) return done(fail(found.error()));
    const StoredTogether together(found->size(), std::move(done));
    for (const client::ShownHeadshot& headshot : *found)
        session_.deleteHeadshot(headshot.row->id, together.each());
}

void HeadshotsAdapter::rename(const QString& key, const QString& name, Done done) {
    const StoredTogether together(1, std::move(done));
    session_.renameHeadshot(HeadshotId::trusted(key.toStdString()), name.toStdString(), together.each());
}

void HeadshotsAdapter::restore(const QStringList& keys, Done done) {
    const StoredTogether together(static_cast<std::size_t>(keys.size()), std::move(done));
    for (const QString& key : keys)
        session_.restoreHeadshot(HeadshotId::trusted(key.toStdString()), together.each());
}

void HeadshotsAdapter::cancel(const QStringList& keys, Done done) {
    const auto found = find(keys);
    if (!found) return done(fail(found.error()));
    std::set<RequestId> requests;
    for (const client::ShownHeadshot& headshot : *found)
        requests.insert(headshot.row->requestId);
    const StoredTogether together(requests.size(), std::move(done));
    for (const RequestId& request : requests)
        session_.cancelRequest(request, together.each());
}

void HeadshotsAdapter::prepareFiles(const QStringList& keys, std::function<void(Result<QStringList>)> reply) {
    const auto found = find(keys);
    if (!found) return reply(fail(found.error()));
    std::vector<DraggedFiles::Wish> wishes;
    for (const client::ShownHeadshot& headshot : *found) {
        const sync::HeadshotRow& row = *headshot.row;
        const QString caption = row.name.empty() ? styleName(row.style) : shown(row.name);
        wishes.push_back(
            {row, QStringLiteral("%1 - %2").arg(shown(session_.view().memberName(row.memberId)), caption)});
    }
    dragged_.prepare(wishes, std::move(reply));
}

/// Whether each member has the credits for what is to be made again. The endpoint decides; this only spares
/// the user commands that are certain to be refused.
Result<void> HeadshotsAdapter::affordable(const std::vector<client::ShownHeadshot>& headshots) const {
    std::map<MemberId, std::int64_t> asked;
    for (const client::ShownHeadshot& headshot : headshots) {
        if (headshot.row->state != sync::HeadshotState::Failed)
            return fail(ErrorCode::Conflict, "only a failed headshot is made again");
        if (headshot.row->photoId.empty()) return fail(ErrorCode::PhotoNotUsable, "its photo is not known");
        ++asked[headshot.row->memberId];
    }
    for (const auto& [id, count] : asked) {
        const client::ShownMember* member = session_.view().member(id);
        if (!member) return fail(ErrorCode::NotFound, "its member is gone");
        if (member->available < count) return fail(ErrorCode::InsufficientCredits);
    }
    return {};
}

void HeadshotsAdapter::retry(const QStringList& keys, Done done) {
    const auto found = find(keys);
    if (!found) return done(fail(found.error()));
    if (const auto ready = affordable(*found); !ready) return done(fail(ready.error()));
    // One command for all of one person from one photo: the studio varies within a request.
    std::map<std::pair<MemberId, PhotoId>, std::map<std::string, int>> requests;
    for (const client::ShownHeadshot& headshot : *found)
        ++requests[{headshot.row->memberId, headshot.row->photoId}][headshot.row->style];
    std::vector<std::pair<std::pair<MemberId, PhotoId>, std::vector<client::StyleCount>>> commands;
    for (const auto& [from, counts] : requests)
        for (auto& styles : withinLimits(counts))
            commands.emplace_back(from, std::move(styles));
    const StoredTogether together(commands.size(), std::move(done));
    for (const auto& [from, styles] : commands)
        session_.generate(from.first, {from.second}, styles, sync::CreditSource::Member, together.each());
}

void HeadshotsAdapter::fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) {
    const client::ShownHeadshot* headshot = session_.view().headshot(HeadshotId::trusted(key.toStdString()));
    if (!headshot || headshot->row->sha256.empty()) {
        if (missing_.size() < missingMost) missing_.insert(key);
        return reply({});
    }
    client::headshotThumbnail(session_, *headshot->row, pixels.width(), pixels.height(), this,
                              [this, key, reply = std::move(reply)](const Result<std::string>& bytes) {
                                  if (!bytes && missing_.size() < missingMost) missing_.insert(key);
                                  reply(bytes ? QByteArray::fromStdString(*bytes) : QByteArray());
                              });
}

} // namespace headroom::desktop
