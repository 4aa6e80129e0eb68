#include "app/endpoint/desk/watched_generator.h"

#include "app/endpoint/desk/watched.h"

namespace headroom::endpoint {

/// That work was accepted says little: only what comes of it counts as success.
Result<std::string> WatchedGenerator::submit(const generators::GenerationRequest& request,
                                             std::string_view attemptId) {
    auto handle = generator_.submit(request, attemptId);
    if (!handle && concernsService(handle.error().code)) journal_.failed(service_, handle.error());
    return handle;
}

Result<generators::Fetched> WatchedGenerator::fetch(std::string_view handle, std::chrono::milliseconds wait) {
    auto fetched = generator_.fetch(handle, wait);
    if (!fetched) {
        if (concernsService(fetched.error().code)) journal_.failed(service_, fetched.error());
        return fetched;
    }
    if (!fetched->made.empty()) journal_.worked(service_);
    for (const generators::UnmadeHeadshot& unmade : fetched->unmade)
        if (concernsService(unmade.error.code)) journal_.failed(service_, unmade.error);
    return fetched;
}

} // namespace headroom::endpoint
