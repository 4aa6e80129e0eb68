#include "app/desktop/adapters/create_adapter.h"

#include "app/desktop/adapters/stored_together.h"
#include "app/desktop/adapters/style_words.h"
#include "app/desktop/adapters/values.h"
#include "core/client/worker.h"
#include "core/headshots/headshots_limits.h"
#include "core/photos/uploads_limits.h"
#include "core/sync/preview_sizes.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <iterator>
#include <ranges>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::create::Overview;
using ui::create::PhotoRow;
using ui::create::PhotoState;
using ui::create::Quote;
using ui::create::RejectedFile;
using ui::create::Request;
using ui::create::Style;

constexpr auto thumbnailPrefix = "photo/";
constexpr std::size_t stylesMost = 200; ///< a list beyond this is not ours

QString thumbnailKey(const PhotoId& id) {
    return QLatin1String(thumbnailPrefix) + shown(id.text());
}

Style styleOf(const std::string& id, const QString& name, const QString& description) {
    return {shown(id), styleName(id, name), styleDescription(id, description), stylePreviewPath(id)};
}

/// A photo that is being uploaded or checked: a request may name it, and waits for it.
bool isOnItsWay(PhotoState state) {
    return state == PhotoState::Checking || state == PhotoState::Waiting || state == PhotoState::Uploading;
}

PhotoRow rowOf(const client::UploadRow& upload) {
    PhotoRow row;
    row.id = upload.photo;
    row.fileName = shown(upload.fileName);
    row.thumbnailKey = thumbnailKey(upload.photo);
    if (upload.sizeBytes > 0)
        row.progress = static_cast<double>(upload.sentBytes) / static_cast<double>(upload.sizeBytes);
    row.problem = upload.code;
    switch (upload.state) {
    case client::UploadState::Waiting:
        row.state = upload.sentBytes > 0 ? PhotoState::Uploading : PhotoState::Waiting;
        break;
    case client::UploadState::Paused:
        row.state = PhotoState::Paused;
        break;
    case client::UploadState::Done:
        row.state = PhotoState::Checking;
        break;
    case client::UploadState::Failed:
        row.state = PhotoState::Failed;
        break;
    }
    return row;
}

PhotoRow rowOf(const sync::PhotoRow& photo) {
    PhotoRow row;
    row.id = photo.id;
    row.fileName = shown(photo.fileName);
    row.thumbnailKey = thumbnailKey(photo.id);
    row.progress = 1;
    switch (photo.state) {
    case sync::PhotoState::Checking:
        row.state = PhotoState::Checking;
        break;
    case sync::PhotoState::Usable:
        row.state = PhotoState::Usable;
        break;
    case sync::PhotoState::Refused:
    case sync::PhotoState::Deleted: // in no list
        row.state = PhotoState::Refused;
        row.problem = errorCodeFromName(photo.refusal).value_or(ErrorCode::PhotoNotUsable);
        break;
    }
    return row;
}

/// Photos are up to twice as long as wide, and cover their tile.
int previewEdgeOf(QSize pixels) {
    const int wanted = 2 * std::max(pixels.width(), pixels.height());
    for (const int edge : sync::previewEdges)
        if (edge >= wanted) return edge;
    return *std::rbegin(sync::previewEdges);
}

QByteArray readPhoto(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > photos::uploadBytesMax) return {};
    return file.read(photos::uploadBytesMax);
}

} // namespace

CreateAdapter::CreateAdapter(client::Client& client, client::TeamSession& session, QObject* parent)
    : CreateSource(parent)
    , client_(client)
    , session_(session)
    , photoUse_(client, session) {
    for (const std::string& id : shippedStyles())
        styles_.push_back(styleOf(id, {}, {}));
    connect(&session_.view(), &client::TeamView::changed, this, &CreateAdapter::viewChanged);
    connect(&photoUse_, &PhotoUse::changed, this, &CreateAdapter::changed);
    connect(&session_, &client::TeamSession::membershipEnded, this,
            [this] { removePastedExcept(pastedFolder(), {}); });
    viewChanged(client::Part::All);
}

