#include "core/generators/replicate/style_mapping.h"

#include "core/generators/replicate/replicate_limits.h"

#include <algorithm>
#include <cmath>

namespace headroom::generators::replicate {

using nlohmann::json;
using Prompts = std::map<std::string, std::string, std::less<>>;

namespace {

bool isNamePart(std::string_view text) {
    return !text.empty() && text.front() != '.' && text.size() <= 100 &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
           });
}

bool isVersion(std::string_view text) {
    return text.size() == 64 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// {style} becomes the style's words; in texts at any depth.
json filled(const json& value, const std::string& words) {
    if (value.is_string()) {
        constexpr std::string_view mark = "{style}";
        std::string text = value.get<std::string>();
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + words.size()))
            text.replace(at, mark.size(), words);
        return text;
    }
    json out = value;
    if (value.is_structured())
        for (json& inner : out)
            inner = filled(inner, words);
    return out;
}

/// A whole or broken number of the currency's units, as millionths.
std::optional<std::int64_t> microsOf(const json& object, const char* member) {
    const auto found = object.find(member);
    if (found == object.end()) return 0;
    if (!found->is_number()) return std::nullopt;
    const double units = found->get<double>();
    if (!(units >= 0) || units > 1'000) return std::nullopt;
    return std::llround(units * 1e6);
}

} // namespace

Failure StyleMapping::wrong(std::string_view member, std::string_view why) const {
    return fail(ErrorCode::InvalidInput,
                "mapping " + name_ + ": " + std::string(member) + " " + std::string(why));
}

Result<StyleMapping> StyleMapping::parse(std::string_view name, std::string_view text,
                                         const Prompts& prompts) {
    StyleMapping mapping;
    mapping.name_ = name;
    if (text.size() > mappingBytesMax) return mapping.wrong("the file", "is too large");
    const json object = json::parse(text, nullptr, false, true);
    if (!object.is_object()) return mapping.wrong("the file", "is not a JSON object");
    constexpr std::string_view known[] = {"about", "model",  "version", "photos",  "seed",
                                          "input", "styles", "price",   "prepare", "cancel_after_seconds"};
    for (const auto& [member, value] : object.items())
        if (std::ranges::find(known, member) == std::end(known))
            return mapping.wrong("\"" + member + "\"", "is not a member of mappings");
    TRY(mapping.readModel(object));
    TRY(mapping.readPhotos(object));
    TRY(mapping.readStyles(object, prompts));
    TRY(mapping.readPrice(object));
    TRY(mapping.readRest(object));
    return mapping;
}

Result<void> StyleMapping::readModel(const json& object) {
    model_ = object.value("model", json()).is_string() ? object["model"].get<std::string>() : "";
    const std::size_t slash = model_.find('/');
    if (slash == std::string::npos || !isNamePart(model_.substr(0, slash)) ||
        !isNamePart(model_.substr(slash + 1)))
        return wrong("model", "must be owner/name");
    const auto version = object.find("version");
    if (version == object.end()) return {};
    if (!version->is_string()) return wrong("version", "must be a text");
    version_ = version->get<std::string>();
    if (version_ == "official") version_.clear();
    if (!version_.empty() && version_ != "latest" && !isVersion(version_))
        return wrong("version", "must be official, latest or 64 hexadecimal digits");
    return {};
}

Result<void> StyleMapping::readPhotos(const json& object) {
    const auto photos = object.find("photos");
    if (photos == object.end() || !photos->is_object()) return wrong("photos", "must be an object");
    const json list = photos->value("list", json());
    const json fields = photos->value("fields", json());
    if (list.is_string() == fields.is_array())
        return wrong("photos", "needs either \"list\" (a field) or \"fields\" (several)");
    if (list.is_string()) {
        photoFields_ = {list.get<std::string>()};
        const json most = photos->value("most", json(1));
        if (!most.is_number_integer() || most < 1 || most > photosMax)
            return wrong("photos.most", "must be 1 to " + std::to_string(photosMax));
        photosMost_ = most.get<std::size_t>();
        return {};
    }
    photoShape_ = PhotoShape::Fields;
    for (const json& field : fields) {
        if (!field.is_string()) return wrong("photos.fields", "must be names of fields");
        photoFields_.push_back(field.get<std::string>());
    }
    photosMost_ = photoFields_.size();
    if (photosMost_ < 1 || photosMost_ > static_cast<std::size_t>(photosMax))
        return wrong("photos.fields", "must be 1 to " + std::to_string(photosMax) + " names");
    return {};
}

