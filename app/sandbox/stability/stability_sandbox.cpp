#include "app/sandbox/stability/stability_sandbox.h"

#include "app/sandbox/stability/stability_answers.h"
#include "app/sandbox/stability/stability_fields.h"
#include "app/sandbox/stability/stability_pictures.h"
#include "core/base/crypto.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace headroom::sandbox {

namespace {

using http::Response;

/// The service's own limit, and room for our server to take what it has to refuse.
constexpr std::size_t requestBytesMax = 10u << 20;
constexpr std::uint64_t bodyBytesMax = 24u << 20;

/// More than 150 requests in 10 s.
constexpr std::size_t requestsMax = 150;
constexpr std::int64_t requestsWindowMs = 10'000;

constexpr std::array relightFields{
    FieldRule{"subject_image", FieldKind::Picture, Need::Required},
    FieldRule{"background_prompt", FieldKind::Text, Need::Required},
    FieldRule{"foreground_prompt", FieldKind::Text},
    FieldRule{"negative_prompt", FieldKind::Text},
    FieldRule{"preserve_original_subject", FieldKind::Share},
    FieldRule{"original_background_depth", FieldKind::Share},
    FieldRule{"keep_original_background", FieldKind::Flag},
    FieldRule{"light_source_direction", FieldKind::Light},
    FieldRule{"light_source_strength", FieldKind::Share},
    FieldRule{"seed", FieldKind::Seed},
    FieldRule{"output_format", FieldKind::Format},
};

constexpr std::array pictureOnlyFields{
    FieldRule{"image", FieldKind::Picture, Need::Required},
    FieldRule{"output_format", FieldKind::Format},
};

std::string keyOf(const http::Request& request) {
    const std::string_view header = request.header("authorization");
    constexpr std::string_view scheme = "Bearer ";
    return header.starts_with(scheme) ? std::string(header.substr(scheme.size())) : std::string();
}

bool says(const FormData& form, std::string_view word) {
    return form.text("background_prompt").find(std::string("sandbox ") + std::string(word)) !=
           std::string_view::npos;
}

/// What a request asks to go wrong at once.
std::optional<Response> magicRefusal(const FormData& form) {
    if (says(form, "moderation"))
        return stabilityError(403, "content_moderation",
                              "Your request was flagged by our content moderation system");
    if (says(form, "public figure"))
        return stabilityError(422, "public_figure", "Our system detected the likeness of a public figure");
    if (says(form, "no credits"))
        return stabilityError(402, "payment_required", "You lack sufficient credits to make this request");
    if (says(form, "internal error"))
        return stabilityError(500, "internal_error", "An unexpected server error has occurred");
    return std::nullopt;
}

Effect effectOf(const FormData& form) {
    if (says(form, "filtered")) return Effect::Blurred;
    if (says(form, "two faces")) return Effect::TwoFaces;
    if (says(form, "nobody")) return Effect::Nobody;
    return Effect::Relit;
}

std::uint32_t seedOf(const FormData& form) {
    std::uint32_t seed = 0;
    for (const char c : form.text("seed"))
        seed = seed * 10 + static_cast<std::uint32_t>(c - '0');
    return seed ? seed : static_cast<std::uint32_t>(1 + randomBelow(4'294'967'293));
}

std::string formatOf(const FormData& form) {
    const std::string_view asked = form.text("output_format");
    return std::string(asked.empty() ? "png" : asked);
}

void take(std::int64_t ms) {
    std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

} // namespace

void StabilitySandbox::addRoutes(http::Router& router) {
    const http::RouteOptions large{.bodyLimitBytes = bodyBytesMax};
    const auto bind = [this](Response (StabilitySandbox::*answer)(http::Request&)) {
        return [this, answer](http::Request& request) {
            Response refusal = admitted(request);
            return refusal.status != 0 ? std::move(refusal) : (this->*answer)(request);
        };
    };
    const std::string edit = "/stability/v2beta/stable-image/edit/";
    router.add("POST", edit + "replace-background-and-relight", bind(&StabilitySandbox::relight), large);
    router.add("POST", edit + "remove-background", bind(&StabilitySandbox::cutOut), large);
    router.add("POST", "/stability/v2beta/stable-image/upscale/fast", bind(&StabilitySandbox::upscale),
               large);
    router.add("GET", "/stability/v2beta/results/{id}", bind(&StabilitySandbox::result));
    router.add("GET", "/stability/v1/user/balance", bind(&StabilitySandbox::balance));
}

Response StabilitySandbox::admitted(const http::Request& request) {
    const std::string key = keyOf(request);
    if (!key.starts_with("sk-") || key == "sk-wrong")
        return stabilityError(401, "unauthorized", "authorization: missing or invalid api key");
    const std::lock_guard lock(mutex_);
    const std::int64_t now = clock_.now().ms;
    auto& times = requests_[key];
    while (!times.empty() && times.front() <= now - requestsWindowMs)
        times.pop_front();
    times.push_back(now);
    if (times.size() > requestsMax) lockedUntil_[key] = now + pace_.lockOutMs;
    if (now < lockedUntil_[key])
        return stabilityError(
            429, "rate_limit_exceeded",
            "You have exceeded the rate limit of 150 requests within a 10 second period, and "
            "have been timed out for 60 seconds.");
    if (request.body.size() > requestBytesMax)
        return stabilityError(413, "payload_too_large", "Your request was larger than 10MiB.");
    if (request.method == "POST" && key == "sk-poor")
        return stabilityError(402, "payment_required", "You lack sufficient credits to make this request");
    Response admittedOne;
    admittedOne.status = 0;
    return admittedOne;
}

Response StabilitySandbox::relight(http::Request& request) {
    const auto form = parseFormData(request.header("content-type"), request.body);
    if (!form) return stabilityError(400, "bad_request", form.error().detail);
    if (auto refusal = checkFields(*form, relightFields, {}, "png|jpeg|webp")) return std::move(*refusal);
    if (form->find("light_source_strength") && !form->find("light_source_direction"))
        return stabilityError(400, "bad_request",
                              "light_source_strength: needs light_reference or light_source_direction");
    if (auto refusal = magicRefusal(*form)) return std::move(*refusal);
    const Effect effect = effectOf(*form);
    auto image = paintedPicture(form->find("subject_image")->bytes, effect,
                                form->text("light_source_direction"), formatOf(*form));
    if (!image) return stabilityError(500, "internal_error", image.error().detail);
    const std::string id = toHex(randomBytes(32));
    const std::lock_guard lock(mutex_);
    const std::int64_t now = clock_.now().ms;
    const std::int64_t work = says(*form, "for ever") ? pace_.keptMs : pace_.relightMs;
    works_[id] = {.key = keyOf(request),
                  .image = std::move(*image),
                  .finishReason = effect == Effect::Blurred ? "CONTENT_FILTERED" : "SUCCESS",
                  .readyAt = now + work,
                  .endsAt = now + pace_.keptMs,
                  .lastAskedAt = 0,
                  .seed = seedOf(*form)};
    ++charged_;
    return Response::json(200, nlohmann::json{{"id", id}}.dump());
}

Response StabilitySandbox::result(http::Request& request) {
    const std::string id(request.parameter("id"));
    const std::lock_guard lock(mutex_);
    ++polls_;
    const std::int64_t now = clock_.now().ms;
    const auto found = works_.find(id);
    // Another key's results do not exist.
    if (found == works_.end() || found->second.key != keyOf(request) || now >= found->second.endsAt)
        return stabilityError(404, "not_found", "id: the generation either does not exist or has expired");
    Work& work = found->second;
    const bool tooSoon = work.lastAskedAt != 0 && now - work.lastAskedAt < pace_.pollMs * 9 / 10;
    work.lastAskedAt = now;
    if (tooSoon) {
        lockedUntil_[work.key] = now + pace_.lockOutMs;
        return stabilityError(429, "rate_limit_exceeded", "results may be asked for once every 10 seconds");
    }
    if (now < work.readyAt)
        return Response::json(202, nlohmann::json{{"id", id}, {"status", "in-progress"}}.dump());
    return stabilityImage(request.header("accept"), work.image, work.finishReason, work.seed);
}

Response StabilitySandbox::cutOut(http::Request& request) {
    const auto form = parseFormData(request.header("content-type"), request.body);
    if (!form) return stabilityError(400, "bad_request", form.error().detail);
    const PictureRule rule{.pixelsMax = 4'194'304, .aspectMax = 0};
    if (auto refusal = checkFields(*form, pictureOnlyFields, rule, "png|webp")) return std::move(*refusal);
    take(pace_.directMs);
    const auto image = paintedPicture(form->find("image")->bytes, Effect::CutOut, {}, formatOf(*form));
    if (!image) return stabilityError(500, "internal_error", image.error().detail);
    const std::lock_guard lock(mutex_);
    ++charged_;
    return stabilityImage(request.header("accept"), *image, "SUCCESS", 0);
}

Response StabilitySandbox::upscale(http::Request& request) {
    const auto form = parseFormData(request.header("content-type"), request.body);
    if (!form) return stabilityError(400, "bad_request", form.error().detail);
    const PictureRule rule{
        .sideMin = 32, .sideMax = 1'536, .pixelsMin = 1'024, .pixelsMax = 1'048'576, .aspectMax = 0};
    if (auto refusal = checkFields(*form, pictureOnlyFields, rule, "png|jpeg|webp"))
        return std::move(*refusal);
    take(pace_.directMs);
    const auto image = paintedPicture(form->find("image")->bytes, Effect::Larger, {}, formatOf(*form));
    if (!image) return stabilityError(500, "internal_error", image.error().detail);
    const std::lock_guard lock(mutex_);
    ++charged_;
    return stabilityImage(request.header("accept"), *image, "SUCCESS", 0);
}

Response StabilitySandbox::balance(http::Request& request) {
    const bool poor = keyOf(request) == "sk-poor";
    return Response::json(200, nlohmann::json{{"credits", poor ? 0.0 : 25.0}}.dump());
}

int StabilitySandbox::polls() const {
    const std::lock_guard lock(mutex_);
    return polls_;
}

int StabilitySandbox::charged() const {
    const std::lock_guard lock(mutex_);
    return charged_;
}

} // namespace headroom::sandbox
