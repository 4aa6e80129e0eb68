#include "core/generators/render_child.h"

#include "core/generators/render_child_answer.h"
#include "core/storage/blob_streams.h"

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
    return answerOf<reply::Checked>(program_, CheckOrder{photo, folder},
                                    std::chrono::milliseconds(checkLifeMs));
}

namespace {

/// Whatever the worker process left there, it is read as a stranger's file: bounded, and through no link.
Result<std::string> readPreview(const std::filesystem::path& path) {
    storage::FileSource source = TRY(storage::FileSource::open(path));
    std::string bytes;
    std::vector<char> buffer(64 << 10);
    while (const std::size_t count = TRY(source.read(buffer.data(), buffer.size()))) {
        bytes.append(buffer.data(), count);
        if (bytes.size() > static_cast<std::size_t>(previewBytesMax))
            return fail(ErrorCode::GeneratorFailed, "size of a preview");
    }
    return bytes;
}

} // namespace

Result<std::string> ChildPreviewer::make(const std::filesystem::path& picture,
                                         const std::filesystem::path& folder, int edge) const {
    (void)TRY(answerOf<reply::Previewed>(program_, PreviewOrder{picture, folder, edge},
                                         std::chrono::milliseconds(previewLifeMs)));
    return readPreview(previewFile(folder));
}

} // namespace headroom::generators
