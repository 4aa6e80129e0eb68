#include "core/generators/replicate/schema_check.h"

#include <algorithm>
#include <optional>

namespace headroom::generators::replicate {

using nlohmann::json;

namespace {

/// One schema inside another never goes deeper than this in what Replicate publishes.
constexpr int depthMax = 8;

const json* memberOf(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

class Checker {
public:
    explicit Checker(const json& root)
        : root_(root) {}

    const json* input() const {
        const json* const components = memberOf(root_, "components");
        const json* const schemas = components ? memberOf(*components, "schemas") : nullptr;
        return schemas ? memberOf(*schemas, "Input") : nullptr;
    }

    /// What is wrong with the value; nothing when it fits.
    std::optional<std::string> misfit(const json& value, const json& schema, int depth = 0) const {
        if (depth > depthMax) return "cannot be checked: the schema is too deep";
        if (const json* const reference = memberOf(schema, "$ref"); reference && reference->is_string()) {
            const json* const target = resolved(reference->get<std::string>());
            if (!target) return "cannot be checked: the schema refers to nothing";
            return misfit(value, *target, depth + 1);
        }
        if (const json* const all = memberOf(schema, "allOf"); all && all->is_array())
            for (const json& one : *all)
                if (const auto why = misfit(value, one, depth + 1)) return why;
        if (const json* const any = memberOf(schema, "anyOf"); any && any->is_array()) {
            const bool fits = std::ranges::any_of(
                *any, [&](const json& one) { return !misfit(value, one, depth + 1).has_value(); });
            if (!fits) return "is " + shortened(value) + ", which the model does not take";
        }
        if (const auto why = enumMisfit(value, schema)) return why;
        if (const auto why = typeMisfit(value, schema)) return why;
        if (const auto why = boundMisfit(value, schema)) return why;
        return itemMisfit(value, schema, depth);
    }

private:
    static std::string shortened(const json& value) {
        std::string text = value.dump();
        if (text.size() > 60) text = text.substr(0, 57) + "...";
        return text;
    }

    const json* resolved(const std::string& reference) const {
        constexpr std::string_view start = "#/";
        if (!reference.starts_with(start)) return nullptr;
        const json::json_pointer pointer(reference.substr(1));
        return root_.contains(pointer) ? &root_[pointer] : nullptr;
    }

    static std::optional<std::string> enumMisfit(const json& value, const json& schema) {
        const json* const values = memberOf(schema, "enum");
        if (!values || !values->is_array()) return std::nullopt;
        if (std::ranges::find(*values, value) != values->end()) return std::nullopt;
        std::string list;
        for (const json& one : *values)
            list += (list.empty() ? "" : ", ") + (one.is_string() ? one.get<std::string>() : one.dump());
        return "is " + shortened(value) + ", but must be one of: " + list;
    }

    static std::optional<std::string> typeMisfit(const json& value, const json& schema) {
        const json* const type = memberOf(schema, "type");
        if (!type || !type->is_string()) return std::nullopt;
        const auto& wanted = type->get_ref<const std::string&>();
        const bool nullable = memberOf(schema, "nullable") && *memberOf(schema, "nullable") == true;
        const bool fits =
            (wanted == "string" && value.is_string()) || (wanted == "integer" && value.is_number_integer()) ||
            (wanted == "number" && value.is_number()) || (wanted == "boolean" && value.is_boolean()) ||
            (wanted == "array" && value.is_array()) || (wanted == "object" && value.is_object()) ||
            (nullable && value.is_null());
        if (fits) return std::nullopt;
        return "is " + shortened(value) + ", but must be of type " + wanted;
    }

    static std::optional<std::string> boundMisfit(const json& value, const json& schema) {
        if (value.is_number()) {
            const json* const least = memberOf(schema, "minimum");
            const json* const most = memberOf(schema, "maximum");
            if (least && least->is_number() && value < *least)
                return "is " + value.dump() + ", but must be at least " + least->dump();
            if (most && most->is_number() && value > *most)
                return "is " + value.dump() + ", but must be at most " + most->dump();
        }
        const json* const items = memberOf(schema, "maxItems");
        if (value.is_array() && items && items->is_number_integer() &&
            value.size() > items->get<std::size_t>())
            return "has " + std::to_string(value.size()) + " photos, but may have " + items->dump();
        return std::nullopt;
    }

    std::optional<std::string> itemMisfit(const json& value, const json& schema, int depth) const {
        const json* const items = memberOf(schema, "items");
        if (!value.is_array() || !items) return std::nullopt;
        for (const json& one : value)
            if (const auto why = misfit(one, *items, depth + 1)) return why;
        return std::nullopt;
    }

    const json& root_;
};

std::string listOf(const json& properties) {
    std::string list;
    for (const auto& [field, ignored] : properties.items())
        list += (list.empty() ? "" : ", ") + field;
    return list;
}

Result<void> checkStyle(const StyleMapping& mapping, const std::string& style, const json& input,
                        const Checker& checker) {
    const std::string where = "mapping " + mapping.name() + ", style " + style + ": input.";
    const json& schema = *checker.input();
    const json& properties = *memberOf(schema, "properties");
    for (const auto& [field, value] : input.items()) {
        const json* const property = memberOf(properties, field.c_str());
        if (!property)
            return fail(ErrorCode::InvalidInput, where + field + " is not a field of " + mapping.model() +
                                                     ", which has " + listOf(properties));
        if (const auto why = checker.misfit(value, *property))
            return fail(ErrorCode::InvalidInput, where + field + " " + *why);
    }
    const json* const required = memberOf(schema, "required");
    if (!required || !required->is_array()) return {};
    for (const json& field : *required)
        if (field.is_string() && !input.contains(field.get<std::string>()))
            return fail(ErrorCode::InvalidInput, where + field.get<std::string>() + " is missing, but " +
                                                     mapping.model() + " needs it");
    return {};
}

} // namespace

Result<void> checkAgainstSchema(const StyleMapping& mapping, const json& openapiSchema) {
    const Checker checker(openapiSchema);
    const json* const input = checker.input();
    const json* const properties = input ? memberOf(*input, "properties") : nullptr;
    if (!properties || !properties->is_object())
        return fail(ErrorCode::InvalidInput, "the schema of " + mapping.model() + " cannot be read");
    for (const auto& [style, example] : mapping.examples())
        TRY(checkStyle(mapping, style, example, checker));
    return {};
}

} // namespace headroom::generators::replicate