void CreateAdapter::viewChanged(client::Part parts) {
    const client::TeamView& view = session_.view();
    if (view.status().link == client::Link::Online) loadStyles();
    if (has(parts, client::Part::Uploads)) rememberPaths();
    if (!pastedSwept_ && view.team().complete) { // what was pasted and uploaded before this start
        pastedSwept_ = true;
        QStringList needed;
        for (const client::UploadRow& row : *view.team().uploads)
            needed << shown(row.path);
        removePastedExcept(pastedFolder(), needed);
    }
    if (has(parts, client::Part::Uploads) || has(parts, client::Part::Photos) ||
        has(parts, client::Part::Credits) || has(parts, client::Part::Members))
        Q_EMIT changed();
}

void CreateAdapter::rememberPaths() {
    for (const client::UploadRow& row : *session_.view().team().uploads)
        paths_.try_emplace(row.photo, shown(row.path));
}

void CreateAdapter::loadStyles() {
    if (stylesKnown_ || stylesAsked_) return;
    stylesAsked_ = true;
    client_.call({"GET", QStringLiteral("/api/styles"), {}, {}}, this, [this](const Result<json>& answer) {
        stylesAsked_ = false;
        if (answer) takeStyles(*answer);
    });
}

void CreateAdapter::takeStyles(const json& answer) {
    stylesKnown_ = true; // asking again would bring the same answer
    try {
        std::vector<Style> styles;
        for (const json& entry : answer.at("styles")) {
            if (styles.size() == stylesMost) break;
            styles.push_back(styleOf(entry.at("id").get<std::string>(),
                                     shown(entry.at("name").get<std::string>()),
                                     shown(entry.at("description").get<std::string>())));
        }
        styles_ = std::move(styles);
        Q_EMIT changed();
    } catch (const json::exception&) {
        // Not an answer of ours: the styles that ship with the program stay on offer.
    }
}

/// The newest last, where a photo also appears when it is added.
std::vector<PhotoRow> CreateAdapter::photos() const {
    const client::TeamView& view = session_.view();
    const auto known = view.photos(me()); // the newest first
    std::vector<PhotoRow> rows;
    for (std::size_t i = known.size(); i-- > 0;)
        rows.push_back(rowOf(*known.at(i).row));
    for (const client::UploadRow& row : *view.team().uploads) {
        if (row.member != me()) continue;
        bool inFeed = false;
        for (std::size_t i = 0; i < known.size() && !inFeed; ++i)
            inFeed = known.at(i).row->id == row.photo;
        if (!inFeed) rows.push_back(rowOf(row));
    }
    // As many as one request takes, the newest ones, are chosen without a word from the user.
    std::size_t chosen = 0;
    for (PhotoRow& row : rows | std::views::reverse) {
        const bool good = row.state == PhotoState::Usable || isOnItsWay(row.state);
        const auto choice = choices_.find(row.id);
        row.chosen =
            choice == choices_.end() ? good && chosen < headshots::photosPerRequestMax : choice->second;
        chosen += row.chosen && good;
    }
    return rows;
}

/// Checked photos if there are any, else those on their way: one of them that is refused in the end would
/// take the whole request with it.
std::vector<PhotoId> CreateAdapter::photosToUse() const {
    std::vector<PhotoId> usable;
    std::vector<PhotoId> onTheirWay;
    for (const PhotoRow& row : photos()) {
        if (!row.chosen) continue;
        if (row.state == PhotoState::Usable) usable.push_back(row.id);
        if (isOnItsWay(row.state)) onTheirWay.push_back(row.id);
    }
    return usable.empty() ? onTheirWay : usable;
}

Overview CreateAdapter::overview() const {
    Overview result;
    result.photos = photos();
    result.styles = styles_;
    result.mostPerStyle = headshots::headshotsPerStyleMax;
    if (const auto& own = session_.view().own()) result.available = own->available;
    return result;
}

