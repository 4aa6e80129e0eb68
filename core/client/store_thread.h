#pragma once

#include "core/client/team_store.h"
#include "core/client/worker.h"

#include <functional>

namespace headroom::client {

/// Whether what was done shall be shown at once, or with what follows it.
enum class Publish { Now, Later };

/// The thread that owns a TeamStore: opens it, runs what is asked of it, and hands out a new picture of the
/// team when work has changed something. Several pieces of work that wait together make one picture.
class StoreThread {
public:
    /// Called on the store's thread.
    using OnShown = std::function<void(std::shared_ptr<const ShownTeam>, Part changed)>;

    StoreThread(TeamStoreOptions options, OnShown onShown)
        : options_(std::move(options))
        , onShown_(std::move(onShown))
        , worker_("headroom-store") {
        worker_.post([this] {
            if (opened()) publishSoon();
        });
    }
    ~StoreThread() {
        worker_.post([this] {
            closed_ = true;
            store_.reset();
        });
    }

    /// `work` is called as `Result<T> work(TeamStore&)` there, `then` with its result on `asker`'s thread.
    template <class Work, class Then>
    void run(QObject* asker, Work work, Then then, Publish publish = Publish::Now) {
        using Answer = std::invoke_result_t<Work&, TeamStore&>;
        worker_.ask(
            asker,
            [this, work = std::move(work), publish]() mutable -> Answer {
                if (const auto open = opened(); !open) return fail(open.error());
                Answer answer = work(*store_);
                if (publish == Publish::Now) publishSoon();
                return answer;
            },
            std::move(then));
    }

    /// Other slow work that must not disturb the network's thread, such as reading a file.
    Worker& worker() { return worker_; }

private:
    /// Tried again each time: another process may have had the file, or the disk was full.
    Result<void> opened() {
        if (store_) return {};
        if (closed_) return fail(ErrorCode::Cancelled, "the store is closed");
        store_ = TRY(TeamStore::open(options_));
        return {};
    }

    void publishSoon() {
        if (std::exchange(publishing_, true)) return;
        worker_.post([this] {
            publishing_ = false;
            if (!store_) return;
            Part changed = Part::None;
            auto shown = store_->shown(changed);
            if (changed != Part::None) onShown_(std::move(shown), changed);
        });
    }

    TeamStoreOptions options_;
    OnShown onShown_;
    std::unique_ptr<TeamStore> store_;
    bool closed_ = false;
    bool publishing_ = false;
    Worker worker_; // last: it ends before what it uses
};

} // namespace headroom::client
