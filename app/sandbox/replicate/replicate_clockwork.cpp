#include "app/sandbox/replicate/replicate_limits.h"
#include "app/sandbox/replicate/replicate_magic.h"
#include "app/sandbox/replicate/replicate_sandbox.h"
#include "app/sandbox/stability/stability_pictures.h"
#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/generators/hosted/standard_webhook.h"
#include "core/images/image_probe.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

// What time brings: predictions that start, end and vanish, and webhooks.
namespace headroom::sandbox {

namespace {

constexpr int leastEdge = 1'000;

std::string readAll(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/// Every text of an input, in order.
void collect(const Json& value, std::vector<std::string>& texts) {
    if (value.is_string())
        texts.push_back(value.get<std::string>());
    else if (value.is_structured())
        for (const Json& inner : value)
            collect(inner, texts);
}

Effect effectOf(const Json& input) {
    if (asksFor(input, "two faces")) return Effect::TwoFaces;
    if (asksFor(input, "nobody")) return Effect::Nobody;
    if (asksFor(input, "blurred")) return Effect::Blurred;
    return Effect::Relit;
}

std::string formatOf(const Json& input) {
    const std::string wanted = input.value("output_format", "png");
    return wanted == "jpg" ? "jpeg" : wanted;
}

} // namespace

Result<ReplicatePace> replicatePaceFromEnvironment() {
    ReplicatePace pace;
    const char* const text = std::getenv("HEADROOM_SANDBOX_REPLICATE_PACE");
    if (!text || !*text) return pace;
    const auto parts = split(text, ',');
    std::int64_t* const fields[] = {&pace.queueMs, &pace.runMs, &pace.keptMs};
    bool fine = parts.size() == std::size(fields);
    for (std::size_t i = 0; fine && i < parts.size(); ++i) {
        const auto number = parseInteger(parts[i]);
        fine = number && *number >= 0;
        if (fine) *fields[i] = *number;
    }
    if (!fine)
        return fail(ErrorCode::InvalidInput,
                    "HEADROOM_SANDBOX_REPLICATE_PACE must be three numbers of milliseconds: queue,run,kept");
    return pace;
}

Result<std::unique_ptr<ReplicateSandbox>> ReplicateSandbox::create(const std::filesystem::path& folder,
                                                                   ReplicatePace pace, const Clock& clock) {
    std::unique_ptr<ReplicateSandbox> sandbox(new ReplicateSandbox(pace, clock));
    sandbox->store_ = TRY(ReplicateStore::open(folder, clock.now()));
    sandbox->client_ = TRY(http::Client::create({}));
    if (!sandbox->store_->find("secret", "webhooks"))
        TRY(sandbox->store_->put(
            {{"kind", "secret"}, {"id", "webhooks"}, {"key", "whsec_" + toBase64(randomBytes(24))}}));
    return sandbox;
}

ReplicateSandbox::~ReplicateSandbox() {
    stop();
}

void ReplicateSandbox::start(std::string baseUrl) {
    {
        const std::lock_guard lock(mutex_);
        baseUrl_ = std::move(baseUrl);
    }
    clockwork_ = std::thread([this] { turnClockwork(); });
    webhooks_ = std::thread([this] { sendWebhooks(); });
}

void ReplicateSandbox::stop() {
    {
        const std::lock_guard lock(mutex_);
        stop_.request_stop();
    }
    changed_.notify_all();
    for (std::thread* const thread : {&clockwork_, &webhooks_})
        if (thread->joinable()) thread->join();
}

void ReplicateSandbox::turnClockwork() {
    std::unique_lock lock(mutex_);
    while (!stop_.stop_requested()) {
        for (const std::string& id : store_->ids("prediction"))
            advance(id, lock);
        removeOld();
        changed_.wait_for(lock, std::chrono::milliseconds(replicateTickMs));
    }
}

void ReplicateSandbox::advance(const std::string& id, std::unique_lock<std::mutex>& lock) {
    const Json* const found = store_->find("prediction", id);
    if (!found || !(*found)["completed_at"].is_null()) return;
    Json prediction = *found;
    const std::int64_t now = clock_.now().ms;
    const PlannedEnd planned = plannedEnd(prediction["input"]);
    const bool waiting = prediction["status"] == "starting";
    const std::int64_t deadline = prediction["_deadline"].get<std::int64_t>();
    if (deadline > 0 && now >= deadline) return finish(prediction, waiting ? "aborted" : "canceled");
    if (waiting && now >= prediction["_starts"].get<std::int64_t>()) {
        if (planned.status == std::string_view("aborted")) return finish(prediction, "aborted");
        prediction["status"] = "processing";
        prediction["started_at"] = isoText({now});
        save(prediction);
        announce(prediction, "start");
        return;
    }
    if (waiting || now < prediction["_ends"].get<std::int64_t>()) return;
    if (planned.status == std::string_view("succeeded")) return succeed(std::move(prediction), lock);
    if (planned.error) prediction["error"] = planned.error;
    finish(prediction, planned.status);
}

/// Painting takes a while, and others go on meanwhile.
void ReplicateSandbox::succeed(Json prediction, std::unique_lock<std::mutex>& lock) {
    const std::string id = prediction["id"].get<std::string>();
    const Json input = prediction["input"];
    lock.unlock();
    const auto picture = paint(prediction);
    lock.lock();
    const Json* const now = store_->find("prediction", id);
    if (!now || !(*now)["completed_at"].is_null()) return; // cancelled meanwhile
    if (!picture) {
        prediction["error"] = picture.error().detail;
        return finish(prediction, "failed");
    }
    const std::string format = formatOf(input);
    const std::string name = toHex(randomBytes(20)) + "." + (format == "jpeg" ? "jpg" : format);
    std::ofstream(store_->bytesOf(name), std::ios::binary) << *picture;
    std::string address = baseUrl_ + "/replicate/delivery/" + name;
    if (!asksFor(input, "vanished"))
        save({{"kind", "output"},
              {"id", name},
              {"content_type", "image/" + format},
              {"_at", clock_.now().ms}});
    if (asksFor(input, "elsewhere")) address = "https://pictures.example/" + name;
    prediction["output"] = prediction["_list"] == true ? Json::array({address}) : Json(address);
    if (asksFor(input, "removed")) {
        prediction["output"] = nullptr;
        prediction["data_removed"] = true;
    }
    prediction["_output"] = name;
    finish(prediction, "succeeded");
}

Result<std::string> ReplicateSandbox::paint(const Json& prediction) {
    std::vector<std::string> texts;
    collect(prediction["input"], texts);
    if (asksFor(prediction["input"], "junk")) return std::string("<html>this is no picture</html>");
    for (const std::string& text : texts) {
        std::string bytes;
        if (text.starts_with("data:")) {
            const std::size_t comma = text.find(";base64,");
            if (comma != std::string::npos) bytes = fromBase64(text.substr(comma + 8)).value_or("");
        } else if (const std::size_t files = text.find("/replicate/v1/files/"); files != std::string::npos) {
            bytes = readAll(store_->bytesOf(text.substr(text.rfind('/') + 1)));
        } else {
            continue;
        }
        if (bytes.empty()) return fail(ErrorCode::NotFound, "The input image could not be downloaded");
        // Models make pictures of about a megapixel, also out of small ones.
        const auto info = images::probeImage(bytes);
        if (info && std::max(info->width, info->height) < leastEdge)
            if (auto larger = paintedPicture(bytes, Effect::Larger, {}, "png")) bytes = std::move(*larger);
        auto picture =
            paintedPicture(bytes, effectOf(prediction["input"]), "left", formatOf(prediction["input"]));
        if (!picture) return fail(ErrorCode::Corrupt, "cannot identify image file");
        return picture;
    }
    return fail(ErrorCode::InvalidInput, "There is no input image to work on");
}

/// As Replicate does after an hour, and with files after a day.
void ReplicateSandbox::removeOld() {
    const std::int64_t now = clock_.now().ms;
    for (const std::string& id : store_->ids("prediction")) {
        Json prediction = *store_->find("prediction", id);
        if (prediction.value("_removed_at", now + 1) > now || prediction.contains("_gone")) continue;
        if (prediction.contains("_output"))
            (void)store_->remove("output", prediction["_output"].get<std::string>());
        prediction["input"] = Json::object();
        prediction["output"] = nullptr;
        prediction["logs"] = nullptr;
        prediction["data_removed"] = true;
        prediction["_gone"] = true;
        save(prediction);
    }
    for (const std::string& id : store_->ids("file"))
        if ((*store_->find("file", id))["_at"].get<std::int64_t>() + replicateFileKeptMs < now)
            (void)store_->remove("file", id);
}

// Webhooks

std::optional<Json> ReplicateSandbox::dueDelivery() {
    const std::int64_t now = clock_.now().ms;
    for (const std::string& id : store_->ids("delivery")) {
        const Json& delivery = *store_->find("delivery", id);
        if (delivery["_next"].get<std::int64_t>() <= now) return delivery;
    }
    return std::nullopt;
}

void ReplicateSandbox::sendWebhooks() {
    std::unique_lock lock(mutex_);
    while (!stop_.stop_requested()) {
        auto delivery = dueDelivery();
        if (!delivery) {
            changed_.wait_for(lock, std::chrono::milliseconds(replicateTickMs));
            continue;
        }
        lock.unlock();
        const int status = post(*delivery);
        lock.lock();
        if (stop_.stop_requested()) return; // sent again after the next start
        const int tries = (*delivery)["_tries"].get<int>() + 1;
        if ((status >= 200 && status < 300) || tries >= replicateWebhookTries) {
            (void)store_->remove("delivery", (*delivery)["id"].get<std::string>());
            continue;
        }
        (*delivery)["_tries"] = tries;
        (*delivery)["_next"] = clock_.now().ms + (replicateWebhookFirstMs << (tries - 1));
        save(*delivery);
    }
}

int ReplicateSandbox::post(const Json& delivery) {
    std::string secret;
    {
        const std::lock_guard lock(mutex_);
        secret = (*store_->find("secret", "webhooks"))["key"].get<std::string>();
    }
    const std::string id = delivery["id"].get<std::string>(), body = delivery["body"].get<std::string>();
    const std::string moment = std::to_string(clock_.now().seconds());
    const auto signature = generators::hosted::standardSignature(secret, id, moment, body);
    if (!signature) return 0;
    http::ClientRequest request;
    request.method = "POST";
    request.url = delivery["url"].get<std::string>();
    request.body = body;
    request.headers = {{"Content-Type", "application/json"},
                       {"webhook-id", id},
                       {"webhook-timestamp", moment},
                       {"webhook-signature", *signature}};
    request.times.totalMs = replicateWebhookTotalMs;
    request.cancel = stop_.get_token();
    const auto response = client_->send(request);
    log::info("sandbox.replicate", "a webhook was sent",
              {{"id", id}, {"status", response ? response->status : 0}});
    return response ? response->status : 0;
}

} // namespace headroom::sandbox
