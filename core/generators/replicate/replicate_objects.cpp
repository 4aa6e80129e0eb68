#include "core/generators/replicate/replicate_objects.h"

namespace headroom::generators::replicate {

using nlohmann::json;

namespace {

Status statusFrom(std::string_view text) {
    if (text == "starting" || text == "processing") return Status::Unfinished;
    if (text == "succeeded") return Status::Succeeded;
    if (text == "failed") return Status::Failed;
    if (text == "canceled") return Status::Canceled;
    if (text == "aborted") return Status::Aborted;
    return Status::Other;
}

json memberOf(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? json() : *found;
}

void collect(const json& value, std::vector<std::string>& texts) {
    if (value.is_string())
        texts.push_back(value.get<std::string>());
    else if (value.is_structured())
        for (const json& inner : value)
            collect(inner, texts);
}

} // namespace

std::string textOf(const json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Prediction> predictionFrom(const json& object) {
    Prediction prediction{.id = textOf(object, "id"),
                          .status = Status::Other,
                          .statusText = textOf(object, "status"),
                          .input = {},
                          .output = {},
                          .error = {},
                          .createdAt = textOf(object, "created_at"),
                          .predictSeconds = {},
                          .dataRemoved = false};
    if (prediction.id.empty() || prediction.statusText.empty())
        return fail(ErrorCode::Corrupt, "replicate: no prediction");
    prediction.status = statusFrom(prediction.statusText);
    prediction.input = memberOf(object, "input");
    prediction.output = memberOf(object, "output");
    const json error = memberOf(object, "error");
    if (error.is_string())
        prediction.error = error.get<std::string>();
    else if (!error.is_null())
        prediction.error = error.dump();
    const json metrics = memberOf(object, "metrics");
    if (metrics.is_object() && memberOf(metrics, "predict_time").is_number())
        prediction.predictSeconds = metrics["predict_time"].get<double>();
    prediction.dataRemoved = memberOf(object, "data_removed") == true;
    return prediction;
}

Result<UploadedFile> fileFrom(const json& object) {
    UploadedFile file{
        .id = textOf(object, "id"), .url = {}, .createdAt = textOf(object, "created_at"), .metadata = {}};
    if (file.id.empty()) return fail(ErrorCode::Corrupt, "replicate: no file");
    file.url = textOf(memberOf(object, "urls"), "get");
    file.metadata = memberOf(object, "metadata");
    return file;
}

std::vector<std::string> outputsOf(const json& output) {
    std::vector<std::string> outputs;
    collect(output, outputs);
    return outputs;
}

std::vector<std::string> textsOf(const json& input) {
    std::vector<std::string> texts;
    collect(input, texts);
    return texts;
}

} // namespace headroom::generators::replicate