Quote CreateAdapter::quote(const Request& request) const {
    Quote quote;
    quote.credits = static_cast<qint64>(request.styles.size()) * request.countPerStyle;
    const auto& own = session_.view().own();
    quote.availableAfter = (own ? own->available : 0) - quote.credits;
    if (const auto reason = refusal(request)) quote.blockedBy = reason->words;
    quote.photoUse = photoUse_.forStyles(request.styles);
    return quote;
}

std::optional<CreateAdapter::Refusal> CreateAdapter::refusal(const Request& request) const {
    const auto& own = session_.view().own();
    if (!own) return Refusal{ErrorCode::Unavailable, tr("Your team has not arrived yet")};
    if (own->row().state == sync::MemberState::Suspended)
        return Refusal{ErrorCode::MemberSuspended, tr("Your membership is suspended")};
    if (const auto reason = photosRefusal()) return reason;
    if (const auto reason = sizeRefusal(request)) return reason;
    const qint64 wanted = static_cast<qint64>(request.styles.size()) * request.countPerStyle;
    if (wanted > own->available)
        return Refusal{ErrorCode::InsufficientCredits,
                       tr("You lack %n credit(s)", nullptr, static_cast<int>(wanted - own->available))};
    return std::nullopt;
}

std::optional<CreateAdapter::Refusal> CreateAdapter::photosRefusal() const {
    const std::size_t count = photosToUse().size();
    const auto most = headshots::photosPerRequestMax;
    if (count == 0) return Refusal{ErrorCode::PhotoNotUsable, tr("Add at least one usable photo")};
    if (count > most)
        return Refusal{ErrorCode::LimitExceeded,
                       tr("Choose at most %n photo(s)", nullptr, static_cast<int>(most))};
    return std::nullopt;
}

std::optional<CreateAdapter::Refusal> CreateAdapter::sizeRefusal(const Request& request) const {
    if (request.styles.isEmpty()) return Refusal{ErrorCode::InvalidInput, tr("Choose at least one style")};
    const auto known = [this](const QString& key) {
        return std::ranges::any_of(styles_, [&](const Style& style) { return style.key == key; });
    };
    if (!std::ranges::all_of(request.styles, known))
        return Refusal{ErrorCode::NotFound, tr("A chosen style is no longer offered")};
    if (request.countPerStyle < 1 || request.countPerStyle > headshots::headshotsPerStyleMax)
        return Refusal{ErrorCode::InvalidInput,
                       tr("At most %n headshot(s) of one style", nullptr, headshots::headshotsPerStyleMax)};
    if (request.styles.size() * request.countPerStyle > headshots::headshotsPerRequestMax)
        return Refusal{ErrorCode::LimitExceeded,
                       tr("At most %n headshot(s) at once", nullptr, headshots::headshotsPerRequestMax)};
    return std::nullopt;
}

void CreateAdapter::generate(const Request& request, std::function<void(Result<void>)> done) {
    if (const auto reason = refusal(request)) return done(fail(reason->code));
    std::vector<client::StyleCount> styles;
    for (const QString& key : request.styles)
        styles.push_back({key.toStdString(), request.countPerStyle});
    const StoredTogether together(1, std::move(done));
    session_.generate(me(), photosToUse(), styles, sync::CreditSource::Member, together.each());
}

void CreateAdapter::addFiles(const QStringList& paths) {
    inspectFiles(paths, this, [this](const Intake& intake) { take(intake); });
}

