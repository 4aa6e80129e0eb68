#include "core/data_copy/copy_names.h"

#include "core/data_copy/data_copy_limits.h"
#include "core/exports/file_name.h"

#include <utility>

namespace headroom::data_copy {

namespace {

std::string_view withoutEnding(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    // "IMG_1234.jpeg", but not ".profile" or "Team v2.0 final".
    const bool ends = dot != std::string_view::npos && dot > 0 && name.size() - dot <= 6 &&
                      name.find(' ', dot) == std::string_view::npos;
    return ends ? name.substr(0, dot) : name;
}

} // namespace

std::string EntryNames::take(std::string_view folder, std::string_view wanted, std::string_view ending,
                             std::string_view ifEmpty) {
    const std::string_view stem = ending.empty() ? wanted : withoutEnding(wanted);
    const std::string safe = exports::safeComponent(stem, entryNameMaxBytes, ifEmpty);
    const std::string beginning = std::string(folder) + "/" + safe;
    std::string name = beginning + std::string(ending);
    for (int number = 2; !taken_.insert(exports::collisionKey(name)).second; ++number)
        name = beginning + " (" + std::to_string(number) + ")" + std::string(ending);
    return name;
}

std::string EntryNames::takeNumbered(std::string_view folder, std::string_view beginning,
                                     std::string_view ending) {
    const std::string safe = exports::safeComponent(beginning, entryNameMaxBytes, "headshot");
    int& number = numbers_[exports::collisionKey(safe)];
    return take(folder, safe + "-" + std::to_string(++number), ending, "headshot");
}

std::string_view endingOf(std::string_view mediaType) {
    static constexpr std::pair<std::string_view, std::string_view> endings[] = {
        {"image/jpeg", ".jpg"},  {"image/png", ".png"},   {"image/webp", ".webp"}, {"image/heic", ".heic"},
        {"image/heif", ".heif"}, {"image/avif", ".avif"}, {"image/tiff", ".tif"}};
    for (const auto& [type, ending] : endings)
        if (type == mediaType) return ending;
    return {};
}

} // namespace headroom::data_copy
