#pragma once

#include "core/generators/generator.h"
#include "core/generators/render_child.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace headroom::generators {

/// The built-in studio, rendering in a worker process for each submit(). Its work dies with this process, so
/// there is never anything to find or to take up again.
class StudioGenerator final : public Generator {
public:
    StudioGenerator(RenderProgram program, std::function<bool(std::string_view)> knowsStyle);
    ~StudioGenerator() override;

    std::string_view name() const override { return "studio"; }
    Traits traits() const override;
    bool knowsStyle(std::string_view style) const override { return knowsStyle_(style); }

    /// The thread that calls this must live until the work is finished: the kernel ends the worker process
    /// with it.
    Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) override;
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override;
    Result<void> resume(const GenerationRequest& request, std::string_view handle) override;
    Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds wait) override;
    Result<double> progress(std::string_view handle) override;
    void cancel(std::string_view handle) override;

    /// The worker process behind a handle; for tests that kill it.
    std::optional<pid_t> processOf(std::string_view handle) const;

private:
    class Run;
    std::shared_ptr<Run> find(std::string_view handle) const;

    RenderProgram program_;
    std::function<bool(std::string_view)> knowsStyle_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Run>, std::less<>> runs_;
};

} // namespace headroom::generators
