#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

// The part of XML in which S3 answers: elements and text. Any thread.
namespace headroom::storage {

struct XmlElement {
    std::string name; ///< without a namespace's prefix
    std::string text; ///< of its own, entities resolved
    std::vector<XmlElement> children;

    /// The first child of that name; null when there is none.
    const XmlElement* child(std::string_view name) const;
    /// The text of the first child of that name, trimmed; empty when there is none.
    std::string childText(std::string_view name) const;
};

/// The root element. Corrupt for what is not well-formed, for document types and processing instructions
/// other than the declaration (so no entity can be defined), and beyond the limits on depth and number.
/// Attributes are read over.
Result<XmlElement> readXml(std::string_view text);

/// As text of an element.
std::string xmlEscaped(std::string_view text);

} // namespace headroom::storage
