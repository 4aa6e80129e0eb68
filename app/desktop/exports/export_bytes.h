#pragma once

#include "core/client/team_session.h"
#include "core/exports/export_run.h"

#include <condition_variable>
#include <memory>
#include <mutex>

namespace headroom::desktop {

/// How a run is told to stop, also while it waits for bytes. Shared by the run's thread and the one that
/// started it.
class ExportStop {
public:
    void wish(exports::StopWish wish);
    const exports::StopFlag& flag() const { return flag_; }

private:
    friend class ExportBytes;
    std::mutex mutex_;
    std::condition_variable changed_;
    exports::StopFlag flag_{exports::StopWish::None};
};

/// Brings the run's thread the bytes of a team's headshots: from this computer or the endpoint. Once the
/// endpoint could not be reached, only what is here is looked at until the link is back, so that an export of
/// thousands does not wait for thousands of time-outs. Made on the session's thread, which must run its event
/// loop; bytes() is called on the run's thread; the session may end meanwhile.
class ExportBytes : public exports::ByteSource {
public:
    ExportBytes(client::TeamSession& session, std::shared_ptr<ExportStop> stop);
    ~ExportBytes() override;

    Result<std::string> bytes(const exports::PlannedFile& file) override;

private:
    class Desk;
    struct Answer {
        std::optional<Result<std::string>> bytes;
    };

    Result<std::string> ask(const exports::PlannedFile& file);

    std::shared_ptr<ExportStop> stop_;
    Desk* desk_; ///< lives on the session's thread
    std::shared_ptr<client::Postbox> postbox_;
    HeadshotId last_;
    std::string lastBytes_; ///< the next size of the same headshot needs them again
};

} // namespace headroom::desktop
