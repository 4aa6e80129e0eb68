#include "core/exports/export_plan.h"

#include "core/exports/exports_limits.h"
#include "core/exports/file_name.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace headroom::exports {

namespace {

constexpr int maxSide = 8192; // what core/images renders

Result<void> checkSettings(const ExportSettings& settings) {
    if (settings.quality < 1 || settings.quality > 100)
        return fail(ErrorCode::InvalidInput, "quality is 1 to 100");
    const Size& size = settings.size;
    const bool original = size.width == 0 && size.height == 0;
    const auto inRange = [](int side) { return side >= 1 && side <= maxSide; };
    if (!original && (!inRange(size.width) || !inRange(size.height)))
        return fail(ErrorCode::InvalidInput, "sides are 1 to 8192 pixels");
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

std::string wantedPath(const NameTemplate& pattern, const ExportItem& item, const NameValues& values,
                       const ExportSettings& settings) {
    std::string path = pattern.expand(values) + std::string(fileEnding(settings.format));
    if (settings.folders == Folders::One) return path;
    return safeComponent(item.member, maxStemBytes, "member") + "/" + path;
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
    if (items.size() > maxItems) return fail(ErrorCode::LimitExceeded, "too many items for one export");
    TRY(checkSettings(settings));
    const NameTemplate pattern = TRY(NameTemplate::parse(settings.nameTemplate));

    std::vector<std::string> wanted;
    wanted.reserve(items.size());
    for (const ExportItem& item : items)
        wanted.push_back(wantedPath(pattern, item,
                                    {item.member, item.style, team, item.name, item.headshot.text(),
                                     item.made, wanted.size() + 1, items.size()},
                                    settings));

    ExportPlan plan{settings, {}};
    plan.files.reserve(items.size());
    NameBook book(wanted, exists);
    for (std::size_t i = 0; i < items.size(); ++i) {
        PlannedFile file{items[i].headshot, items[i].sha256, items[i].sizeBytes, wanted[i], Action::Write};
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
    // Leading zeros depend on how many there are, so the count is the real one even if few are shown.
    const NameTemplate pattern = TRY(NameTemplate::parse(settings.nameTemplate));
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(items.size(), previewNameCount); ++i) {
        const ExportItem& item = items[i];
        const NameValues values{item.member,          item.style, team,  item.name,
                                item.headshot.text(), item.made,  i + 1, items.size()};
        names.push_back(wantedPath(pattern, item, values, settings));
    }
    return names;
}

} // namespace headroom::exports
