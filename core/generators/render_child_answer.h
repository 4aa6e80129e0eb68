#pragma once

#include "core/generators/render_child.h"

// Between the files that start worker processes only.
namespace headroom::generators {

/// Starts a worker process at an order that has one answer, and waits for it and for an orderly end. Errors:
/// those of RenderChild; GeneratorFailed (no answer); what the process itself says.
template <class Answer>
Result<Answer> answerOf(const RenderProgram& program, const WorkerOrder& order,
                        std::chrono::milliseconds life) {
    RenderChild child = TRY(RenderChild::start(program, order, life));
    std::optional<Answer> answer;
    while (true) {
        auto reply = TRY(child.next(program.silence));
        if (!reply) continue;
        if (auto* found = std::get_if<Answer>(&*reply)) answer = std::move(*found);
        if (const auto* failed = std::get_if<reply::Failed>(&*reply))
            return fail(failed->code, failed->detail);
        if (!std::holds_alternative<reply::Finished>(*reply)) continue;
        if (!answer) return fail(ErrorCode::GeneratorFailed, "a worker process gave no answer");
        return std::move(*answer);
    }
}

} // namespace headroom::generators
