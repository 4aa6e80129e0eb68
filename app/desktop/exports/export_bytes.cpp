#include "app/desktop/exports/export_bytes.h"

#include <QPointer>

namespace headroom::desktop {

void ExportStop::wish(exports::StopWish wish) {
    const std::lock_guard lock(mutex_);
    flag_ = wish;
    changed_.notify_all();
}

/// The part that talks to the session, on its thread.
class ExportBytes::Desk : public QObject {
public:
    using Then = std::function<void(Result<std::string>)>;

    explicit Desk(client::TeamSession& session)
        : session_(&session) {}

    void bring(const exports::PlannedFile& file, Then then) {
        if (!session_) return then(fail(ErrorCode::Cancelled, "the team was closed"));
        const bool reachable = session_->view().status().link == client::Link::Online || !foundOffline_;
        if (reachable) return fetch(file, Again::Yes, std::move(then));
        session_->keptHeadshotBytes(file.sha256, this, [then = std::move(then)](Result<std::string> bytes) {
            if (bytes) return then(std::move(bytes));
            then(fail(ErrorCode::Offline, "not on this computer"));
        });
    }

private:
    enum class Again { Yes, No };

    void fetch(const exports::PlannedFile& file, Again again, Then then) {
        sync::HeadshotRow row;
        row.id = file.headshot;
        row.sha256 = file.sha256;
        session_->headshotBytes(row, this,
                                [this, file, again, then = std::move(then)](Result<std::string> bytes) {
                                    if (!bytes && bytes.error().code == ErrorCode::Offline)
                                        foundOffline_ = true;
                                    // Another process of ours may have written to the same partial download.
                                    if (!bytes && bytes.error().code == ErrorCode::ChecksumMismatch &&
                                        again == Again::Yes && session_)
                                        return fetch(file, Again::No, then);
                                    then(std::move(bytes));
                                });
    }

    QPointer<client::TeamSession> session_;
    bool foundOffline_ = false;
};

ExportBytes::ExportBytes(client::TeamSession& session, std::shared_ptr<ExportStop> stop)
    : stop_(std::move(stop))
    , desk_(new Desk(session))
    , postbox_(std::make_shared<client::Postbox>(desk_)) {}

ExportBytes::~ExportBytes() {
    desk_->deleteLater();
}

Result<std::string> ExportBytes::bytes(const exports::PlannedFile& file) {
    if (file.headshot == last_ && !lastBytes_.empty()) return lastBytes_;
    lastBytes_ = TRY(ask(file));
    last_ = file.headshot;
    return lastBytes_;
}

Result<std::string> ExportBytes::ask(const exports::PlannedFile& file) {
    auto answer = std::make_shared<Answer>();
    postbox_->deliver([desk = desk_, file, answer, stop = stop_] {
        desk->bring(file, [answer, stop](Result<std::string> bytes) {
            const std::lock_guard lock(stop->mutex_);
            answer->bytes = std::move(bytes);
            stop->changed_.notify_all();
        });
    });
    std::unique_lock lock(stop_->mutex_);
    stop_->changed_.wait(lock, [&] { return answer->bytes || stop_->flag_ != exports::StopWish::None; });
    if (answer->bytes) return std::move(*answer->bytes);
    return fail(ErrorCode::Cancelled, "stopped while waiting for bytes");
}

} // namespace headroom::desktop
