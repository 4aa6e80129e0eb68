#include "core/generators/picture_children.h"

#include "core/generators/render_child_answer.h"
#include "core/storage/posix_files.h"

namespace headroom::generators {

namespace {

/// The process may be under a stranger's control: its file is looked at, through no link, before it is used.
Result<void> checkFile(const std::filesystem::path& file, std::int64_t bytesMax) {
    const auto opened = storage::openToRead(file);
    if (!opened) return fail(ErrorCode::GeneratorFailed, "a worker process left no picture");
    const std::int64_t size = TRY(storage::fileSize(*opened));
    if (size <= 0 || size > bytesMax) return fail(ErrorCode::GeneratorFailed, "size of a picture");
    return {};
}

} // namespace

Result<PreparedPhoto> ChildPreparer::prepare(const std::filesystem::path& photo, const Preparation& wanted,
                                             const std::filesystem::path& folder) {
    const auto answer = TRY(answerOf<reply::Prepared>(program_, PrepareOrder{photo, folder, wanted},
                                                      std::chrono::milliseconds(prepareLifeMs)));
    const auto file = preparedFile(folder);
    TRY(checkFile(file, wanted.bytesMax));
    return PreparedPhoto{file, answer.width, answer.height};
}

Result<JudgedResult> ChildJudge::judge(const RawResult& result, const std::filesystem::path& folder) {
    const auto answer = TRY(answerOf<reply::Judged>(program_, JudgeOrder{result, folder},
                                                    std::chrono::milliseconds(judgeLifeMs)));
    const auto file = judgedFile(folder);
    TRY(checkFile(file, headshotBytesMax));
    return JudgedResult{
        .file = file, .width = answer.width, .height = answer.height, .likeness = answer.likeness};
}

} // namespace headroom::generators
