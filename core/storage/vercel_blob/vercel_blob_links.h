#pragma once

#include "core/storage/blob_key.h"
#include "core/storage/vercel_blob/vercel_blob_calls.h"

#include <mutex>
#include <optional>
#include <string>

namespace headroom::storage {

/// A permission of the service to sign links ourselves, as npm @vercel/blob calls it. The signing token is a
/// secret; the delegation stands in every link.
struct VercelBlobDelegation {
    std::string token;
    std::string signingToken;
    Timestamp validUntil;
};

/// The parameters of a link to read a blob until then, or until the delegation ends. Pure.
std::string vercelLinkQuery(const VercelBlobDelegation& delegation, std::string_view pathname,
                            Timestamp until);

/// Links to private blobs that anybody can read for a while. The service is asked once in
/// vercelDelegationSeconds, for a permission to read that serves all links until then. Any thread.
class VercelBlobLinks {
public:
    /// Both must live longer.
    VercelBlobLinks(const VercelBlobCalls& calls, const Clock& clock)
        : calls_(calls)
        , clock_(clock) {}

    /// May block for one call. Nothing when the service gives no permission; it is then left alone for a
    /// while.
    std::optional<std::string> linkTo(const BlobKey& key, int lifetimeSeconds);

private:
    Result<VercelBlobDelegation> ask() const;

    const VercelBlobCalls& calls_;
    const Clock& clock_;
    std::mutex mutex_;
    std::optional<VercelBlobDelegation> delegation_;
    Timestamp askAgainAt_;
};

} // namespace headroom::storage
