#include "app/sandbox/replicate/replicate_models.h"

#include "core/base/embedded_file.h"

#include <algorithm>
#include <span>

namespace headroom::resources {
std::span<const EmbeddedFile> replicateModels();
}

namespace headroom::sandbox {

namespace {

const Json& table() {
    static const Json models = Json::parse(resources::replicateModels().front().content);
    return models;
}

ReplicateModel modelFrom(const std::string& name, const Json& entry) {
    return {.name = name,
            .official = entry["official"].get<bool>(),
            .version = entry["version"].get<std::string>(),
            .schemas = entry["schemas"],
            .listOutput = entry["schemas"]["Output"]["type"] == "array"};
}

const Json& resolved(const ReplicateModel& model, const Json& property) {
    if (!property.contains("allOf")) return property;
    const auto reference = property["allOf"][0]["$ref"].get<std::string>();
    return model.schemas[reference.substr(reference.rfind('/') + 1)];
}

std::string misfit(const Json& value, const Json& schema) {
    if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end())
        return "must be one of the following: " + schema["enum"].dump();
    const std::string type = schema.value("type", "");
    const bool fits = type.empty() || (type == "string" && value.is_string()) ||
                      (type == "integer" && value.is_number_integer()) ||
                      (type == "number" && value.is_number()) || (type == "boolean" && value.is_boolean()) ||
                      (type == "array" && value.is_array());
    if (!fits) return "Invalid type. Expected: " + type;
    if (value.is_number() && schema.contains("minimum") && value < schema["minimum"])
        return "Must be greater than or equal to " + schema["minimum"].dump();
    if (value.is_number() && schema.contains("maximum") && value > schema["maximum"])
        return "Must be less than or equal to " + schema["maximum"].dump();
    if (value.is_array() && schema.contains("maxItems") &&
        value.size() > schema["maxItems"].get<std::size_t>())
        return "Array must have at most " + schema["maxItems"].dump() + " items";
    return {};
}

} // namespace

Json ReplicateModel::versionJson() const {
    return {{"id", version},
            {"created_at", "2026-01-01T00:00:00.000000Z"},
            {"cog_version", "0.9.0"},
            {"openapi_schema",
             {{"openapi", "3.0.2"}, {"info", {{"title", "Cog"}}}, {"components", {{"schemas", schemas}}}}}};
}

Json ReplicateModel::json() const {
    const std::size_t slash = name.find('/');
    return {{"url", "https://replicate.com/" + name},
            {"owner", name.substr(0, slash)},
            {"name", name.substr(slash + 1)},
            {"description", "A stand-in: it gives back the photo, lit anew."},
            {"visibility", "public"},
            {"run_count", 1},
            {"is_official", official},
            {"latest_version", versionJson()}};
}

std::optional<ReplicateModel> replicateModel(std::string_view name) {
    const auto found = table().find(name);
    if (found == table().end()) return std::nullopt;
    return modelFrom(std::string(name), *found);
}

std::optional<ReplicateModel> replicateModelOfVersion(std::string_view version) {
    const std::size_t colon = version.find(':');
    const std::string_view hash = colon == std::string_view::npos ? version : version.substr(colon + 1);
    for (const auto& [name, entry] : table().items())
        if (entry["version"].get_ref<const std::string&>() == hash) return modelFrom(name, entry);
    return std::nullopt;
}

std::optional<Json> inputRefusal(const ReplicateModel& model, const Json& input) {
    Json fields = Json::array();
    const Json& schema = model.schemas["Input"];
    for (const Json& required : schema["required"])
        if (!input.contains(required.get<std::string>()))
            fields.push_back({{"type", "required"},
                              {"field", "input"},
                              {"description", required.get<std::string>() + " is required"}});
    for (const auto& [field, property] : schema["properties"].items()) {
        if (!input.contains(field)) continue;
        const std::string why = misfit(input[field], resolved(model, property));
        if (!why.empty())
            fields.push_back({{"type", "invalid"}, {"field", "input." + field}, {"description", why}});
    }
    if (fields.empty()) return std::nullopt;
    std::string detail;
    for (const Json& field : fields)
        detail +=
            "- " + field["field"].get<std::string>() + ": " + field["description"].get<std::string>() + "\n";
    return Json{{"type", "https://replicate.com/docs/reference/http#errors"},
                {"title", "Input validation failed"},
                {"detail", detail},
                {"status", 422},
                {"invalid_fields", fields}};
}

} // namespace headroom::sandbox
