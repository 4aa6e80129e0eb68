#pragma once

#include "core/generators/generator.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// What hosted generators need done with pictures. Pictures from outside, also those that a hosted service
// made, are decoded only in worker processes, so this is an interface and its implementation starts them.
namespace headroom::generators {

/// Which part of a photo a service gets.
enum class PhotoPart : std::uint8_t {
    Whole,   ///< all of it, unless it is longer than aspectMax allows
    Portrait ///< 4:5 around the face, as a headshot is framed, as far as the photo has it
};

/// What a hosted service takes.
struct Preparation {
    int edgeMax = 2048; ///< pixels of the longer side
    std::int64_t pixelsMax = 4'000'000;
    std::int64_t bytesMax = 5LL << 20;
    double aspectMax = 2.5; ///< longer side by shorter side; a longer picture is cropped around the face
    PhotoPart part = PhotoPart::Whole;
};

/// An upright sRGB JPEG without any metadata of the photo: no place, no camera, no name.
struct PreparedPhoto {
    std::filesystem::path file;
    int width = 0;
    int height = 0;
};

class PhotoPreparer {
public:
    virtual ~PhotoPreparer() = default;
    /// `folder` is an empty one of the caller's; the file is left there. Blocks for a second. Any thread.
    /// Errors: PhotoNotUsable and the other photo codes (the photo's fault), GeneratorFailed, Timeout
    /// (perhaps its fault), FileAccess, Unavailable (not its fault).
    virtual Result<PreparedPhoto> prepare(const std::filesystem::path& photo, const Preparation& wanted,
                                          const std::filesystem::path& folder) = 0;
};

/// Whether member and result are the same person. NotChecked: the operator has not installed the embedding
/// model, or the member does not agree to the comparison.
enum class Likeness : std::uint8_t { NotChecked, Same };

/// A result of a generator, and what is known about it.
struct RawResult {
    std::filesystem::path file;
    std::vector<SourcePhoto> sources; ///< what it was made from
    LikenessConsent consent = LikenessConsent::NotGiven;
    Origin origin = Origin::Generated;
    std::string generator; ///< its name, for the mark in the file
};

/// A result that may become a headshot: conformed to what a headshot is (an upright sRGB JPEG of at least
/// 1024 x 1280, 4:5, with the provenance mark), with one whole face.
struct JudgedResult {
    std::filesystem::path file;
    std::string mediaType = "image/jpeg";
    int width = 0;
    int height = 0;
    Likeness likeness = Likeness::NotChecked;
};

class ResultJudge {
public:
    virtual ~ResultJudge() = default;
    /// Looks at one result of a generator and at the photos that it was made from; nothing of a face is kept.
    /// `folder` is an empty one of the caller's; the conformed file is left there. Blocks for a second. Any
    /// thread. Errors: ResultNotUsable (broken, no face, several faces, cut off, far too small or blurred;
    /// the detail says which), LikenessLost, GeneratorFailed, Timeout (perhaps its fault), FileAccess,
    /// Unavailable (not its fault).
    virtual Result<JudgedResult> judge(const RawResult& result, const std::filesystem::path& folder) = 0;
};

} // namespace headroom::generators
