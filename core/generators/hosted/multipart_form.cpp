#include "core/generators/hosted/multipart_form.h"

#include "core/base/crypto.h"

namespace headroom::generators::hosted {

namespace {

/// As the WHATWG standard has it: what could end the quoted text or the line.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += "%22";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else
            out += c;
    }
    return out + "\"";
}

} // namespace

MultipartForm::MultipartForm()
    : boundary_("headroom-" + toHex(randomBytes(16))) {}

void MultipartForm::addField(std::string_view name, std::string_view value) {
    addPart(name, {}, {}, value);
}

void MultipartForm::addPart(std::string_view name, std::string_view fileName, std::string_view mediaType,
                            std::string_view bytes) {
    body_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=" + quoted(name);
    if (!fileName.empty()) body_ += "; filename=" + quoted(fileName);
    body_ += "\r\n";
    if (!mediaType.empty()) body_ += "Content-Type: " + std::string(mediaType) + "\r\n";
    body_ += "\r\n";
    body_ += bytes;
    body_ += "\r\n";
}

} // namespace headroom::generators::hosted
