#pragma once

#include "core/client/api_client.h"
#include "core/client/event_stream_reader.h"
#include "core/client/store_thread.h"
#include "core/client/sync_timing.h"
#include "core/client/wire.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace headroom::client {

/// Keeps one team's store and the endpoint in step: first a snapshot, then the change feed, woken by pushes
/// and by a clock; and sends what the outbox holds. Lives on the network's thread; all slots are to be called
/// there.
///
/// Steps: start -> fetchSnapshot... or catchUp -> online (push open, outbox sent) -> catchUp again and again.
/// A failed step leads to offline() and is repeated after a while.
class SyncEngine : public QObject {
    Q_OBJECT

public:
    SyncEngine(TeamId team, ApiClient& api, StoreThread& store, std::shared_ptr<const Clock> clock,
               SyncTiming timing, QObject* parent = nullptr);
    ~SyncEngine() override;

    void start();
    /// The outbox has something new, or a photo has arrived.
    void pump();
    /// Look now: the window was activated, the network came back, a new token is there.
    void wake();
    const SyncStatus& status() const { return status_; }

Q_SIGNALS:
    void statusChanged(const headroom::client::SyncStatus& status);
    /// A command has reached its end, for a message to the user. `answer` is JSON.
    void commandEnded(const headroom::client::OutboxRow& row);
    /// The endpoint says that this user has no business here any more: the cache must go.
    void membershipEnded();
    void cameOnline();

private:
    // sync_engine.cpp: the feed
    void fetchSnapshot(const QString& page);
    void tookSnapshotPage(const QByteArray& body, bool first);
    void catchUp();
    void fetchChanges();
    void tookChanges(const QByteArray& body);
    void feedFailed(const ApiError& error);
    void storeFailed(const Error& error);
    void becameOnline();
    void becameOffline();
    void retryLater();
    void setStatus(const SyncStatus& status);

    // sync_engine_push.cpp
    void openPush();
    void readPush();
    void pushEnded();

    // sync_engine_outbox.cpp
    void sendCommand(const OutboxRow& row);
    void commandAnswered(const OutboxRow& row, const ApiResult& result);
    void commandFailed(const OutboxRow& row, const ApiError& error);
    bool maySend() const { return status_.link == Link::Online; }

    TeamId team_;
    ApiClient& api_;
    StoreThread& store_;
    std::shared_ptr<const Clock> clock_;
    SyncTiming timing_;
    SyncStatus status_;

    bool started_ = false;   ///< the store has told where it stands
    bool feedBusy_ = false;  ///< one feed request at a time
    bool feedAgain_ = false; ///< something happened meanwhile
    int feedFailures_ = 0;
    std::string cursor_;
    std::int64_t version_ = 0;
    QTimer feedTimer_;

    QNetworkReply* push_ = nullptr;
    EventStreamReader pushReader_;
    int pushFailures_ = 0;
    QTimer pushTimer_;
    QTimer pushSilence_;

    bool pumping_ = false;
    bool pumpAgain_ = false;
    QTimer outboxTimer_;
};

} // namespace headroom::client

Q_DECLARE_METATYPE(headroom::client::SyncStatus)
Q_DECLARE_METATYPE(headroom::client::OutboxRow)
