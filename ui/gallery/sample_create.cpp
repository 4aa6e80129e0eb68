#include "ui/gallery/sample_create.h"

#include <QFileInfo>

#include <algorithm>

namespace headroom::ui::gallery {
using namespace create;

SampleCreate::SampleCreate(QObject* parent)
    : CreateSource(parent) {
    overview_.available = 14;
    const QString root = QStringLiteral(HEADROOM_STYLES_DIR);
    for (const auto& [key, name, text] : {std::tuple("studio-grey", "Studio grey", "Plain grey, soft light"),
                                          std::tuple("charcoal", "Charcoal", "Dark and calm"),
                                          std::tuple("brand-blue", "Brand blue", "Clear blue"),
                                          std::tuple("city-office", "City office", "Window and depth"),
                                          std::tuple("garden", "Garden light", "Green, outdoors"),
                                          std::tuple("ivory", "Ivory", "Bright and warm")})
        overview_.styles.push_back({QString::fromLatin1(key), QString::fromLatin1(name),
                                    QString::fromLatin1(text),
                                    root + QLatin1Char('/') + QLatin1String(key) + QStringLiteral(".jpg")});
    add(QStringLiteral("IMG_20261121_184455.jpg"), PhotoState::Usable);
    add(QStringLiteral("IMG_20261121_184501.jpg"), PhotoState::Usable);
    add(QStringLiteral("window.heic"), PhotoState::Uploading);
    add(QStringLiteral("party.jpg"), PhotoState::Refused);
    add(QStringLiteral("garden.png"), PhotoState::Paused);
    overview_.photos[2].progress = 0.62;
    overview_.photos[3].problem = ErrorCode::PhotoSeveralFaces;
    overview_.photos[4].progress = 0.3;
}

void SampleCreate::add(const QString& name, PhotoState state) {
    PhotoRow row;
    row.id = PhotoId::make();
    row.fileName = name;
    row.state = state;
    row.thumbnailKey = QStringLiteral("photo-") + name;
    overview_.photos.push_back(row);
}

Quote SampleCreate::quote(const Request& request) const {
    Quote quote;
    quote.credits = qint64(request.styles.size()) * request.countPerStyle;
    quote.availableAfter = overview_.available - quote.credits;
    quote.photoUse = photoUse_;
    const bool photo = std::any_of(overview_.photos.begin(), overview_.photos.end(), [](const PhotoRow& row) {
        return row.chosen && row.state == PhotoState::Usable;
    });
    if (!photo)
        quote.blockedBy = tr("Add at least one usable photo");
    else if (request.styles.isEmpty())
        quote.blockedBy = tr("Choose at least one style");
    else if (quote.availableAfter < 0)
        quote.blockedBy = tr("You lack %n credit(s)", nullptr, int(-quote.availableAfter));
    return quote;
}

PhotoRow* SampleCreate::find(const PhotoId& id) {
    const auto found = std::find_if(overview_.photos.begin(), overview_.photos.end(),
                                    [&](const PhotoRow& row) { return row.id == id; });
    return found == overview_.photos.end() ? nullptr : &*found;
}

void SampleCreate::addFiles(const QStringList& paths) {
    std::vector<RejectedFile> refused;
    for (const QString& path : paths) {
        const QFileInfo file(path);
        if (QStringList{"jpg", "jpeg", "png", "webp", "heic"}.contains(file.suffix().toLower()))
            add(file.fileName(), PhotoState::Checking);
        else
            refused.push_back({file.fileName(), ErrorCode::UnsupportedMediaType});
    }
    Q_EMIT changed();
    if (!refused.empty()) Q_EMIT rejected(refused);
}

void SampleCreate::addImage(const QImage&) {
    add(tr("Pasted photo"), PhotoState::Checking);
    Q_EMIT changed();
}

void SampleCreate::removePhoto(const PhotoId& id) {
    std::erase_if(overview_.photos, [&](const PhotoRow& row) { return row.id == id; });
    Q_EMIT changed();
}

void SampleCreate::choosePhoto(const PhotoId& id, bool chosen) {
    if (PhotoRow* row = find(id)) row->chosen = chosen;
    Q_EMIT changed();
}

void SampleCreate::setState(const PhotoId& id, PhotoState state) {
    if (PhotoRow* row = find(id)) row->state = state;
    Q_EMIT changed();
}

void SampleCreate::pause(const PhotoId& id) {
    setState(id, PhotoState::Paused);
}
void SampleCreate::resume(const PhotoId& id) {
    setState(id, PhotoState::Uploading);
}
void SampleCreate::retry(const PhotoId& id) {
    setState(id, PhotoState::Waiting);
}

void SampleCreate::setPhotoUse(const std::optional<PhotoUse>& use) {
    photoUse_ = use;
    Q_EMIT changed();
}

void SampleCreate::setAvailable(qint64 credits) {
    overview_.available = credits;
    Q_EMIT changed();
}

void SampleCreate::generate(const Request& request, std::function<void(Result<void>)> done) {
    const Quote cost = quote(request);
    if (!cost.blockedBy.isEmpty()) return done(fail(ErrorCode::InsufficientCredits));
    requests.push_back(request);
    overview_.available -= cost.credits;
    done({});
    Q_EMIT changed();
}

} // namespace headroom::ui::gallery
