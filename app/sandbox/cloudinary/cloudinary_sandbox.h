#pragma once

#include "app/sandbox/assets/asset_folder.h"
#include "app/sandbox/cloudinary/chunked_uploads.h"
#include "app/sandbox/form_data.h"
#include "core/base/clock.h"
#include "core/http/server/router.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::sandbox {

/// Cloudinary's upload API on one machine, under /cloudinary/v1_1: upload, also in parts, destroy, explicit,
/// signed downloads, the listing and ping of the Admin API, for the one account
/// `cloudinary://sandbox:sandbox-secret@sandbox`. Signatures are recomputed from what arrived, as the service
/// does; pictures are not looked at. Any thread.
class CloudinarySandbox {
public:
    static Result<std::unique_ptr<CloudinarySandbox>> create(const std::filesystem::path& folder,
                                                             const Clock& clock);
    /// The sandbox must outlive the server.
    void addRoutes(http::Router& router);

private:
    CloudinarySandbox(std::unique_ptr<AssetFolder> assets, const Clock& clock)
        : assets_(std::move(assets))
        , clock_(clock) {}

    http::Response upload(http::Request& request);
    http::Response store(const http::Request& request, const FormData& form, std::string_view bytes);
    http::Response destroy(http::Request& request);
    http::Response explicitly(http::Request& request);
    http::Response download(http::Request& request);
    http::Response list(http::Request& request);
    http::Response ping(http::Request& request);

    /// The refusal, or nothing when account, time and signature are right.
    std::optional<http::Response> refuseForm(const http::Request& request, const FormData& form) const;
    std::optional<http::Response> refuseAdmin(const http::Request& request) const;

    std::unique_ptr<AssetFolder> assets_;
    ChunkedUploads chunks_;
    const Clock& clock_;
};

} // namespace headroom::sandbox
