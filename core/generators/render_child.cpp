#include "core/generators/render_child.h"

#include <algorithm>

namespace headroom::generators {

RenderChild::RenderChild(ChildProcess process, std::chrono::milliseconds silence,
                         std::chrono::milliseconds life)
    : process_(std::move(process))
    , silence_(silence)
    , lastHeard_(ChildProcess::Clock::now())
    , end_(lastHeard_ + life) {}

Result<RenderChild> RenderChild::start(const RenderProgram& program, const WorkerOrder& order,
                                       std::chrono::milliseconds life) {
    const std::string line = formatOrder(order);
    if (line.size() > requestLineMax) return fail(ErrorCode::LimitExceeded, "order for a worker process");
    ChildProcess process = TRY(ChildProcess::start(program.program, program.arguments));
    TRY(process.send(line, ChildProcess::Clock::now() + program.silence));
    return RenderChild(std::move(process), program.silence, life);
}

Result<std::optional<WorkerReply>> RenderChild::next(std::chrono::milliseconds wait) {
    const auto deadline = std::min(lastHeard_ + silence_, end_);
    auto line = process_.receive(std::min(ChildProcess::Clock::now() + wait, deadline));
    if (line && *line) {
        lastHeard_ = ChildProcess::Clock::now();
        auto reply = parseReply(**line);
        if (reply && lastHeard_ < end_) return std::optional(std::move(*reply));
        process_.kill();
        if (!reply) return fail(ErrorCode::GeneratorFailed, "a worker process talks nonsense");
        return fail(ErrorCode::Timeout, "a worker process took too long");
    }
    if (!line && line.error().code == ErrorCode::Timeout && ChildProcess::Clock::now() < deadline)
        return std::optional<WorkerReply>();
    process_.kill();
    if (!line && line.error().code == ErrorCode::Timeout)
        return fail(ErrorCode::Timeout, "a worker process took too long");
    return fail(ErrorCode::GeneratorFailed, "a worker process died");
}

Result<reply::Checked> ChildInspector::inspect(const std::filesystem::path& photo,
                                               const std::filesystem::path& folder) {
    RenderChild child =
        TRY(RenderChild::start(program_, CheckOrder{photo, folder}, std::chrono::milliseconds(checkLifeMs)));
    std::optional<reply::Checked> checked;
    while (true) {
        auto reply = TRY(child.next(program_.silence));
        if (!reply) continue;
        if (auto* found = std::get_if<reply::Checked>(&*reply)) checked = std::move(*found);
        if (const auto* failed = std::get_if<reply::Failed>(&*reply))
            return fail(failed->code, failed->detail);
        if (!std::holds_alternative<reply::Finished>(*reply)) continue;
        if (!checked) return fail(ErrorCode::GeneratorFailed, "a worker process gave no answer");
        return std::move(*checked);
    }
}

} // namespace headroom::generators
