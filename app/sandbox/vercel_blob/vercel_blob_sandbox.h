#pragma once

#include "app/sandbox/assets/asset_folder.h"
#include "core/base/clock.h"
#include "core/http/server/router.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace headroom::sandbox {

/// Vercel Blob's API on one machine: calls under /vercel-blob/api, private blobs under /vercel-blob/content,
/// for the one token `vercel_blob_rw_sandbox_secret`. Knows the headers of version 12 and refuses what the
/// service refuses: names that are taken, public access to a private store, parts that are too small, headers
/// that are missing. Private blobs are read with the token, or by links signed with one of its signed tokens.
/// It has no copies, no folders, and nothing but reading by signed links. Any thread.
class VercelBlobSandbox {
public:
    static Result<std::unique_ptr<VercelBlobSandbox>> create(const std::filesystem::path& folder,
                                                             const Clock& clock);
    /// Where the server listens: blobs' URLs begin with it.
    void start(std::string baseUrl);
    /// The sandbox must outlive the server.
    void addRoutes(http::Router& router);

private:
    VercelBlobSandbox(std::unique_ptr<AssetFolder> blobs, std::unique_ptr<AssetFolder> parts,
                      const Clock& clock)
        : blobs_(std::move(blobs))
        , parts_(std::move(parts))
        , clock_(clock) {}

    http::Response put(http::Request& request);
    http::Response headOrList(http::Request& request);
    http::Response head(const http::Request& request);
    http::Response list(const http::Request& request);
    http::Response remove(http::Request& request);
    http::Response signedToken(http::Request& request);
    http::Response parts(http::Request& request);
    http::Response complete(const http::Request& request, const std::string& uploadId);
    http::Response content(const http::Request& request);

    http::Response store(const http::Request& request, std::string_view bytes);
    std::optional<http::Response> refusePut(const http::Request& request) const;
    std::string blobText(const Asset& blob) const;
    std::string urlOf(std::string_view pathname) const;
    std::string pathnameOf(std::string_view urlOrPathname) const;

    std::unique_ptr<AssetFolder> blobs_;
    std::unique_ptr<AssetFolder> parts_; ///< `<upload id>/<number, padded>`
    const Clock& clock_;
    std::mutex mutex_;
    std::string baseUrl_;
    std::map<std::string, std::string> uploads_; ///< id to pathname
};

} // namespace headroom::sandbox
