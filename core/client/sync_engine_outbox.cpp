#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/client/sync_engine.h"

// Sending what the outbox holds: each lane one command at a time, in order, each under the id that it was
// stored with.
namespace headroom::client {

void SyncEngine::pump() {
    if (!maySend()) return;
    if (pumping_) {
        pumpAgain_ = true;
        return;
    }
    pumping_ = true;
    pumpAgain_ = false;
    outboxTimer_.stop();
    store_.run(
        this,
        [](TeamStore& store) -> Result<Sendable> {
            Sendable sendable = store.sendable();
            for (const OutboxRow& row : sendable.rows)
                TRY(store.markSending(row.id));
            return sendable;
        },
        [this](Result<Sendable> sendable) {
            pumping_ = false;
            if (!sendable) return storeFailed(sendable.error());
            for (const OutboxRow& row : sendable->rows)
                sendCommand(row);
            if (sendable->nextAt) {
                const std::int64_t wait = sendable->nextAt->ms - clock_->now().ms;
                outboxTimer_.start(static_cast<int>(std::clamp<std::int64_t>(wait, 10, timing_.lastRetryMs)));
            }
            if (pumpAgain_) pump();
        });
}

void SyncEngine::sendCommand(const OutboxRow& row) {
    auto request = wire::commandRequest(team_, row);
    if (!request) return commandFailed(row, {request.error(), 400, {}, std::nullopt, true});
    api_.send(*request, this, [this, row](ApiResult result) { commandAnswered(row, result); });
}

void SyncEngine::commandAnswered(const OutboxRow& row, const ApiResult& result) {
    if (!result) return commandFailed(row, result.error());
    const std::int64_t version = wire::answeredVersion(result->body);
    OutboxRow ended = row;
    ended.state = OutboxState::Accepted;
    ended.version = version;
    ended.answer = result->body.toStdString();
    store_.run(
        this,
        [id = row.id, version, answer = ended.answer](TeamStore& store) {
            return store.markAccepted(id, version, answer);
        },
        [this, ended](Result<void> stored) {
            // Not stored: after a restart it is sent again and gets the stored answer, so nothing is lost.
            if (!stored) storeFailed(stored.error());
            Q_EMIT commandEnded(ended);
            if (ended.version > version_) catchUp();
            pump();
        });
}

void SyncEngine::commandFailed(const OutboxRow& row, const ApiError& error) {
    const bool answered = error.status != 0;
    const bool refused = error.coded && error.status < 500 && error.status != 401 && error.status != 429 &&
                         retry(error.error.code) == Retry::Never;
    if (refused) {
        OutboxRow ended = row;
        ended.state = OutboxState::Refused;
        ended.code = error.error.code;
        ended.answer = error.body.toStdString();
        log::info(
            "client.outbox", "a command was refused",
            {{"command_id", row.id.text()}, {"kind", name(row.kind)}, {"code", name(error.error.code)}});
        store_.run(
            this,
            [id = row.id, code = error.error.code, answer = ended.answer](TeamStore& store) {
                return store.markRefused(id, code, answer);
            },
            [this, ended](Result<void> stored) {
                if (!stored) storeFailed(stored.error());
                Q_EMIT commandEnded(ended);
                pump();
            });
        return;
    }
    // Nothing happened, or nobody knows: the same id again, later.
    const int wait = timing_.retryMs(row.attempts + 1, randomBelow(1'000'000));
    const Timestamp nextAt = clock_->now().plusMs(error.retryAfterMs.value_or(wait));
    store_.run(
        this,
        [id = row.id, nextAt](TeamStore& store) -> Result<void> {
            store.markPostponed(id, nextAt);
            return {};
        },
        [this](Result<void>) { pump(); });
    if (error.error.code == ErrorCode::Unauthenticated) {
        setStatus({Link::SignedOut, std::nullopt, false, std::nullopt});
    } else if (!answered && status_.link == Link::Online) {
        becameOffline();
        ++feedFailures_;
        if (!feedBusy_) retryLater();
    }
}

} // namespace headroom::client
