#pragma once

#include "core/client/store_thread.h"
#include "core/client/tus_upload.h"

#include <map>

namespace headroom::client {

/// Uploads a team's waiting photos, a few at a time, in the order in which they were added; goes on after
/// restarts and lost connections. Lives on the network's thread.
class UploadQueue : public QObject {
    Q_OBJECT

public:
    UploadQueue(TeamId team, ApiClient& api, StoreThread& store, SyncTiming timing,
                QObject* parent = nullptr);

    /// Looks for waiting ones: after a start, when one was added, online again, or signed in again.
    void pump();
    void pause(const PhotoId& photo);
    void resume(const PhotoId& photo);
    /// Drops it, here and at the endpoint.
    void drop(const PhotoId& photo);
    void stopAll();

Q_SIGNALS:
    void uploadEnded(const headroom::client::UploadRow& row);

private:
    void begin(const UploadRow& row);
    void ended(const UploadRow& row, std::optional<ErrorCode> code);
    void setState(const PhotoId& photo, UploadState state);

    TeamId team_;
    ApiClient& api_;
    StoreThread& store_;
    SyncTiming timing_;
    std::map<PhotoId, TusUpload*> running_;
    bool looking_ = false;
    bool lookAgain_ = false;
};

} // namespace headroom::client
