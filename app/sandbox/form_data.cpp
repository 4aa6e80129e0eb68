#include "app/sandbox/form_data.h"

#include "core/base/text.h"

#include <algorithm>

namespace headroom::sandbox {

namespace {

constexpr std::size_t partsMax = 100;

Failure malformed(std::string_view why) {
    return fail(ErrorCode::InvalidInput, std::string(why));
}

/// `name="value"` or `name=value` among the parameters of a header.
std::string parameterOf(std::string_view header, std::string_view name) {
    for (std::string_view piece : split(header, ';')) {
        piece = trimmed(piece);
        const std::size_t equals = piece.find('=');
        if (equals == std::string_view::npos || toLowerAscii(trimmed(piece.substr(0, equals))) != name)
            continue;
        std::string_view value = trimmed(piece.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return std::string(value);
    }
    return {};
}

Result<FormPart> partOf(std::string_view block) {
    const std::size_t end = block.find("\r\n\r\n");
    if (end == std::string_view::npos) return malformed("a part without a header");
    FormPart part;
    part.bytes = block.substr(end + 4);
    std::string_view headers = block.substr(0, end);
    while (!headers.empty()) {
        const std::size_t line = std::min(headers.find("\r\n"), headers.size());
        const std::string_view header = headers.substr(0, line);
        headers.remove_prefix(std::min(headers.size(), line + 2));
        const std::size_t colon = header.find(':');
        if (colon == std::string_view::npos) return malformed("a header without a colon");
        const std::string field = toLowerAscii(header.substr(0, colon));
        const std::string_view value = trimmed(header.substr(colon + 1));
        if (field == "content-type") part.mediaType = value;
        if (field != "content-disposition") continue;
        if (!value.starts_with("form-data")) return malformed("a part that is no form-data");
        part.name = parameterOf(value, "name");
        part.fileName = parameterOf(value, "filename");
    }
    if (part.name.empty()) return malformed("a part without a name");
    return part;
}

} // namespace

const FormPart* FormData::find(std::string_view name) const {
    const auto found = std::ranges::find(parts, name, &FormPart::name);
    return found == parts.end() ? nullptr : &*found;
}

std::string_view FormData::text(std::string_view name) const {
    const FormPart* part = find(name);
    return part ? std::string_view(part->bytes) : std::string_view();
}

Result<FormData> parseFormData(std::string_view contentType, std::string_view body) {
    if (!toLowerAscii(contentType).starts_with("multipart/form-data"))
        return malformed("content-type must be multipart/form-data");
    const std::string boundary = parameterOf(contentType, "boundary");
    if (boundary.empty() || boundary.size() > 70) return malformed("no boundary");
    const std::string first = "--" + boundary;
    const std::string between = "\r\n" + first;
    if (!body.starts_with(first)) return malformed("the body does not begin with the boundary");
    FormData form;
    body.remove_prefix(first.size());
    while (!body.starts_with("--")) {
        if (!body.starts_with("\r\n")) return malformed("a boundary that does not end its line");
        body.remove_prefix(2);
        const std::size_t end = body.find(between);
        if (end == std::string_view::npos) return malformed("the last boundary is missing");
        if (form.parts.size() == partsMax) return malformed("too many parts");
        form.parts.push_back(TRY(partOf(body.substr(0, end))));
        body.remove_prefix(end + between.size());
    }
    return form;
}

} // namespace headroom::sandbox
