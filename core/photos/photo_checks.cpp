#include "core/photos/photo_checks.h"

#include "core/faces/face_detector.h"
#include "core/images/image_decode.h"
#include "core/photos/photo_limits.h"

#include <algorithm>
#include <cmath>

namespace headroom::photos {

namespace {

/// 0 at `from`, 1 at `to`, straight between.
float ramp(float value, float from, float to) {
    return std::clamp((value - from) / (to - from), 0.f, 1.f);
}

std::vector<PhotoWarning> warningsFor(const faces::FaceMeasures& m, float scale) {
    std::vector<PhotoWarning> warnings;
    if (m.eyeDistance * scale < comfortableEyeDistance) warnings.push_back(PhotoWarning::FewPixels);
    if (m.sharpness < comfortableSharpness) warnings.push_back(PhotoWarning::SlightlyBlurred);
    if (m.brightestLuma < comfortableBrightestLuma) warnings.push_back(PhotoWarning::Dim);
    if (m.burntShare > comfortableBurntShare) warnings.push_back(PhotoWarning::Bright);
    return warnings;
}

/// Each factor is how far a photo is from where it would be refused; a good headshot needs all of them.
float qualityOf(const faces::FaceMeasures& m, float scale) {
    const float size = ramp(m.eyeDistance * scale, minEyeDistance, 2 * comfortableEyeDistance);
    const float sharp = ramp(m.sharpness, minSharpness, 2 * comfortableSharpness);
    const float lit = ramp(m.brightestLuma, minBrightestLuma, 150) * ramp(-m.burntShare, -maxBurntShare, 0);
    const float frontal = 1 - ramp(std::abs(m.yawDegrees), 5, maxYaw);
    const float level = 1 - ramp(std::abs(m.rollDegrees), 5, maxRoll);
    const float open = ramp(m.eyeOpening, minEyeOpening - 0.02f, 0.26f);
    constexpr float floor = 0.15f; // one weakness must not hide all other differences
    float product = 1;
    for (const float factor : {size, sharp, lit, frontal, level, open})
        product *= floor + (1 - floor) * factor;
    return std::pow(product, 1 / 6.f);
}

bool isVerdictOnPhoto(ErrorCode code) {
    return code == ErrorCode::PhotoNotAnImage || code == ErrorCode::PhotoTooManyPixels ||
           code == ErrorCode::TooLarge || code == ErrorCode::Corrupt;
}

Result<PhotoReport> refused(PhotoReport report, ErrorCode code) {
    report.refusal = code;
    return report;
}

} // namespace

std::string_view name(PhotoWarning warning) {
    switch (warning) {
    case PhotoWarning::FewPixels:
        return "few_pixels";
    case PhotoWarning::SlightlyBlurred:
        return "slightly_blurred";
    case PhotoWarning::Dim:
        return "dim";
    case PhotoWarning::Bright:
        return "bright";
    }
    __builtin_unreachable();
}

std::optional<ErrorCode> refusalFor(const faces::FaceMeasures& m, float scale) {
    // From what makes all further numbers meaningless to what is a matter of degree.
    if (m.meshConfidence < minMeshConfidence) return ErrorCode::PhotoNoFace;
    if (m.outsideFrame > maxOutsideFrame || m.beyondFrame > maxBeyondFrame || m.heightShare > maxHeightShare)
        return ErrorCode::PhotoFaceCut;
    if (m.eyeDistance * scale < minEyeDistance) return ErrorCode::PhotoFaceTooSmall;
    if (m.brightestLuma < minBrightestLuma) return ErrorCode::PhotoTooDark;
    if (m.burntShare > maxBurntShare) return ErrorCode::PhotoTooBright;
    if (std::abs(m.yawDegrees) > maxYaw || std::abs(m.rollDegrees) > maxRoll)
        return ErrorCode::PhotoFaceTurned;
    if (m.underEyeBrightness < minUnderEyeBrightness) return ErrorCode::PhotoFaceCovered;
    if (m.sharpness < minSharpness) return ErrorCode::PhotoBlurred;
    if (m.eyeOpening < minEyeOpening) return ErrorCode::PhotoEyesClosed;
    return std::nullopt;
}

Result<PhotoReport> PhotoChecker::check(std::string_view bytes) const {
    PhotoReport report;
    auto decoded = images::decodeImage(bytes, checkEdge);
    if (!decoded) {
        const ErrorCode code = decoded.error().code;
        if (!isVerdictOnPhoto(code)) return fail(std::move(decoded).error());
        // A file that does not decode is, for whoever chose it, no image.
        return refused(report, code == ErrorCode::Corrupt ? ErrorCode::PhotoNotAnImage : code);
    }
    report.width = decoded->info.width;
    report.height = decoded->info.height;
    const images::Bitmap& picture = decoded->pixels;
    const float scale = static_cast<float>(report.width) / static_cast<float>(picture.width());

    const auto found = TRY(faces::detectFaces(*models_, picture));
    if (found.empty()) return refused(report, ErrorCode::PhotoNoFace);
    if (faces::countPeople(found) > 1) return refused(report, ErrorCode::PhotoSeveralFaces);

    const faces::FaceMesh mesh = TRY(faces::findMesh(*models_, picture, found.front()));
    const faces::FaceMesh inFile = mesh.scaled(scale);
    report.face = inFile.bounds();
    report.rightEye = inFile.rightEye();
    report.leftEye = inFile.leftEye();
    const faces::FaceMeasures measures = faces::measureFace(picture, mesh);
    if (const auto refusal = refusalFor(measures, scale)) return refused(report, *refusal);
    report.warnings = warningsFor(measures, scale);
    report.quality = qualityOf(measures, scale);
    return report;
}

Result<PhotoReport> PhotoChecker::checkFile(const std::string& path) const {
    const auto bytes = images::readImageFile(path);
    if (!bytes && bytes.error().code == ErrorCode::TooLarge) return refused({}, ErrorCode::TooLarge);
    if (!bytes) return fail(bytes.error());
    return check(*bytes);
}

} // namespace headroom::photos
