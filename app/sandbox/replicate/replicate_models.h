#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace headroom::sandbox {

using Json = nlohmann::ordered_json;

/// A model of the stand-in, with the schema that the real one publishes as far as Headroom's mappings use it.
struct ReplicateModel {
    std::string name; ///< "owner/name"
    bool official = false;
    std::string version; ///< 64 hexadecimal digits
    Json schemas;        ///< Input, Output and enumerations
    bool listOutput = false;

    Json versionJson() const;
    Json json() const;
};

std::optional<ReplicateModel> replicateModel(std::string_view name);
/// By "64 hex" or "owner/name:64 hex".
std::optional<ReplicateModel> replicateModelOfVersion(std::string_view version);

/// Replicate's 422 body for an input that does not fit; nothing when it does. Unknown fields pass, as there.
std::optional<Json> inputRefusal(const ReplicateModel& model, const Json& input);

} // namespace headroom::sandbox
