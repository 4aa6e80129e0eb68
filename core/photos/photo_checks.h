#pragma once

#include "core/base/result.h"
#include "core/faces/face_measures.h"
#include "core/faces/face_models.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::photos {

/// Reasons to suggest a better photo, without refusing this one.
enum class PhotoWarning { FewPixels, SlightlyBlurred, Dim, Bright };

std::string_view name(PhotoWarning warning); ///< "few_pixels", for the API.

/// What a photo is worth, before anybody spends a credit on it.
struct PhotoReport {
    int width = 0; ///< Of the file, upright.
    int height = 0;
    std::optional<ErrorCode> refusal; ///< One of the Photo... codes; nothing: usable.
    std::vector<PhotoWarning> warnings;
    /// In pixels of the file. Empty when no face was found.
    faces::Box face;
    faces::Point rightEye; ///< The person's own right.
    faces::Point leftEye;
    /// 0..1, for choosing among several photos of one person. 0 when refused.
    float quality = 0;

    bool usable() const { return !refusal.has_value(); }
};

/// Looks at photos. The desktop asks it before an upload, the endpoint's worker again after it. No state
/// between photos; any thread. About 0.3 s for a 12-megapixel JPEG.
class PhotoChecker {
public:
    explicit PhotoChecker(std::shared_ptr<const faces::FaceModels> models)
        : models_(std::move(models)) {}

    /// A photo that is no good is an answer, not an error: also one that is no image at all.
    /// Errors: Internal only.
    Result<PhotoReport> check(std::string_view bytes) const;

    /// Errors: NotFound, FileAccess, and Internal.
    Result<PhotoReport> checkFile(const std::string& path) const;

private:
    std::shared_ptr<const faces::FaceModels> models_;
};

/// The judgement alone. `measures` are of a picture whose pixels are `scale` pixels of the file.
std::optional<ErrorCode> refusalFor(const faces::FaceMeasures& measures, float scale);

} // namespace headroom::photos
