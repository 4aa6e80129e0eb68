#include "core/generators/hosted/service_problem.h"

#include "core/generators/hosted/hosted_limits.h"

namespace headroom::generators::hosted {

namespace {

ErrorCode codeOf(Problem problem) {
    switch (problem) {
    case Problem::Busy:
        return ErrorCode::RateLimited;
    case Problem::Down:
    case Problem::KeyRefused:
        return ErrorCode::Unavailable;
    case Problem::Unknown:
        return ErrorCode::UnknownOutcome;
    case Problem::OutOfQuota:
        return ErrorCode::GeneratorUnpaid;
    case Problem::Misconfigured:
    case Problem::Failed:
    case Problem::Vanished:
        return ErrorCode::GeneratorFailed;
    case Problem::ContentRefused:
        return ErrorCode::GeneratorRefused;
    case Problem::PhotoRefused:
        return ErrorCode::PhotoNotUsable;
    case Problem::Stopped:
        return ErrorCode::Cancelled;
    case Problem::TooLate:
        return ErrorCode::DeadlineExceeded;
    }
    __builtin_unreachable();
}

} // namespace

Error errorOf(Problem problem, std::string detail) {
    if (detail.size() > detailLengthMax) detail.resize(detailLengthMax);
    return {codeOf(problem), std::move(detail)};
}

Verdict verdictOf(Problem problem) {
    switch (problem) {
    case Problem::Busy:
    case Problem::Unknown:
    case Problem::Failed:
    case Problem::TooLate:
    case Problem::Vanished:
        return Verdict::TryAgain;
    // Another generator has its own key, money and filter; the same one would cost again in vain.
    case Problem::Down:
    case Problem::KeyRefused:
    case Problem::OutOfQuota:
    case Problem::Misconfigured:
    case Problem::ContentRefused:
    case Problem::PhotoRefused:
    case Problem::Stopped:
        return Verdict::TryOther;
    }
    __builtin_unreachable();
}

UnmadeHeadshot unmade(const HeadshotId& headshot, Problem problem, std::string detail) {
    return {headshot, errorOf(problem, std::move(detail)), verdictOf(problem)};
}

} // namespace headroom::generators::hosted
