#include "app/desktop/adapters/dragged_files.h"

#include "core/exports/file_name.h"

#include <QDir>
#include <QFile>

namespace headroom::desktop {

namespace {

constexpr std::size_t nameBytesMax = 120;

QString endingFor(const std::string& mediaType) {
    if (mediaType == "image/png") return QStringLiteral(".png");
    if (mediaType == "image/webp") return QStringLiteral(".webp");
    return QStringLiteral(".jpg");
}

} // namespace

struct DraggedFiles::Batch {
    QStringList files;
    std::size_t open = 0;
    std::optional<Error> error;
    Reply reply;
};

void DraggedFiles::prepare(const std::vector<Wish>& wishes, Reply reply) {
    auto batch = std::make_shared<Batch>();
    batch->open = wishes.size();
    batch->reply = std::move(reply);
    if (wishes.empty()) return batch->reply(QStringList());
    for (const Wish& wish : wishes) {
        session_.headshotBytes(wish.row, this, [this, batch, wish](const Result<std::string>& bytes) {
            const Result<QString> file = bytes ? write(wish, *bytes) : Result<QString>(fail(bytes.error()));
            if (file)
                batch->files << *file;
            else if (!batch->error)
                batch->error = file.error();
            if (--batch->open > 0) return;
            batch->reply(batch->error ? Result<QStringList>(fail(*batch->error)) : batch->files);
        });
    }
}

/// Each in a folder of its own, so that two with the same name do not meet; the same one is written once.
Result<QString> DraggedFiles::write(const Wish& wish, const std::string& bytes) {
    if (!folder_) folder_ = std::make_unique<QTemporaryDir>();
    const QString folder = folder_->filePath(QString::fromStdString(wish.row.id.text()));
    if (!folder_->isValid() || !QDir().mkpath(folder))
        return fail(ErrorCode::FileAccess, folder_->errorString().toStdString());
    const std::string name = exports::safeComponent(wish.name.toStdString(), nameBytesMax, "Headshot");
    const QString path =
        folder + QLatin1Char('/') + QString::fromStdString(name) + endingFor(wish.row.mediaType);
    QFile file(path);
    if (file.exists() && file.size() == static_cast<qint64>(bytes.size())) return path;
    const auto size = static_cast<qint64>(bytes.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), size) != size || !file.flush()) {
        const std::string why = file.errorString().toStdString();
        file.remove();
        return fail(ErrorCode::FileAccess, why);
    }
    return path;
}

} // namespace headroom::desktop
