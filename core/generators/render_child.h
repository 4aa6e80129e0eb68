#pragma once

#include "core/generators/child_process.h"
#include "core/generators/generators_limits.h"
#include "core/generators/photo_inspector.h"
#include "core/generators/render_protocol.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headroom::generators {

/// How the worker process is started, and how long it may take. The endpoint starts itself with `render`.
struct RenderProgram {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::chrono::milliseconds silence{workerSilenceMs};
    std::chrono::milliseconds life{workerLifeMs};
    std::chrono::milliseconds lifePerHeadshot{workerLifePerHeadshotMs};
};

/// One worker process at one order. One thread.
class RenderChild {
public:
    /// Errors: those of ChildProcess::start() and send().
    static Result<RenderChild> start(const RenderProgram& program, const WorkerOrder& order,
                                     std::chrono::milliseconds life);

    /// The next reply, at most `wait` from now; nothing when there was none yet. Errors end it, and kill the
    /// process: GeneratorFailed (it died or talks nonsense), Timeout (silent for too long, or alive for too
    /// long).
    Result<std::optional<WorkerReply>> next(std::chrono::milliseconds wait);

    pid_t processId() const { return process_.id(); }

private:
    RenderChild(ChildProcess process, std::chrono::milliseconds silence, std::chrono::milliseconds life);

    ChildProcess process_;
    std::chrono::milliseconds silence_;
    ChildProcess::Clock::time_point lastHeard_;
    ChildProcess::Clock::time_point end_;
};

/// Looks at photos in worker processes, a new one for each. Any thread.
class ChildInspector final : public PhotoInspector {
public:
    explicit ChildInspector(RenderProgram program)
        : program_(std::move(program)) {}
    Result<reply::Checked> inspect(const std::filesystem::path& photo,
                                   const std::filesystem::path& folder) override;

private:
    RenderProgram program_;
};

/// Makes small pictures in worker processes, a new one for each. Any thread.
class ChildPreviewer {
public:
    explicit ChildPreviewer(RenderProgram program)
        : program_(std::move(program)) {}
    /// A JPEG of `picture` of which no side is longer than `edge` (1 to previewEdgeMax), upright, with the
    /// mark of where the picture comes from. `folder` is an empty one of the caller's. Blocks for a tenth of
    /// a second, more for large photos. Errors: those of images::decodeImage() (the picture's fault),
    /// GeneratorFailed, Timeout (perhaps its fault), FileAccess, Unavailable (not its fault).
    Result<std::string> make(const std::filesystem::path& picture, const std::filesystem::path& folder,
                             int edge) const;

private:
    RenderProgram program_;
};

} // namespace headroom::generators
