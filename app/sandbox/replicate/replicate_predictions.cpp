#include "app/sandbox/replicate/replicate_limits.h"
#include "app/sandbox/replicate/replicate_magic.h"
#include "app/sandbox/replicate/replicate_sandbox.h"
#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/base/text.h"

#include <chrono>

// How predictions begin and end. What happens in between stands in replicate_clockwork.cpp.
namespace headroom::sandbox {

namespace {

using http::Response;

Response refusal(int status, const std::string& title, const std::string& detail) {
    return Response::json(status, Json{{"title", title}, {"detail", detail}, {"status", status}}.dump());
}

/// 26 characters, as Replicate's.
std::string newPredictionId() {
    constexpr std::string_view letters = "abcdefghjkmnpqrstvwxyz0123456789";
    std::string id;
    while (id.size() < 26)
        id += letters[randomBelow(letters.size())];
    return id;
}

/// Seconds of `Prefer: wait` or `wait=n`, 1 to 60; 0 without, nothing when it is wrong.
std::optional<int> waitOf(std::string_view prefer) {
    if (prefer.empty() || !prefer.starts_with("wait")) return 0;
    if (prefer == "wait") return 60;
    const auto seconds = prefer.starts_with("wait=") ? parseInteger(prefer.substr(5)) : std::nullopt;
    if (!seconds || *seconds < 1 || *seconds > 60) return std::nullopt;
    return static_cast<int>(*seconds);
}

/// "90s", "5m", "1h".
std::optional<std::int64_t> cancelAfterMs(std::string_view text) {
    if (text.empty()) return 0;
    const auto number = parseInteger(text.substr(0, text.size() - 1));
    const char unit = text.back();
    const std::int64_t unitMs = unit == 's' ? 1'000 : unit == 'm' ? 60'000 : unit == 'h' ? 3'600'000 : 0;
    if (!number || unitMs == 0 || *number * unitMs < 5'000) return std::nullopt;
    return *number * unitMs;
}

bool isWebhookAddress(const Json& url) {
    if (!url.is_string()) return false;
    const auto& text = url.get_ref<const std::string&>();
    return text.starts_with("https://") || text.starts_with("http://127.0.0.1") ||
           text.starts_with("http://localhost");
}

std::optional<Response> callRefusal(const http::Request& request, const Json& body) {
    if (!body.contains("input") || !body["input"].is_object())
        return refusal(422, "Input validation failed", "input is required");
    if (body.contains("webhook") && !isWebhookAddress(body["webhook"]))
        return refusal(422, "Input validation failed", "webhook must be an HTTPS URL");
    for (const Json& event : body.value("webhook_events_filter", Json::array()))
        if (event != "start" && event != "output" && event != "logs" && event != "completed")
            return refusal(422, "Input validation failed",
                           "webhook_events_filter must be of start, output, logs, completed");
    if (!waitOf(request.header("Prefer")))
        return refusal(422, "Input validation failed", "Prefer must be wait or wait=1 to wait=60");
    if (!cancelAfterMs(request.header("Cancel-After")))
        return refusal(422, "Input validation failed", "Cancel-After must be 5s or more");
    if (asksFor(body["input"], "unpaid"))
        return refusal(402, "Insufficient credit",
                       "You have insufficient credit to run this model. Go to "
                       "https://replicate.com/account/billing to purchase credit.");
    return std::nullopt;
}

} // namespace

Json ReplicateSandbox::shown(const Json& object) const {
    Json out = Json::object();
    for (const auto& [member, value] : object.items())
        if (!member.starts_with('_') && member != "kind") out[member] = value;
    const std::string id = object["id"].get<std::string>();
    const std::string kind = object["kind"] == "file" ? "files" : "predictions";
    const std::string address = baseUrl_ + "/replicate/v1/" + kind + "/" + id;
    out["urls"] = {{"get", address}};
    if (kind == "predictions") {
        out["urls"]["cancel"] = address + "/cancel";
        out["urls"]["web"] = "https://replicate.com/p/" + id;
    }
    return out;
}

void ReplicateSandbox::save(const Json& object) {
    if (const auto kept = store_->put(object); !kept)
        log::error("sandbox.replicate", "cannot keep the state", {{"why", describe(kept.error())}});
    changed_.notify_all();
}

Json ReplicateSandbox::newPrediction(const http::Request& request, const ReplicateModel& model,
                                     const Json& body) {
    const Timestamp now = clock_.now();
    const std::int64_t queue = pace_.queueMs * (asksFor(body["input"], "slow") ? 10 : 1);
    const std::int64_t run = pace_.runMs * (asksFor(body["input"], "slow") ? 10 : 1);
    const std::int64_t cancelAfter = *cancelAfterMs(request.header("Cancel-After"));
    return {{"kind", "prediction"},
            {"id", newPredictionId()},
            {"model", model.name},
            {"version", model.official ? "hidden" : model.version},
            {"input", body["input"]},
            {"logs", ""},
            {"output", nullptr},
            {"data_removed", false},
            {"error", nullptr},
            {"status", "starting"},
            {"source", "api"},
            {"created_at", isoText(now)},
            {"started_at", nullptr},
            {"completed_at", nullptr},
            {"metrics", Json::object()},
            {"_at", now.ms},
            {"_starts", now.ms + queue},
            {"_ends", now.ms + queue + run},
            {"_deadline", cancelAfter == 0 ? 0 : now.ms + cancelAfter},
            {"_list", model.listOutput},
            {"_webhook", body.value("webhook", Json())},
            {"_events", body.value("webhook_events_filter", Json({"start", "output", "logs", "completed"}))}};
}

Response ReplicateSandbox::create(http::Request& request, const ReplicateModel& model, const Json& body) {
    if (auto refused = callRefusal(request, body)) return std::move(*refused);
    if (const auto refused = inputRefusal(model, body["input"])) return Response::json(422, refused->dump());
    std::unique_lock lock(mutex_);
    if (store_->count() >= replicateObjects) return refusal(507, "Full", "Start over with an empty state.");
    // Every second one, so that whoever comes again is served.
    if (asksFor(body["input"], "throttled") && (throttled_ = !throttled_))
        return Response::json(429, Json{{"detail", "Request was throttled. Your rate limit resets in ~1s."},
                                        {"retry_after", 1}}
                                       .dump())
            .with("Retry-After", "1");
    const Json prediction = newPrediction(request, model, body);
    save(prediction);
    const std::string id = prediction["id"].get<std::string>();
    // The work is begun, and its answer lost on the way.
    if (asksFor(body["input"], "lost")) return refusal(502, "Bad gateway", "The answer was lost.");
    const int seconds = *waitOf(request.header("Prefer"));
    const auto finished = [&] {
        const Json* const now = store_->find("prediction", id);
        return !now || !(*now)["completed_at"].is_null();
    };
    changed_.wait_for(lock, std::chrono::seconds(seconds),
                      [&] { return finished() || stop_.stop_requested(); });
    const int status = seconds > 0 && !finished() ? 202 : 201;
    return Response::json(status, shown(*store_->find("prediction", id)).dump());
}

void ReplicateSandbox::finish(Json prediction, std::string_view status) {
    const Timestamp now = clock_.now();
    prediction["status"] = status;
    prediction["completed_at"] = isoText(now);
    prediction["_removed_at"] = now.ms + pace_.keptMs;
    if (!prediction["started_at"].is_null()) {
        const double seconds = static_cast<double>(now.ms - prediction["_starts"].get<std::int64_t>()) / 1000;
        prediction["metrics"] = {{"predict_time", std::max(0.001, seconds)}};
    }
    save(prediction);
    announce(prediction, "completed");
}

/// Kept until the receiver took it: a restart of the sandbox sends it again, with the same id.
void ReplicateSandbox::announce(const Json& prediction, std::string_view event) {
    if (!prediction["_webhook"].is_string()) return;
    const Json& events = prediction["_events"];
    if (std::find(events.begin(), events.end(), Json(event)) == events.end()) return;
    const Timestamp now = clock_.now();
    save({{"kind", "delivery"},
          {"id", "msg_" + toHex(randomBytes(14))},
          {"url", prediction["_webhook"]},
          {"body", shown(prediction).dump()},
          {"_at", now.ms},
          {"_tries", 0},
          {"_next", now.ms}});
}

} // namespace headroom::sandbox
