#include "core/generators/replicate/ready_mappings.h"

#include "core/base/embedded_file.h"
#include "core/generators/replicate/replicate_limits.h"

#include <fstream>
#include <span>
#include <sstream>

namespace headroom::resources {
std::span<const EmbeddedFile> replicateMappings();
}

namespace headroom::generators::replicate {

namespace {

constexpr std::string_view promptsFile = "style_prompts.json";
constexpr std::string_view suffix = ".json";

std::string_view contentOf(std::string_view fileName) {
    for (const EmbeddedFile& file : resources::replicateMappings())
        if (file.name == fileName) return file.content;
    return {};
}

} // namespace

std::vector<std::string> readyMappings() {
    std::vector<std::string> names;
    for (const EmbeddedFile& file : resources::replicateMappings())
        if (file.name != promptsFile)
            names.emplace_back(file.name.substr(0, file.name.size() - suffix.size()));
    return names;
}

Result<StyleMapping> readyMapping(std::string_view name) {
    const std::string_view content = contentOf(std::string(name) + std::string(suffix));
    if (content.empty() || name == promptsFile.substr(0, promptsFile.size() - suffix.size())) {
        std::string list;
        for (const std::string& one : readyMappings())
            list += (list.empty() ? "" : ", ") + one;
        return fail(ErrorCode::NotFound, "no ready mapping " + std::string(name) + "; there are " + list);
    }
    return StyleMapping::parse(name, content, TRY(parseStylePrompts(contentOf(promptsFile))));
}

Result<StyleMapping> readMapping(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(mappingBytesMax + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad() || (!file && file.gcount() == 0))
        return fail(ErrorCode::FileAccess, "mapping " + path.string() + " cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    return StyleMapping::parse(path.filename().string(), text,
                               TRY(parseStylePrompts(contentOf(promptsFile))));
}

} // namespace headroom::generators::replicate
