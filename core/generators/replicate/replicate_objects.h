#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Replicate's objects as far as we read them. Their statuses grow: whatever is not known as unfinished counts
// as the end, so that nobody waits for ever.
namespace headroom::generators::replicate {

enum class Status {
    Unfinished, ///< starting, processing
    Succeeded,
    Failed,
    Canceled,
    Aborted, ///< its deadline passed before it ran; not charged
    Other,   ///< an end that we do not know
};

struct Prediction {
    std::string id;
    Status status = Status::Other;
    std::string statusText;
    nlohmann::json input;
    nlohmann::json output;
    std::string error;
    std::string createdAt; ///< ISO 8601, which sorts as text
    std::optional<double> predictSeconds;
    bool dataRemoved = false;
};

struct UploadedFile {
    std::string id;
    std::string url; ///< what the input gets
    std::string createdAt;
    nlohmann::json metadata;
};

/// One page of a list.
template <class Object>
struct Page {
    std::vector<Object> objects;
    std::string next; ///< URL; empty after the last
};

/// Corrupt when it is not one.
Result<Prediction> predictionFrom(const nlohmann::json& json);
Result<UploadedFile> fileFrom(const nlohmann::json& json);

/// Addresses or data URIs of the results, in their order: a text, a list of texts, or an object of such.
std::vector<std::string> outputsOf(const nlohmann::json& output);

/// Every text in a prediction's input, however deep.
std::vector<std::string> textsOf(const nlohmann::json& input);

/// A member that is a text; empty otherwise.
std::string textOf(const nlohmann::json& object, const char* name);

} // namespace headroom::generators::replicate
