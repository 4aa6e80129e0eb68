#include "app/endpoint/config/read_text_file.h"

#include <fstream>

namespace headroom::endpoint {

Result<std::string> readTextFile(const std::string& setting, const std::string& path, std::size_t bytesMax) {
    std::ifstream file(path, std::ios::binary);
    std::string text(bytesMax + 1, '\0');
    if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file && !file.eof()) return fail(ErrorCode::InvalidInput, setting + ": cannot read " + path);
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > bytesMax) return fail(ErrorCode::InvalidInput, setting + ": " + path + " is too large");
    return text;
}

} // namespace headroom::endpoint
