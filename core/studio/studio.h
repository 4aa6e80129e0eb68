#pragma once

#include "core/base/result.h"
#include "core/faces/face_models.h"
#include "core/images/bitmap.h"
#include "core/images/image_encode.h"
#include "core/studio/studio_limits.h"
#include "core/studio/styles.h"
#include "core/studio/variants.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace headroom::studio {

/// How a caller follows a piece of work and stops it. Both are called from the working thread, between stages
/// that take 20 to 300 ms each; either may be empty.
struct Watch {
    std::function<void(float done)> progress; ///< 0..1
    std::function<bool()> cancelled;
};

/// What drew the person's outline: the networks inside the program, or the finer matte that may be installed
/// beside it (faces::InstalledModels).
enum class Matte : std::uint8_t { Standard, Fine };

/// A photo that is ready to be rendered in any style: face, outline of the person, pixels. Some 10 to 40 MB
/// of memory; copies share it. Nothing in it identifies a person beyond the picture itself; it is never
/// stored.
class AnalysedPhoto {
public:
    struct Data;
    explicit AnalysedPhoto(std::shared_ptr<const Data> data)
        : data_(std::move(data)) {}
    const Data& data() const { return *data_; }
    Matte matte() const;

private:
    std::shared_ptr<const Data> data_;
};

struct OutputSize {
    int width = standardWidth;
    int height = standardHeight;
};

/// How a finished headshot is written.
struct OutputFile {
    OutputSize size;
    images::ImageFormat format = images::ImageFormat::Jpeg;
    int quality = 92;
};

/// The built-in engine: turns a casual photo into a headshot, with no network and no database. It keeps the
/// person as photographed (face, hair, clothes, expression) and changes light, colour, framing and backdrop.
/// Immutable, for any number of threads; each call uses all cores where it can. Same input, same pixels.
class Studio {
public:
    /// Loads the networks inside the program (50 ms). Errors: Corrupt, Internal.
    static Result<Studio> create();
    explicit Studio(std::shared_ptr<const faces::FaceModels> models)
        : models_(std::move(models)) {}

    /// Once per photo; 0.5 s for a 12-megapixel JPEG, 1.3 s more with the finer matte. `largest` is the
    /// largest size it will be rendered at. The largest face is taken; whether the photo is any good is
    /// core/photos/photo_checks' business. Errors: those of images::decodeImage(), PhotoNoFace, Cancelled,
    /// InvalidInput (size), Internal.
    Result<AnalysedPhoto> analyse(std::string_view bytes, const OutputSize& largest = {},
                                  const Watch& watch = {}) const;

    /// One headshot; 0.6 s. `variant.photo` is the caller's and not looked at here.
    /// Errors: NotFound (style), InvalidInput (size, backdrop), Cancelled, Internal.
    Result<images::Bitmap> render(const AnalysedPhoto& photo, std::string_view styleId,
                                  const Variant& variant, const OutputSize& size = {},
                                  const Watch& watch = {}) const;

    /// The same as a file's bytes that say how they came about (provenance()). Errors: as render(),
    /// encodeImage().
    Result<std::string> renderFile(const AnalysedPhoto& photo, std::string_view styleId,
                                   const Variant& variant, const OutputFile& file = {},
                                   const Watch& watch = {}) const;

private:
    std::shared_ptr<const faces::FaceModels> models_;
};

/// What every headshot of this engine says about itself.
images::Provenance provenance();

} // namespace headroom::studio
