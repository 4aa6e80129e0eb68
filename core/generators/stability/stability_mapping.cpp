#include "core/generators/stability/stability_mapping.h"

#include "core/base/embedded_file.h"
#include "core/generators/stability/stability_limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace headroom::resources {
std::span<const EmbeddedFile> stability_styles();
}

namespace headroom::generators::stability {

namespace {

using nlohmann::json;

constexpr int photoEdgeMin = 512, photoEdgeMax = 3072; // 2458 x 3072 are 7.5 of the 9.4 megapixels allowed
constexpr double priceMax = 1'000;

Failure wrong(const std::string& member, std::string_view why) {
    return fail(ErrorCode::InvalidInput, "Stability styles: " + member + " " + std::string(why));
}

/// The texts are sent to a service that refuses other languages; what is no ASCII is most likely one.
bool isPlainEnglish(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

Result<void> readText(const json& value, const std::string& member, std::string& text) {
    if (!value.is_string()) return wrong(member, "must be a text");
    text = value.get<std::string>();
    if (text.size() > promptLengthMax) return wrong(member, "is longer than 10,000 characters");
    if (!isPlainEnglish(text)) return wrong(member, "must be English, in plain letters");
    return {};
}

Result<void> readShare(const json& value, const std::string& member, double& share) {
    if (!value.is_number()) return wrong(member, "must be a number");
    share = value.get<double>();
    if (!(share >= 0 && share <= 1)) return wrong(member, "must be 0 to 1");
    return {};
}

std::optional<LightSide> sideOf(const json& value) {
    if (!value.is_string()) return std::nullopt;
    if (value == "none") return LightSide::None;
    for (const LightSide side : {LightSide::Left, LightSide::Right, LightSide::Above, LightSide::Below})
        if (value == name(side)) return side;
    return std::nullopt;
}

Result<void> readLights(const json& value, const std::string& member, std::vector<LightSide>& lights) {
    if (!value.is_array() || value.empty() || value.size() > 16)
        return wrong(member, "must be a list of 1 to 16 sides");
    lights.clear();
    for (const json& one : value) {
        const auto side = sideOf(one);
        if (!side) return wrong(member, "must name left, right, above, below or none");
        lights.push_back(*side);
    }
    return {};
}

Result<void> readMember(StyleWish& wish, const std::string& name, const json& value,
                        const std::string& place) {
    if (name == "background") return readText(value, place, wish.backgroundPrompt);
    if (name == "foreground") return readText(value, place, wish.foregroundPrompt);
    if (name == "negative") return readText(value, place, wish.negativePrompt);
    if (name == "preserve_subject") return readShare(value, place, wish.preserveSubject);
    if (name == "background_depth") return readShare(value, place, wish.backgroundDepth);
    if (name == "light_strength") return readShare(value, place, wish.lightStrength);
    if (name == "lights") return readLights(value, place, wish.lights);
    if (name != "operation") return wrong(place, "is not a member of styles");
    if (value == "relight")
        wish.operation = Operation::Relight;
    else if (value == "remove-background")
        wish.operation = Operation::CutOut;
    else
        return wrong(place, "must be relight or remove-background");
    return {};
}

Result<StyleWish> readWish(StyleWish wish, const json& object, const std::string& place) {
    if (!object.is_object()) return wrong(place, "must be an object");
    for (const auto& [name, value] : object.items())
        TRY(readMember(wish, name, value, place + "." + name));
    return wish;
}

Result<std::int64_t> microsOf(const json& value, const std::string& member) {
    if (!value.is_number()) return wrong(member, "must be a number");
    const double units = value.get<double>();
    if (!(units >= 0 && units <= priceMax)) return wrong(member, "must be 0 to 1000");
    return std::llround(units * 1e6);
}

Result<Prices> readPrices(const json& object) {
    if (!object.is_object()) return wrong("price", "must be an object");
    Prices prices;
    for (const auto& [name, value] : object.items()) {
        if (name == "relight")
            prices.relightMicros = TRY(microsOf(value, "price.relight"));
        else if (name == "remove-background")
            prices.cutOutMicros = TRY(microsOf(value, "price.remove-background"));
        else if (name == "upscale")
            prices.upscaleMicros = TRY(microsOf(value, "price.upscale"));
        else if (name == "currency" && value.is_string() && value.get_ref<const std::string&>().size() == 3)
            prices.currency = value.get<std::string>();
        else
            return wrong("price." + name, "is not a price, or no currency of three letters");
    }
    return prices;
}

} // namespace

std::string_view name(LightSide side) {
    switch (side) {
    case LightSide::None:
        return "";
    case LightSide::Left:
        return "left";
    case LightSide::Right:
        return "right";
    case LightSide::Above:
        return "above";
    case LightSide::Below:
        return "below";
    }
    __builtin_unreachable();
}

Result<StabilityMapping> StabilityMapping::parse(std::string_view text) {
    if (text.size() > mappingBytesMax) return wrong("the file", "is too large");
    const json object = json::parse(text, nullptr, false, true);
    if (!object.is_object()) return wrong("the file", "is not a JSON object");
    StabilityMapping mapping;
    for (const auto& [name, value] : object.items())
        if (name != "about" && name != "price" && name != "photo_edge" && name != "common" &&
            name != "styles")
            return wrong("\"" + name + "\"", "is not a member of the file");
    if (object.contains("price")) mapping.prices_ = TRY(readPrices(object["price"]));
    const json edge = object.value("photo_edge", json(mapping.photoEdge_));
    if (!edge.is_number_integer() || edge < photoEdgeMin || edge > photoEdgeMax)
        return wrong("photo_edge", "must be 512 to 3072");
    mapping.photoEdge_ = edge.get<int>();
    const StyleWish common = TRY(readWish({}, object.value("common", json::object()), "common"));
    const json styles = object.value("styles", json());
    if (!styles.is_object() || styles.empty()) return wrong("styles", "must be an object with styles");
    for (const auto& [style, own] : styles.items()) {
        StyleWish wish = TRY(readWish(common, own, "styles." + style));
        if (wish.operation == Operation::Relight && wish.backgroundPrompt.empty())
            return wrong("styles." + style, "needs a background");
        mapping.styles_.emplace(style, std::move(wish));
    }
    return mapping;
}

Result<StabilityMapping> StabilityMapping::builtIn() {
    for (const EmbeddedFile& file : resources::stability_styles())
        if (file.name == "styles.json") return parse(file.content);
    return fail(ErrorCode::Internal, "no styles for Stability AI inside the program");
}

std::vector<std::string> StabilityMapping::styles() const {
    std::vector<std::string> names;
    for (const auto& [style, wish] : styles_)
        names.push_back(style);
    return names;
}

} // namespace headroom::generators::stability
