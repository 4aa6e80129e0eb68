#include "app/endpoint/resources.h"
#include "app/endpoint/routes/routes.h"
#include "core/studio/styles.h"

namespace headroom::endpoint {

namespace {

Result<http::Response> listStyles(Call&) {
    nlohmann::json styles = nlohmann::json::array();
    for (const studio::Style& style : studio::styles())
        styles.push_back({{"id", style.id},
                          {"name", style.name},
                          {"description", style.description},
                          {"preview", "/api/styles/" + std::string(style.id) + "/preview"}});
    return jsonResponse(200, {{"styles", styles}});
}

Result<http::Response> stylePreview(Call& call) {
    const std::string style(call.request.parameter("style"));
    const std::string_view picture = embedded(resources::stylePreviews(), style + ".jpg");
    if (!studio::findStyle(style) || picture.empty()) return fail(ErrorCode::NotFound, "no such style");
    return http::Response::text(200, std::string(picture), "image/jpeg")
        .with("Cache-Control", "public, max-age=86400");
}

} // namespace

void bindStyleRoutes(Api& api) {
    api.bind("listStyles", listStyles);
    api.bind("getStylePreview", stylePreview);
}

} // namespace headroom::endpoint
