#include "app/endpoint/resources.h"

namespace headroom::endpoint {

std::string_view embedded(std::span<const EmbeddedFile> files, std::string_view name) {
    for (const EmbeddedFile& file : files)
        if (file.name == name) return file.content;
    return {};
}

} // namespace headroom::endpoint
