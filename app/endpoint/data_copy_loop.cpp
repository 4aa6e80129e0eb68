#include "app/endpoint/data_copy_loop.h"

#include "app/endpoint/endpoint_limits.h"
#include "core/base/log.h"
#include "core/data_copy/data_copy_mail.h"

#include <chrono>

namespace headroom::endpoint {

using std::chrono::milliseconds;

DataCopyLoop::DataCopyLoop(const Parts& parts)
    : copies_(parts.database, parts.blobs, parts.clock)
    , queue_(parts.database, parts.clock, data_copy::tellReady) {}

Result<std::unique_ptr<DataCopyLoop>> DataCopyLoop::start(const Parts& parts) {
    std::unique_ptr<DataCopyLoop> loop(new DataCopyLoop(parts));
    loop->maker_ = std::make_unique<data_copy::DataCopyMaker>(
        TRY(data_copy::DataCopyMaker::create({.database = parts.database,
                                              .blobs = parts.blobs,
                                              .clock = parts.clock,
                                              .queue = loop->queue_,
                                              .scratch = parts.scratch})));
    // A SQLite file is one process's: what a killed endpoint had under way is taken up at once.
    if (parts.database.dialect().engine == database::Engine::Sqlite) TRY(loop->queue_.endAllLeases());
    loop->thread_ = std::thread([self = loop.get()] { self->loop(); });
    return loop;
}

DataCopyLoop::~DataCopyLoop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void DataCopyLoop::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void DataCopyLoop::loop() {
    while (!stopping_) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, milliseconds(dataCopyPollMs), [&] { return stopping_ || woken_; });
            if (stopping_) return;
            woken_ = false;
        }
        runOnce();
    }
}

void DataCopyLoop::runOnce() {
    if (const auto swept = copies_.sweep(); !swept)
        log::warning("endpoint.data_copies", "copies whose time is over stay for now",
                     {{"error", describe(swept.error())}});
    while (!stopping_) {
        const auto did = maker_->runOnce(stopping_);
        if (!did)
            log::warning("endpoint.data_copies", "copies of data wait", {{"error", describe(did.error())}});
        if (!did || *did == data_copy::DataCopyMaker::Did::Nothing) return;
    }
}

} // namespace headroom::endpoint
