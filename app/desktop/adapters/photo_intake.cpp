#include "app/desktop/adapters/photo_intake.h"

#include "core/client/worker.h"
#include "core/images/image_probe.h"
#include "core/photos/uploads_limits.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageWriter>
#include <QSaveFile>
#include <QThreadPool>

namespace headroom::desktop {

namespace {

constexpr qint64 sniffedBytes = 64; // the longest of our formats' marks ends before

Result<std::string> mediaTypeOf(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) return fail(ErrorCode::NotFound);
    if (!info.isFile()) return fail(ErrorCode::UnsupportedMediaType, "not a file");
    if (info.size() > photos::uploadBytesMax) return fail(ErrorCode::TooLarge);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return fail(ErrorCode::FileAccess);
    const QByteArray head = file.read(sniffedBytes);
    const auto format = images::sniffFormat({head.constData(), static_cast<std::size_t>(head.size())});
    if (!format) return fail(ErrorCode::UnsupportedMediaType);
    return std::string(images::mediaType(*format));
}

Intake inspect(const QStringList& paths) {
    Intake intake;
    for (const QString& path : paths) {
        const bool tooMany = static_cast<qsizetype>(intake.accepted.size()) >= filesPerDropMax;
        const auto type = tooMany ? Result<std::string>(fail(ErrorCode::LimitExceeded)) : mediaTypeOf(path);
        if (type)
            intake.accepted.push_back({QFileInfo(path).absoluteFilePath(), *type});
        else
            intake.rejected.push_back({QFileInfo(path).fileName(), type.error().code});
    }
    return intake;
}

Result<QString> write(const QImage& image, const QString& folder) {
    if (!QDir().mkpath(folder)) return fail(ErrorCode::FileAccess, "the folder cannot be made");
    const QString path =
        QDir(folder).filePath(QStringLiteral("%1.png").arg(QString::fromStdString(newUuid())));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return fail(ErrorCode::FileAccess);
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner); // a face is nobody else's business
    QImageWriter writer(&file, "png");
    if (!writer.write(image) || !file.commit()) return fail(ErrorCode::DiskFull);
    return path;
}

} // namespace

void inspectFiles(const QStringList& paths, QObject* context, std::function<void(Intake)> then) {
    auto postbox = std::make_shared<client::Postbox>(context);
    QThreadPool::globalInstance()->start([paths, postbox, then = std::move(then)] {
        postbox->deliver([then, intake = inspect(paths)] { then(intake); });
    });
}

void keepPasted(const QImage& image, const std::filesystem::path& folder, QObject* context,
                std::function<void(Result<QString>)> then) {
    auto postbox = std::make_shared<client::Postbox>(context);
    const QString path = QString::fromStdString(folder.string());
    QThreadPool::globalInstance()->start([image, path, postbox, then = std::move(then)] {
        postbox->deliver([then, written = write(image, path)] { then(written); });
    });
}

void removePastedExcept(const std::filesystem::path& folder, const QStringList& needed) {
    const QDir dir(QString::fromStdString(folder.string()));
    // Listed now, so that what is pasted meanwhile is not touched.
    QStringList spare;
    for (const QFileInfo& file : dir.entryInfoList({QStringLiteral("*.png")}, QDir::Files))
        if (!needed.contains(file.absoluteFilePath())) spare << file.absoluteFilePath();
    QThreadPool::globalInstance()->start([spare] {
        for (const QString& path : spare)
            QFile::remove(path); // one that stays is tried again at the next start
    });
}

} // namespace headroom::desktop
