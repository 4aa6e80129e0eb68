#pragma once

#include "core/generators/generator.h"
#include "core/generators/picture_room.h"

#include <string>
#include <string_view>
#include <variant>

// One JSON object a line between us and the worker process that decodes pictures from outside
// (`headroom-endpoint render`): one order on its standard input, replies on its standard output. What comes
// back is checked as if a stranger had written it.
namespace headroom::generators {

/// Make these. Results are written as `<folder>/<headshot id>.jpg`.
struct RenderOrder {
    GenerationRequest request;
};

/// Look at this photo.
struct CheckOrder {
    std::filesystem::path file;
    std::filesystem::path folder; ///< an empty one, for whatever the decoder must put aside
};

/// Make a small picture of this one, written as previewFile(folder).
struct PreviewOrder {
    std::filesystem::path file;
    std::filesystem::path folder;
    int edge = 0; ///< pixels that no side exceeds, at most previewEdgeMax
};

/// Make this photo ready for a hosted service, written as preparedFile(folder).
struct PrepareOrder {
    std::filesystem::path file;
    std::filesystem::path folder;
    Preparation wanted;
};

/// Look at what a generator made, and write it as a headshot, as judgedFile(folder). The folder is the
/// order's; RawResult says the rest.
struct JudgeOrder {
    RawResult result;
    std::filesystem::path folder;
};

using WorkerOrder = std::variant<RenderOrder, CheckOrder, PreviewOrder, PrepareOrder, JudgeOrder>;

namespace reply {

/// Sent before a photo is decoded: if the process dies now, that photo is suspect.
struct Looking {
    PhotoId photo;
};
struct Progress {
    double done = 0;
};
struct Made {
    HeadshotId headshot;
    PhotoId photo;
    int width = 0;
    int height = 0;
    std::string mediaType;
    std::string variantJson = "{}";
};
struct Unmade {
    HeadshotId headshot;
    ErrorCode code = ErrorCode::GeneratorFailed;
    Verdict verdict = Verdict::TryAgain;
    std::string detail;
};
struct Checked {
    std::optional<ErrorCode> refusal;
    int width = 0;
    int height = 0;
    std::string mediaType;
    std::string reportJson = "{}";
};
struct Previewed {
    int width = 0;
    int height = 0;
};
struct Prepared {
    int width = 0;
    int height = 0;
};
struct Judged {
    int width = 0;
    int height = 0;
    Likeness likeness = Likeness::NotChecked;
};
/// The last line of an orderly end.
struct Finished {};
/// The order as a whole failed.
struct Failed {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;
};

} // namespace reply

using WorkerReply =
    std::variant<reply::Looking, reply::Progress, reply::Made, reply::Unmade, reply::Checked,
                 reply::Previewed, reply::Prepared, reply::Judged, reply::Finished, reply::Failed>;

/// Without the line's end.
std::string formatOrder(const WorkerOrder& order);
std::string formatReply(const WorkerReply& reply);
/// InvalidInput for anything malformed, and for numbers and sizes beyond generators_limits.h.
Result<WorkerOrder> parseOrder(std::string_view line);
Result<WorkerReply> parseReply(std::string_view line);

/// The file in which a finished headshot is left.
std::filesystem::path resultFile(const std::filesystem::path& folder, const HeadshotId& headshot);
/// The file in which a preview, a JPEG, is left.
std::filesystem::path previewFile(const std::filesystem::path& folder);
/// The files in which a prepared photo and a judged result, JPEGs, are left.
std::filesystem::path preparedFile(const std::filesystem::path& folder);
std::filesystem::path judgedFile(const std::filesystem::path& folder);

/// "same" or "not_checked", as it stands in a headshot's variant.
std::string_view name(Likeness likeness);

} // namespace headroom::generators
