#include "core/images/provenance.h"

#include "core/base/text.h"
#include "core/images/image_limits.h"
#include "core/images/image_probe.h"
#include "core/images/vips_runtime.h"

#include <algorithm>

namespace headroom::images {

namespace {

constexpr std::string_view vocabulary =
    "://cv.iptc.org/newscodes/digitalsourcetype/"; // http as specified, https in the wild
constexpr std::size_t longestToolName = 200;

constexpr DigitalSourceType allTypes[] = {
    DigitalSourceType::DigitalCapture,
    DigitalSourceType::AlgorithmicallyEnhanced,
    DigitalSourceType::Composite,
    DigitalSourceType::CompositeSynthetic,
    DigitalSourceType::CompositeWithTrainedAlgorithmicMedia,
    DigitalSourceType::TrainedAlgorithmicMedia,
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string unescaped(std::string_view text) {
    static constexpr std::pair<std::string_view, char> entities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto* entity = std::find_if(std::begin(entities), std::end(entities), [&](const auto& e) {
            return text.substr(i, e.first.size()) == e.first;
        });
        if (entity == std::end(entities)) {
            out += text[i++];
        } else {
            out += entity->second;
            i += entity->first.size();
        }
    }
    return out;
}

std::string cleanToolName(std::string_view name) {
    name = name.substr(0, longestToolName);
    while (!name.empty() && !isCleanUtf8(name))
        name.remove_suffix(1); // a cut character, or something hostile
    return std::string(name);
}

/// The value of a property, written either as an attribute (`name="value"`) or as an element
/// (`<name>value</name>`).
std::string_view propertyValue(std::string_view xmp, std::string_view property) {
    const std::size_t at = xmp.find(property);
    if (at == std::string_view::npos) return {};
    std::string_view rest = trimmed(xmp.substr(at + property.size()));
    if (rest.empty()) return {};
    if (rest.front() == '>') return rest.substr(1, rest.find('<', 1) - 1);
    if (rest.front() != '=') return {};
    rest = trimmed(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return {};
    return rest.substr(1, rest.find(rest.front(), 1) - 1);
}

} // namespace

std::string_view iptcTerm(DigitalSourceType type) {
    switch (type) {
    case DigitalSourceType::DigitalCapture:
        return "digitalCapture";
    case DigitalSourceType::AlgorithmicallyEnhanced:
        return "algorithmicallyEnhanced";
    case DigitalSourceType::Composite:
        return "composite";
    case DigitalSourceType::CompositeSynthetic:
        return "compositeSynthetic";
    case DigitalSourceType::CompositeWithTrainedAlgorithmicMedia:
        return "compositeWithTrainedAlgorithmicMedia";
    case DigitalSourceType::TrainedAlgorithmicMedia:
        return "trainedAlgorithmicMedia";
    }
    __builtin_unreachable();
}

std::optional<DigitalSourceType> sourceTypeFromTerm(std::string_view term) {
    for (const auto type : allTypes) {
        if (iptcTerm(type) == term) return type;
    }
    return std::nullopt;
}

std::string xmpPacket(const Provenance& provenance) {
    // No trailing padding: nobody edits these packets in place.
    return "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
           " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
           "  <rdf:Description rdf:about=\"\"\n"
           "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
           "    xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"\n"
           "    xmp:CreatorTool=\"" +
           escaped(cleanToolName(provenance.creatorTool)) +
           "\"\n"
           "    Iptc4xmpExt:DigitalSourceType=\"http" +
           std::string(vocabulary) + std::string(iptcTerm(provenance.sourceType)) +
           "\"/>\n"
           " </rdf:RDF>\n"
           "</x:xmpmeta>\n"
           "<?xpacket end=\"r\"?>";
}

std::optional<Provenance> provenanceFromXmp(std::string_view xmp) {
    if (xmp.size() > maxXmpBytes) return std::nullopt;
    const std::string_view value = trimmed(propertyValue(xmp, "DigitalSourceType"));
    const std::size_t prefix = value.find(vocabulary);
    if (prefix == std::string_view::npos) return std::nullopt;
    const auto type = sourceTypeFromTerm(value.substr(prefix + vocabulary.size()));
    if (!type) return std::nullopt;
    return Provenance{*type, cleanToolName(unescaped(propertyValue(xmp, "CreatorTool")))};
}

Result<std::optional<Provenance>> readProvenance(std::string_view bytes) {
    (void)TRY(probeImage(bytes));
    const auto image = TRY(openImage(bytes, VIPS_FAIL_ON_NONE));
    std::optional<Provenance> provenance;
    if (image.get_typeof(VIPS_META_XMP_NAME) == VIPS_TYPE_BLOB) {
        try {
            std::size_t size = 0;
            const void* data = image.get_blob(VIPS_META_XMP_NAME, &size);
            provenance = provenanceFromXmp({static_cast<const char*>(data), size});
        } catch (const vips::VError&) {
            return fail(ErrorCode::Corrupt, takeVipsError());
        }
    }
    return provenance;
}

} // namespace headroom::images
