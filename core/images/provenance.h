#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace headroom::images {

/// Terms of the IPTC vocabulary http://cv.iptc.org/newscodes/digitalsourcetype/ that a headshot can have, so
/// that software and people can see that a picture was made or altered by a machine (EU AI Act, Article 50).
enum class DigitalSourceType {
    DigitalCapture,                       ///< A photo as the camera took it.
    AlgorithmicallyEnhanced,              ///< Corrected by software, content unchanged.
    Composite,                            ///< Put together of several elements of any kind.
    CompositeSynthetic,                   ///< Put together, with generated elements among them.
    CompositeWithTrainedAlgorithmicMedia, ///< A real photo altered with the help of trained models.
    TrainedAlgorithmicMedia,              ///< Made by a generative model.
};

std::string_view iptcTerm(DigitalSourceType type); ///< "trainedAlgorithmicMedia"
std::optional<DigitalSourceType> sourceTypeFromTerm(std::string_view term);

/// Where a picture comes from, as it stands inside the file.
struct Provenance {
    DigitalSourceType sourceType = DigitalSourceType::DigitalCapture;
    std::string
        creatorTool; ///< xmp:CreatorTool, for example "Headroom 0.1.0 (studio)". At most 200 bytes are kept.

    friend bool operator==(const Provenance&, const Provenance&) = default;
};

/// The XMP packet (ISO 16684-1) that carries it: Iptc4xmpExt:DigitalSourceType, xmp:CreatorTool.
std::string xmpPacket(const Provenance& provenance);

/// The reverse, for packets of any origin, in attribute or element form. Nothing when no known term is in it.
std::optional<Provenance> provenanceFromXmp(std::string_view xmp);

/// Reads it out of a picture file's header. An empty optional: the file says nothing. Any thread.
/// Errors: those of probeImage().
Result<std::optional<Provenance>> readProvenance(std::string_view bytes);

} // namespace headroom::images
