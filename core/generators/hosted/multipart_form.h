#pragma once

#include <string>
#include <string_view>

namespace headroom::generators::hosted {

/// A multipart/form-data body (RFC 7578) in memory; photos are made small before they are sent.
class MultipartForm {
public:
    MultipartForm();

    void addField(std::string_view name, std::string_view value);
    /// An empty file name leaves it away.
    void addPart(std::string_view name, std::string_view fileName, std::string_view mediaType,
                 std::string_view bytes);

    std::string contentType() const { return "multipart/form-data; boundary=" + boundary_; }
    std::string body() const { return body_ + "--" + boundary_ + "--\r\n"; }

private:
    std::string boundary_;
    std::string body_;
};

} // namespace headroom::generators::hosted
