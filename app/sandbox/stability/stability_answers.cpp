#include "app/sandbox/stability/stability_answers.h"

#include "core/base/crypto.h"
#include "core/images/image_probe.h"

#include <nlohmann/json.hpp>

namespace headroom::sandbox {

http::Response stabilityError(int status, std::string_view name, std::string_view error) {
    return http::Response::json(status, nlohmann::json{{"id", toHex(randomBytes(16))},
                                                       {"name", name},
                                                       {"errors", nlohmann::json::array({error})}}
                                            .dump());
}

http::Response stabilityImage(std::string_view accept, const std::string& image,
                              std::string_view finishReason, std::uint32_t seed) {
    const auto format = images::sniffFormat(image);
    const std::string type(format ? images::mediaType(*format) : "application/octet-stream");
    if (accept.starts_with("application/json")) {
        auto response = http::Response::json(
            200, nlohmann::json{{"image", toBase64(image)}, {"seed", seed}, {"finish_reason", finishReason}}
                     .dump());
        response.headers.set("content-type", "application/json; type=" + type);
        return response;
    }
    return http::Response::text(200, image, type)
        .with("finish-reason", std::string(finishReason))
        .with("seed", std::to_string(seed));
}

} // namespace headroom::sandbox
