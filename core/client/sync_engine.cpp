#include "core/client/sync_engine.h"

#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/client/client_limits.h"

#include <QUrlQuery>

namespace headroom::client {

namespace {

QString teamPath(const TeamId& team, const char* rest) {
    return "/api/teams/" + QString::fromStdString(team.text()) + rest;
}

QString encoded(const std::string& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(text)));
}

std::uint64_t chance() {
    return randomBelow(1'000'000);
}

/// What the feed's own steps need to know of a store that has taken a page.
struct Taken {
    std::string cursor;
    std::int64_t version = 0;
    std::string nextPage;
    bool more = false;
};

} // namespace

SyncEngine::SyncEngine(TeamId team, ApiClient& api, StoreThread& store, std::shared_ptr<const Clock> clock,
                       SyncTiming timing, QObject* parent)
    : QObject(parent)
    , team_(std::move(team))
    , api_(api)
    , store_(store)
    , clock_(std::move(clock))
    , timing_(timing)
    , feedTimer_(this)
    , pushTimer_(this)
    , pushSilence_(this)
    , outboxTimer_(this) {
    for (QTimer* timer : {&feedTimer_, &pushTimer_, &pushSilence_, &outboxTimer_})
        timer->setSingleShot(true);
    connect(&feedTimer_, &QTimer::timeout, this, &SyncEngine::catchUp);
    connect(&pushTimer_, &QTimer::timeout, this, &SyncEngine::openPush);
    connect(&pushSilence_, &QTimer::timeout, this, [this] {
        if (push_) push_->abort();
    });
    connect(&outboxTimer_, &QTimer::timeout, this, &SyncEngine::pump);
}

SyncEngine::~SyncEngine() {
    if (!push_) return;
    push_->disconnect(this);
    push_->abort();
    push_->deleteLater();
}

void SyncEngine::start() {
    feedBusy_ = true;
    store_.run(
        this, [](TeamStore& store) -> Result<cache_store::Position> { return store.position(); },
        [this](Result<cache_store::Position> position) {
            feedBusy_ = false;
            if (!position) return storeFailed(position.error());
            started_ = true;
            cursor_ = position->cursor;
            version_ = position->version;
            catchUp();
        });
}

void SyncEngine::wake() {
    if (status_.link == Link::NotMember) return;
    feedFailures_ = 0;
    catchUp();
}

void SyncEngine::catchUp() {
    if (feedBusy_) {
        feedAgain_ = true;
        return;
    }
    if (!started_) return start();
    if (status_.link == Link::NotMember || !api_.hasToken()) return;
    feedTimer_.stop();
    feedBusy_ = true;
    feedAgain_ = false;
    if (cursor_.empty())
        fetchSnapshot({});
    else
        fetchChanges();
}

void SyncEngine::fetchSnapshot(const QString& page) {
    SyncStatus status = status_;
    status.catchingUp = true;
    setStatus(status);
    QString path = teamPath(team_, "/snapshot");
    if (!page.isEmpty()) path += "?page=" + encoded(page.toStdString());
    api_.send({"GET", path, {}, {}}, this, [this, first = page.isEmpty()](ApiResult result) {
        if (result)
            tookSnapshotPage(result->body, first);
        else
            feedFailed(result.error());
    });
}

void SyncEngine::tookSnapshotPage(const QByteArray& body, bool first) {
    store_.run(
        this,
        [body, first](TeamStore& store) -> Result<Taken> {
            const auto page = TRY(wire::parseSnapshotPage(body));
            if (first) TRY(store.beginSnapshot());
            TRY(store.addToSnapshot(page.rows));
            if (!page.nextPage.empty()) return Taken{{}, page.version, page.nextPage, true};
            TRY(store.finishSnapshot(page.cursor, page.version));
            return Taken{page.cursor, page.version, {}, false};
        },
        [this](Result<Taken> taken) {
            if (!taken) return storeFailed(taken.error());
            if (!taken->nextPage.empty()) return fetchSnapshot(QString::fromStdString(taken->nextPage));
            cursor_ = taken->cursor;
            version_ = taken->version;
            fetchChanges(); // what happened while the pages came
        });
}

