#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/exports/name_template.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::exports {

enum class Format : std::uint8_t { Jpeg, Png, Webp };
std::string_view fileEnding(Format format); ///< ".jpg"

enum class Fit : std::uint8_t {
    Whole, ///< the whole picture inside the frame; one side may be shorter, nothing is enlarged
    Fill,  ///< fills the frame exactly; what sticks out is cut
};

/// A frame in pixels. Zero sides: the picture keeps its size.
struct Size {
    int width = 0;
    int height = 0;
    Fit fit = Fit::Whole;
    friend bool operator==(const Size&, const Size&) = default;
};

/// "800x1000", or "original" for the picture's own size: how names and settings write it.
std::string sizeText(const Size& size);

/// A preset's name, "original", or "WIDTHxHEIGHT" in pixels, which is filled exactly. InvalidInput.
Result<Size> parseSize(std::string_view text);

/// The sizes that are offered, by the names that settings and the command line use.
struct SizePreset {
    std::string_view name;
    Size size;
};
inline constexpr SizePreset sizePresets[] = {
    {"original", {0, 0, Fit::Whole}},
    {"portrait", {800, 1000, Fit::Fill}}, ///< 4:5, web pages and staff directories
    {"square", {400, 400, Fit::Fill}},    ///< LinkedIn and most chat programs
    {"large-square", {1080, 1080, Fit::Fill}},
    {"print", {2400, 3000, Fit::Whole}}, ///< 8 x 10 inches at 300 dpi
};

enum class Folders : std::uint8_t { One, PerMember };

/// What happens when a file with the name is already there.
enum class Conflict : std::uint8_t { Skip, Overwrite, Number };

struct ExportSettings {
    std::string nameTemplate = "{member} - {style} {n}";
    Format format = Format::Jpeg;
    std::vector<Size> sizes = {{}}; ///< each headshot is written once in each
    int quality = 92;               ///< 1..100; PNG ignores it
    Folders folders = Folders::One;
    Conflict conflict = Conflict::Number;
};

/// A headshot to export, with what its name may say.
struct ExportItem {
    HeadshotId headshot;
    std::string sha256; ///< of its bytes, hexadecimal
    std::int64_t sizeBytes = 0;
    std::string member;
    std::string style;
    std::string name;
    Timestamp made;
};

enum class Action : std::uint8_t { Write, Overwrite, Skip };

struct PlannedFile {
    HeadshotId headshot;
    std::string sha256;
    std::int64_t sizeBytes = 0;
    std::string path; ///< relative to the target, '/' between folder and file
    Action action = Action::Write;
    Size size;
    friend bool operator==(const PlannedFile&, const PlannedFile&) = default;
};

struct ExportPlan {
    ExportSettings settings;
    std::vector<PlannedFile> files; ///< in the order of the items, and within one of the sizes
};

/// Whether a relative path is taken in the target folder, by the rules of its file system.
using Exists = std::function<bool(const std::string& path)>;

/// Decides every file's name before the first is written: no two of a plan are the same on any file system,
/// and a number appended for one item never takes a name that another item has by right. With several sizes
/// and no {size} in the template, the size is appended. Pure. Errors: InvalidInput (template, quality, size,
/// no items), LimitExceeded (too many items).
Result<ExportPlan> planExport(const std::vector<ExportItem>& items, const std::string& team,
                              const ExportSettings& settings, const Exists& exists);

/// The first names that the settings give, for a preview beside the settings as they are typed.
Result<std::vector<std::string>> previewNames(const std::vector<ExportItem>& items, const std::string& team,
                                              const ExportSettings& settings);

/// `stem (2).jpg` for number 2.
std::string numberedPath(std::string_view path, int number);

} // namespace headroom::exports
