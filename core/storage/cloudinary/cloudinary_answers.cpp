#include "core/storage/cloudinary/cloudinary_answers.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

namespace headroom::storage {

using Json = nlohmann::json;

std::string cloudinaryText(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::int64_t> cloudinaryNumber(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (found == object.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

// `{"error":{"message":"..."}}`, else the field that delivery answers have.
std::string cloudinaryMessage(const http::ClientResponse& answer) {
    const Json body = Json::parse(answer.body, nullptr, false);
    std::string message;
    if (body.is_object() && body.contains("error")) message = cloudinaryText(body["error"], "message");
    if (message.empty()) message = answer.headers.value("X-Cld-Error");
    // It shows what should have been signed.
    return message.substr(0, message.find("String to sign"));
}

RemoteProblem cloudinaryProblem(int status, const std::string& message) {
    const std::string lower = toLowerAscii(message);
    const auto says = [&](std::string_view words) { return lower.find(words) != std::string::npos; };
    if (says("stale request")) return RemoteProblem::ClockSkew;
    if (says("cloud_name") || says("cloud name")) return RemoteProblem::NoSuchBucket;
    if (says("file size too large")) return RemoteProblem::TooLarge;
    switch (status) {
    case 401:
        return says("api_key") || says("api key") ? RemoteProblem::UnknownKey : RemoteProblem::WrongSecret;
    case 402:
        return RemoteProblem::OutOfQuota;
    case 420:
        return RemoteProblem::TooManyRequests;
    case 423:
        return RemoteProblem::Busy;
    default:
        return problemOfStatus(status).value_or(message.empty() ? RemoteProblem::WrongAddress
                                                                : RemoteProblem::Refused);
    }
}

bool cloudinaryPasses(const http::ClientResponse& answer) {
    for (const int status : {408, 423, 425, 429, 500, 502, 503, 504})
        if (answer.status == status) return true;
    return false;
}

} // namespace headroom::storage
