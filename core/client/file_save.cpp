#include "core/client/file_save.h"

#include "core/client/file_download.h"

#include <atomic>

namespace headroom::client {

namespace {

/// How far it is, for a GUI that looks when it comes round to it, however fast the network is.
struct Progress {
    std::atomic<qint64> received = 0;
    std::atomic<qint64> total = -1;
    std::atomic<bool> waits = false; ///< on its way to the GUI
};

} // namespace

FileSave::FileSave(Client& client, const QString& path, const QString& file, QObject* parent)
    : QObject(parent)
    , client_(client)
    , download_(std::make_shared<QPointer<FileDownload>>()) {
    auto postbox = std::make_shared<Postbox>(this);
    auto progress = std::make_shared<Progress>();
    client_.network_.post([this, postbox, progress, download = download_, api = client_.api_,
                           wish = FileWish{path, file}, timing = client_.options_.timing] {
        auto* made = new FileDownload(*api, wish, timing);
        *download = made;
        const auto tell = [this, postbox, progress](qint64 received, qint64 total) {
            progress->received = received;
            progress->total = total;
            if (progress->waits.exchange(true)) return;
            postbox->deliver([this, progress] {
                progress->waits = false;
                Q_EMIT progressed(progress->received, progress->total);
            });
        };
        QObject::connect(made, &FileDownload::progressed, made, tell);
        QObject::connect(made, &FileDownload::ended, made, [this, postbox](const Result<void>& result) {
            postbox->deliver([this, result] { Q_EMIT ended(result); });
        });
        made->start();
    });
}

FileSave::~FileSave() {
    client_.network_.post([download = download_] {
        if (*download) (*download)->cancel();
    });
}

} // namespace headroom::client
