#include "core/exports/export_plan.h"

#include "core/exports/exports_limits.h"
#include "core/exports/file_name.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace headroom::exports {

namespace {

constexpr int maxSide = 8192; // what core/images renders

bool isSide(int side) {
    return side >= 1 && side <= maxSide;
}

Result<void> checkSettings(const ExportSettings& settings) {
    if (settings.quality < 1 || settings.quality > 100)
        return fail(ErrorCode::InvalidInput, "quality is 1 to 100");
    if (settings.sizes.empty()) return fail(ErrorCode::InvalidInput, "no size");
    if (settings.sizes.size() > maxSizes) return fail(ErrorCode::LimitExceeded, "too many sizes");
    for (std::size_t i = 0; i < settings.sizes.size(); ++i) {
        const Size& size = settings.sizes[i];
        const bool original = size.width == 0 && size.height == 0;
        if (!original && (!isSide(size.width) || !isSide(size.height)))
            return fail(ErrorCode::InvalidInput, "sides are 1 to 8192 pixels");
        if (std::find(settings.sizes.begin(), settings.sizes.begin() + std::ptrdiff_t(i), size) !=
            settings.sizes.begin() + std::ptrdiff_t(i))
            return fail(ErrorCode::InvalidInput, "a size is there twice");
    }
    return {};
}

/// Gives out names. Names wanted by several items are numbered in the items' order; a number is never taken
/// from an item that has that very name by right.
class NameBook {
public:
    NameBook(const std::vector<std::string>& wanted, const Exists& exists)
        : exists_(exists) {
        for (const std::string& path : wanted)
            wanted_.insert(collisionKey(path));
    }

    bool taken(const std::string& path) const { return given_.contains(collisionKey(path)); }
    void give(const std::string& path) { given_.insert(collisionKey(path)); }

    Result<std::string> numbered(const std::string& path) {
        int& number = nextNumber_.try_emplace(collisionKey(path), 2).first->second;
        for (; number <= maxNumber; ++number) {
            std::string candidate = numberedPath(path, number);
            const std::string key = collisionKey(candidate);
            if (!given_.contains(key) && !wanted_.contains(key) && !exists_(candidate)) return candidate;
        }
        return fail(ErrorCode::LimitExceeded, "no free number for a name");
    }

private:
    const Exists& exists_;
    std::unordered_set<std::string> wanted_;
    std::unordered_set<std::string> given_;
    std::unordered_map<std::string, int> nextNumber_;
};

/// Two files of one headshot need names that differ.
Result<NameTemplate> patternOf(const ExportSettings& settings) {
    NameTemplate pattern = TRY(NameTemplate::parse(settings.nameTemplate));
    if (settings.sizes.size() < 2 || pattern.uses(Placeholder::Size)) return pattern;
    return pattern.followedBySize();
}

std::string wantedPath(const NameTemplate& pattern, const NameValues& values,
                       const ExportSettings& settings) {
    std::string path = pattern.expand(values) + std::string(fileEnding(settings.format));
    if (settings.folders == Folders::One) return path;
    return safeComponent(values.member, maxStemBytes, "member") + "/" + path;
}

/// The wanted names of the first `count` items, each in every size.
std::vector<std::string> wantedPaths(const std::vector<ExportItem>& items, std::size_t count,
                                     const std::string& team, const NameTemplate& pattern,
                                     const ExportSettings& settings) {
    std::vector<std::string> paths;
    paths.reserve(count * settings.sizes.size());
    for (std::size_t i = 0; i < count; ++i) {
        const ExportItem& item = items[i];
        // Leading zeros depend on how many there are, so the count is the real one even if few are shown.
        NameValues values{item.member, item.style, team,  item.name,   item.headshot.text(),
                          {},          item.made,  i + 1, items.size()};
        for (const Size& size : settings.sizes) {
            values.size = sizeText(size);
            paths.push_back(wantedPath(pattern, values, settings));
        }
    }
    return paths;
}

} // namespace

std::string_view fileEnding(Format format) {
    switch (format) {
    case Format::Jpeg:
        return ".jpg";
    case Format::Png:
        return ".png";
    case Format::Webp:
        return ".webp";
    }
    __builtin_unreachable();
}

std::string sizeText(const Size& size) {
    if (size.width == 0 && size.height == 0) return "original";
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

Result<Size> parseSize(std::string_view text) {
    for (const SizePreset& preset : sizePresets)
        if (preset.name == text) return preset.size;
    Size size{0, 0, Fit::Fill};
    const char* const end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width);
    if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x')
        return fail(ErrorCode::InvalidInput, "a size is WIDTHxHEIGHT or the name of one");
    const auto height = std::from_chars(width.ptr + 1, end, size.height);
    if (height.ec != std::errc() || height.ptr != end || !isSide(size.width) || !isSide(size.height))
        return fail(ErrorCode::InvalidInput, "sides are 1 to 8192 pixels");
    return size;
}

std::string numberedPath(std::string_view path, int number) {
    const std::size_t dot = path.rfind('.');
    const std::size_t slash = path.rfind('/');
    const bool hasEnding = dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash);
    const std::size_t end = hasEnding ? dot : path.size();
    return std::string(path.substr(0, end)) + " (" + std::to_string(number) + ")" +
           std::string(path.substr(end));
}

Result<ExportPlan> planExport(const std::vector<ExportItem>& items, const std::string& team,
                              const ExportSettings& settings, const Exists& exists) {
    if (items.empty()) return fail(ErrorCode::InvalidInput, "nothing to export");
    TRY(checkSettings(settings));
    if (items.size() > maxItems / settings.sizes.size())
        return fail(ErrorCode::LimitExceeded, "too many files for one export");
    const NameTemplate pattern = TRY(patternOf(settings));
    const std::vector<std::string> wanted = wantedPaths(items, items.size(), team, pattern, settings);

    ExportPlan plan{settings, {}};
    plan.files.reserve(wanted.size());
    NameBook book(wanted, exists);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const ExportItem& item = items[i / settings.sizes.size()];
        PlannedFile file{item.headshot, item.sha256,   item.sizeBytes,
                         wanted[i],     Action::Write, settings.sizes[i % settings.sizes.size()]};
        // A clash inside one export is not the user's to decide: nothing that was asked for may get lost.
        if (book.taken(file.path)) {
            file.path = TRY(book.numbered(file.path));
        } else if (exists(file.path)) {
            switch (settings.conflict) {
            case Conflict::Skip:
                file.action = Action::Skip;
                break;
            case Conflict::Overwrite:
                file.action = Action::Overwrite;
                break;
            case Conflict::Number:
                file.path = TRY(book.numbered(file.path));
                break;
            }
        }
        book.give(file.path);
        plan.files.push_back(std::move(file));
    }
    return plan;
}

Result<std::vector<std::string>> previewNames(const std::vector<ExportItem>& items, const std::string& team,
                                              const ExportSettings& settings) {
    TRY(checkSettings(settings));
    const NameTemplate pattern = TRY(patternOf(settings));
    auto names = wantedPaths(items, std::min(items.size(), previewNameCount), team, pattern, settings);
    names.resize(std::min(names.size(), previewNameCount));
    return names;
}

} // namespace headroom::exports
