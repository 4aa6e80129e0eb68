#include "app/sandbox/stability/stability_fields.h"

#include "app/sandbox/stability/stability_answers.h"
#include "core/base/text.h"
#include "core/images/image_probe.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace headroom::sandbox {

namespace {

constexpr std::size_t promptMax = 10'000;
constexpr std::int64_t seedMax = 4'294'967'294;

http::Response refused(std::string_view field, std::string_view why) {
    return stabilityError(400, "bad_request", std::string(field) + ": " + std::string(why));
}

std::optional<double> numberIn(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool isOneOf(std::string_view text, std::string_view list) {
    const auto words = split(list, '|');
    return std::ranges::find(words, text) != words.end();
}

std::optional<http::Response> checkPicture(const FormPart& part, const PictureRule& rule) {
    if (part.fileName.empty()) return refused(part.name, "must be a file");
    const auto info = images::probeImage(part.bytes);
    if (!info || info->format == images::ImageFormat::Heic)
        return refused(part.name, "must be a JPEG, PNG or WebP picture");
    const std::int64_t pixels = static_cast<std::int64_t>(info->width) * info->height;
    const int shorter = std::min(info->width, info->height), longer = std::max(info->width, info->height);
    if (shorter < rule.sideMin || longer > rule.sideMax)
        return refused(part.name, "sides must be " + std::to_string(rule.sideMin) + " to " +
                                      std::to_string(rule.sideMax) + " pixels");
    if (pixels < rule.pixelsMin || pixels > rule.pixelsMax)
        return refused(part.name, "total pixel count must be between " + std::to_string(rule.pixelsMin) +
                                      " and " + std::to_string(rule.pixelsMax));
    if (rule.aspectMax > 0 && longer > rule.aspectMax * shorter)
        return refused(part.name, "aspect ratio must be between 1:2.5 and 2.5:1");
    return std::nullopt;
}

std::optional<http::Response> checkText(const FormPart& part) {
    if (part.bytes.size() > promptMax) return refused(part.name, "must be at most 10000 characters");
    const bool english = std::ranges::all_of(part.bytes, [](char c) { return c >= ' ' && c <= '~'; });
    if (!english)
        return stabilityError(422, "invalid_language",
                              std::string(part.name) + ": English is the only language");
    return std::nullopt;
}

std::optional<http::Response> checkField(const FormPart& part, FieldKind kind, const PictureRule& picture,
                                         std::string_view formats) {
    const auto number = numberIn(part.bytes);
    switch (kind) {
    case FieldKind::Picture:
        return checkPicture(part, picture);
    case FieldKind::Text:
        return checkText(part);
    case FieldKind::Share:
        if (!number || *number < 0 || *number > 1) return refused(part.name, "must be between 0 and 1");
        return std::nullopt;
    case FieldKind::Flag:
        if (!isOneOf(part.bytes, "true|false")) return refused(part.name, "must be \"true\" or \"false\"");
        return std::nullopt;
    case FieldKind::Light:
        if (!isOneOf(part.bytes, "left|right|above|below"))
            return refused(part.name, "must be left, right, above or below");
        return std::nullopt;
    case FieldKind::Seed: {
        const auto seed = parseInteger(part.bytes);
        if (!seed || *seed < 0 || *seed > seedMax) return refused(part.name, "must be 0 to 4294967294");
        return std::nullopt;
    }
    case FieldKind::Format:
        if (!isOneOf(part.bytes, formats))
            return refused(part.name, "must be one of " + std::string(formats));
        return std::nullopt;
    }
    __builtin_unreachable();
}

} // namespace

std::optional<http::Response> checkFields(const FormData& form, std::span<const FieldRule> fields,
                                          const PictureRule& picture, std::string_view formats) {
    for (const FormPart& part : form.parts) {
        const auto rule = std::ranges::find(fields, part.name, &FieldRule::name);
        if (rule == fields.end()) return refused(part.name, "is not a field of this endpoint");
        if (auto refusal = checkField(part, rule->kind, picture, formats)) return refusal;
    }
    for (const FieldRule& rule : fields)
        if (rule.need == Need::Required && !form.find(rule.name)) return refused(rule.name, "is required");
    return std::nullopt;
}

} // namespace headroom::sandbox