void SyncEngine::fetchChanges() {
    const QString path =
        teamPath(team_, "/changes?cursor=") + encoded(cursor_) + "&limit=" + QString::number(changesPageRows);
    api_.send({"GET", path, {}, {}}, this, [this](ApiResult result) {
        if (result)
            tookChanges(result->body);
        else
            feedFailed(result.error());
    });
}

void SyncEngine::tookChanges(const QByteArray& body) {
    store_.run(
        this,
        [body](TeamStore& store) -> Result<Taken> {
            const auto page = TRY(wire::parseChanges(body));
            if (page.rows.empty() && page.cursor == store.position().cursor)
                TRY(store.noteSynced());
            else
                TRY(store.applyChanges(page.rows, page.cursor,
                                       page.versionIsReached ? std::optional(page.version) : std::nullopt));
            return Taken{page.cursor, page.version, {}, page.more};
        },
        [this](Result<Taken> taken) {
            if (!taken) return storeFailed(taken.error());
            cursor_ = taken->cursor;
            if (taken->more) return fetchChanges();
            version_ = std::max(version_, taken->version);
            feedBusy_ = false;
            becameOnline();
        });
}

void SyncEngine::becameOnline() {
    feedFailures_ = 0;
    const bool wasOnline = status_.link == Link::Online;
    setStatus({Link::Online, std::nullopt, false, std::nullopt});
    if (!wasOnline) {
        store_.run(
            this,
            [](TeamStore& store) -> Result<void> {
                store.retryNow();
                return {};
            },
            [this](Result<void>) { pump(); });
        Q_EMIT cameOnline();
    } else {
        pump(); // a photo may have become usable
    }
    if (!push_ && !pushTimer_.isActive()) openPush();
    if (feedAgain_) return catchUp();
    feedTimer_.start(push_ && pushFailures_ == 0 ? timing_.pollWithPushMs : timing_.pollMs);
}

void SyncEngine::becameOffline() {
    if (status_.link == Link::Offline) return;
    setStatus({Link::Offline, clock_->now(), false, std::nullopt});
}

void SyncEngine::feedFailed(const ApiError& error) {
    feedBusy_ = false;
    const ErrorCode code = error.coded || error.status == 0 ? error.error.code : ErrorCode::Unavailable;
    switch (code) {
    case ErrorCode::Unauthenticated:
        setStatus({Link::SignedOut, std::nullopt, false, std::nullopt});
        return;
    case ErrorCode::Forbidden:
    case ErrorCode::NotFound:
    case ErrorCode::MemberSuspended:
        log::info("client.sync", "no longer a member", {{"team_id", team_.text()}});
        setStatus({Link::NotMember, std::nullopt, false, std::nullopt});
        Q_EMIT membershipEnded();
        return;
    case ErrorCode::ResyncRequired:
        log::info("client.sync", "the feed asks for a new snapshot", {{"team_id", team_.text()}});
        cursor_.clear();
        if (++feedFailures_ == 1) return catchUp();
        break;
    default: // everything else passes, or does not; asking again is all that can be done
        if (error.status == 0)
            becameOffline();
        else
            log::warning(
                "client.sync", "the feed failed",
                {{"team_id", team_.text()}, {"code", name(error.error.code)}, {"status", error.status}});
        ++feedFailures_;
        if (error.status >= 500 || !error.coded) becameOffline();
        break;
    }
    retryLater();
}

void SyncEngine::storeFailed(const Error& error) {
    feedBusy_ = false;
    log::error("client.store", "the cache failed", {{"team_id", team_.text()}, {"error", describe(error)}});
    SyncStatus status = status_;
    status.trouble = error.code;
    status.catchingUp = false;
    setStatus(status);
    ++feedFailures_;
    retryLater();
}

void SyncEngine::retryLater() {
    feedTimer_.start(timing_.retryMs(std::max(1, feedFailures_), chance()));
}

void SyncEngine::setStatus(const SyncStatus& status) {
    if (status == status_) return;
    status_ = status;
    Q_EMIT statusChanged(status_);
}

} // namespace headroom::client
