#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace headroom::sandbox {

/// One part of a multipart/form-data body (RFC 7578).
struct FormPart {
    std::string name;
    std::string fileName; ///< empty for fields
    std::string mediaType;
    std::string bytes;
};

struct FormData {
    std::vector<FormPart> parts;

    /// The first part of that name; null when there is none.
    const FormPart* find(std::string_view name) const;
    /// Its text; empty when there is none.
    std::string_view text(std::string_view name) const;
};

/// InvalidInput for another content type, a missing boundary, or a body that is not what it should be.
Result<FormData> parseFormData(std::string_view contentType, std::string_view body);

} // namespace headroom::sandbox
