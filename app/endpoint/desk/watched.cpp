#include "app/endpoint/desk/watched.h"

#include <algorithm>
#include <array>

namespace headroom::endpoint {

bool concernsService(ErrorCode code) {
    static constexpr std::array codes{
        ErrorCode::Unauthenticated, ErrorCode::Forbidden,       ErrorCode::RateLimited,
        ErrorCode::DiskFull,        ErrorCode::FileAccess,      ErrorCode::ChecksumMismatch,
        ErrorCode::GeneratorFailed, ErrorCode::GeneratorUnpaid, ErrorCode::Unavailable,
        ErrorCode::Timeout,         ErrorCode::UnknownOutcome,  ErrorCode::Corrupt,
        ErrorCode::Internal};
    return std::ranges::find(codes, code) != codes.end();
}

} // namespace headroom::endpoint
