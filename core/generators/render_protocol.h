#pragma once

#include "core/generators/generator.h"

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

using WorkerOrder = std::variant<RenderOrder, CheckOrder, PreviewOrder>;

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
/// The last line of an orderly end.
struct Finished {};
/// The order as a whole failed.
struct Failed {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;
};

} // namespace reply

using WorkerReply = std::variant<reply::Looking, reply::Progress, reply::Made, reply::Unmade, reply::Checked,
                                 reply::Previewed, reply::Finished, reply::Failed>;

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

} // namespace headroom::generators