Result<void> StyleMapping::readStyles(const json& object, const Prompts& prompts) {
    const json common = object.value("input", json::object());
    if (!common.is_object()) return wrong("input", "must be an object");
    // Without a table of styles, every style that we have words for.
    json table = json::object();
    for (const auto& [style, words] : prompts)
        table[style] = json::object();
    if (object.contains("styles")) table = object["styles"];
    if (!table.is_object() || table.empty()) return wrong("styles", "must be an object with styles");
    for (const auto& [style, own] : table.items()) {
        if (!own.is_object()) return wrong("styles." + style, "must be an object");
        json input = common;
        std::string words;
        if (const auto found = prompts.find(style); found != prompts.end()) words = found->second;
        for (const auto& [member, value] : own.items()) {
            if (member == "words" && value.is_string())
                words = value.get<std::string>();
            else if (member == "input" && value.is_object())
                input.update(value);
            else
                return wrong("styles." + style + "." + member, "must be \"words\" or \"input\"");
        }
        input = filled(input, words);
        for (const auto& [field, value] : input.items())
            if (value.is_string() && value.get_ref<const std::string&>().size() > promptLengthMax)
                return wrong("styles." + style, "makes " + field + " too long");
        styles_[style] = std::move(input);
    }
    return {};
}

Result<void> StyleMapping::readPrice(const json& object) {
    const auto price = object.find("price");
    if (price == object.end()) return wrong("price", "is missing: what one headshot costs, 0 if nothing");
    if (!price->is_object()) return wrong("price", "must be an object");
    const auto perOutput = microsOf(*price, "per_output");
    const auto perSecond = microsOf(*price, "per_second");
    const json seconds = price->value("seconds", json(0));
    if (!perOutput || !perSecond || !seconds.is_number() || seconds < 0)
        return wrong("price", "has per_output, or per_second with seconds, as numbers");
    if (*perSecond > 0 && seconds == 0) return wrong("price.seconds", "must say how long it usually takes");
    const json currency = price->value("currency", json("USD"));
    if (!currency.is_string() || currency.get_ref<const std::string&>().size() != 3)
        return wrong("price.currency", "must be three letters");
    price_ = {.microsPerOutput = *perOutput,
              .microsPerSecond = *perSecond,
              .secondsExpected = seconds.get<double>(),
              .currency = currency.get<std::string>()};
    return {};
}

Result<void> StyleMapping::readRest(const json& object) {
    const json seed = object.value("seed", json(""));
    if (!seed.is_string()) return wrong("seed", "must be the name of a field");
    seedField_ = seed.get<std::string>();
    const json cancelAfter = object.value("cancel_after_seconds", json(cancelAfterSeconds_));
    if (!cancelAfter.is_number_integer() || cancelAfter < cancelAfterSecondsMin ||
        cancelAfter > cancelAfterSecondsMax)
        return wrong("cancel_after_seconds", "must be 5 to 1800");
    cancelAfterSeconds_ = cancelAfter.get<int>();
    const json prepare = object.value("prepare", json::object());
    if (!prepare.is_object()) return wrong("prepare", "must be an object");
    preparation_.edgeMax = 1536; // what the models look at; more only costs time and tells more
    for (const auto& [member, value] : prepare.items()) {
        if (member != "edge" || !value.is_number_integer() || value < 256 || value > 4096)
            return wrong("prepare." + member, "must be \"edge\" with 256 to 4096");
        preparation_.edgeMax = value.get<int>();
    }
    return {};
}

std::size_t StyleMapping::photosFor(std::size_t available) const {
    return std::min(available, photosMost_);
}

json StyleMapping::inputFor(std::string_view style, const std::vector<std::string>& photoUrls,
                            std::uint32_t seed) const {
    const auto found = styles_.find(style);
    json input = found == styles_.end() ? json::object() : found->second;
    if (photoShape_ == PhotoShape::List) {
        input[photoFields_.front()] = photoUrls;
    } else {
        for (std::size_t i = 0; i < photoFields_.size() && i < photoUrls.size(); ++i)
            input[photoFields_[i]] = photoUrls[i];
    }
    if (!seedField_.empty()) input[seedField_] = seed;
    return input;
}

std::vector<std::pair<std::string, json>> StyleMapping::examples() const {
    std::vector<std::pair<std::string, json>> all;
    const std::vector<std::string> photos(photosMost_, "https://example.com/photo.jpg");
    for (const auto& [style, input] : styles_)
        all.emplace_back(style, inputFor(style, photos, 1));
    return all;
}

Result<Prompts> parseStylePrompts(std::string_view text) {
    const json object = json::parse(text, nullptr, false, true);
    if (!object.is_object()) return fail(ErrorCode::InvalidInput, "style prompts: not a JSON object");
    Prompts prompts;
    for (const auto& [style, words] : object.items()) {
        if (!words.is_string())
            return fail(ErrorCode::InvalidInput, "style prompts: " + style + " must be a text");
        prompts[style] = words.get<std::string>();
    }
    return prompts;
}

} // namespace headroom::generators::replicate
