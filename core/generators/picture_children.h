#pragma once

#include "core/generators/picture_room.h"
#include "core/generators/render_child.h"

namespace headroom::generators {

/// Makes photos ready for hosted services in worker processes, a new one for each. Any thread.
class ChildPreparer final : public PhotoPreparer {
public:
    explicit ChildPreparer(RenderProgram program)
        : program_(std::move(program)) {}
    Result<PreparedPhoto> prepare(const std::filesystem::path& photo, const Preparation& wanted,
                                  const std::filesystem::path& folder) override;

private:
    RenderProgram program_;
};

/// Judges results of generators in worker processes, a new one for each. Any thread.
class ChildJudge final : public ResultJudge {
public:
    explicit ChildJudge(RenderProgram program)
        : program_(std::move(program)) {}
    Result<JudgedResult> judge(const RawResult& result, const std::filesystem::path& folder) override;

private:
    RenderProgram program_;
};

} // namespace headroom::generators