void CreateAdapter::take(const Intake& intake) {
    struct State {
        std::size_t open;
        std::vector<RejectedFile> rejected;
    };
    auto state = std::make_shared<State>(State{intake.accepted.size() + 1, intake.rejected});
    // The session may outlive this adapter, and answers then too.
    const auto oneDone = [this, self = QPointer(this), state] {
        if (self && --state->open == 0 && !state->rejected.empty()) Q_EMIT rejected(state->rejected);
    };
    for (const AcceptedFile& file : intake.accepted) {
        const QString name = QFileInfo(file.path).fileName();
        const std::string path = file.path.toStdString();
        const bool twice =
            std::ranges::any_of(*session_.view().team().uploads, [&](const client::UploadRow& row) {
                return row.path == path && row.member == me();
            });
        if (twice) {
            state->rejected.push_back({name, ErrorCode::AlreadyExists});
            oneDone();
            continue;
        }
        session_.addPhoto(path, me(), file.mediaType, [state, oneDone, name](const Result<PhotoId>& photo) {
            if (!photo) state->rejected.push_back({name, photo.error().code});
            oneDone();
        });
    }
    oneDone();
}

void CreateAdapter::addImage(const QImage& image) {
    const QString name = tr("Pasted photo");
    if (image.isNull()) {
        Q_EMIT rejected({{name, ErrorCode::PhotoNotAnImage}});
        return;
    }
    keepPasted(image, pastedFolder(), this, [this, name](const Result<QString>& path) {
        if (path)
            addFiles({*path});
        else
            Q_EMIT rejected({{name, path.error().code}});
    });
}

std::filesystem::path CreateAdapter::pastedFolder() const {
    return client_.options().dataFolder / "pasted" / session_.membership().team.text();
}

const client::UploadRow* CreateAdapter::upload(const PhotoId& id) const {
    const auto& rows = *session_.view().team().uploads;
    const auto found = std::ranges::find(rows, id, &client::UploadRow::photo);
    return found == rows.end() ? nullptr : &*found;
}

QString CreateAdapter::fileNameOf(const PhotoId& id) const {
    for (const PhotoRow& row : photos())
        if (row.id == id) return row.fileName;
    return {};
}

void CreateAdapter::removePhoto(const PhotoId& id) {
    choices_.erase(id);
    const client::UploadRow* row = upload(id);
    if (row && row->state != client::UploadState::Done) return session_.dropUpload(id);
    const QString name = fileNameOf(id);
    session_.deletePhoto(id, [this, self = QPointer(this), name](const Result<CommandId>& stored) {
        if (self && !stored) Q_EMIT rejected({{name, stored.error().code}});
    });
}

void CreateAdapter::choosePhoto(const PhotoId& id, bool chosen) {
    choices_[id] = chosen;
    Q_EMIT changed();
}

void CreateAdapter::fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) {
    const QLatin1String prefix(thumbnailPrefix);
    if (!key.startsWith(prefix)) return reply({});
    const PhotoId id = PhotoId::trusted(key.mid(prefix.size()).toStdString());
    const auto known = paths_.find(id);
    if (known == paths_.end()) return fetchPreview(id, pixels, std::move(reply));
    auto postbox = std::make_shared<client::Postbox>(this);
    QThreadPool::globalInstance()->start(
        [this, path = known->second, id, pixels, postbox, reply = std::move(reply)] {
            postbox->deliver([this, id, pixels, reply, bytes = readPhoto(path)] {
                // The file may have been moved or thrown away since it was added.
                if (bytes.isEmpty()) return fetchPreview(id, pixels, reply);
                reply(bytes);
            });
        });
}

/// After a restart, and on other computers: the photo as the endpoint has it.
void CreateAdapter::fetchPreview(const PhotoId& id, QSize pixels, std::function<void(QByteArray)> reply) {
    const auto& rows = *session_.view().team().photos;
    const auto found =
        std::ranges::find_if(rows, [&](const client::ShownPhoto& photo) { return photo.row->id == id; });
    if (found == rows.end() || found->row->sha256.empty()) return reply({});
    session_.photoPreview(*found->row, previewEdgeOf(pixels), this,
                          [reply = std::move(reply)](const Result<std::string>& bytes) {
                              reply(bytes ? QByteArray::fromStdString(*bytes) : QByteArray());
                          });
}

} // namespace headroom::desktop
