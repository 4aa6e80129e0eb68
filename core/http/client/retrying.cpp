#include "core/http/client/retrying.h"

#include "core/base/crypto.h"
#include "core/base/text.h"

#include <algorithm>
#include <ctime>
#include <thread>

namespace headroom::http {

namespace {

double randomUnit() {
    return static_cast<double>(randomBelow(1U << 30U)) / static_cast<double>(1U << 30U);
}

/// In slices, so that a stop request does not wait for the end.
void sleepInterruptibly(std::int64_t milliseconds, const ClientRequest& request,
                        const RetryingClient::Sleep& sleep) {
    while (milliseconds > 0 && !request.cancel.stop_requested()) {
        const std::int64_t slice = std::min<std::int64_t>(milliseconds, 200);
        sleep(std::chrono::milliseconds(slice));
        milliseconds -= slice;
    }
}

bool canBeSentAgain(const ClientRequest& request) {
    const auto* const stream = std::get_if<StreamUpload>(&request.body);
    return !stream || stream->rewind;
}

bool worthRepeatingError(const Error& error, const ClientRequest& request) {
    switch (retry(error.code)) {
    case Retry::Later:
        return true;
    case Retry::AskSameAgain:
        return request.mayRepeat();
    case Retry::Never:
        return false;
    }
    __builtin_unreachable();
}

} // namespace

bool worthRepeating(const ClientResponse& response, const ClientRequest& request) {
    if (response.status == 429) return true;
    if (!request.mayRepeat()) return false;
    switch (response.status) {
    case 408:
    case 425:
    case 500:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return false;
    }
}

std::int64_t backOffMs(const RetryPolicy& policy, int repetition, double random) {
    std::int64_t whole = policy.baseDelayMs;
    for (int i = 1; i < repetition && whole < policy.longestDelayMs; ++i)
        whole *= 2;
    whole = std::min<std::int64_t>(whole, policy.longestDelayMs);
    return whole / 2 + static_cast<std::int64_t>(static_cast<double>(whole - whole / 2) * random);
}

std::optional<std::int64_t> retryAfterMs(std::string_view field, Timestamp now) {
    field = trimmed(field);
    if (const auto seconds = parseInteger(field)) {
        if (*seconds < 0) return std::nullopt;
        return std::min<std::int64_t>(*seconds, 1'000'000) * 1000;
    }
    std::tm date{};
    const char* const end = ::strptime(std::string(field).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
    if (!end) return std::nullopt;
    const std::int64_t moment = static_cast<std::int64_t>(::timegm(&date)) * 1000;
    return std::max<std::int64_t>(0, moment - now.ms);
}

RetryingClient::RetryingClient(Client& client, const Clock& clock, Sleep sleep)
    : client_(client)
    , clock_(clock)
    , sleep_(std::move(sleep)) {
    if (!sleep_) sleep_ = [](std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); };
}

Result<ClientResponse> RetryingClient::send(const ClientRequest& request, const RetryPolicy& policy) {
    bool delivered = false;
    ClientRequest counted = request;
    if (request.sink) {
        counted.sink = [&](std::string_view bytes) {
            delivered = true;
            return request.sink(bytes);
        };
    }
    for (int attempt = 1;; ++attempt) {
        auto outcome = client_.send(counted);
        const bool repeatable = !outcome            ? worthRepeatingError(outcome.error(), request)
                                : policy.repeatable ? policy.repeatable(*outcome)
                                                    : worthRepeating(*outcome, request);
        // What went into the sink cannot be taken back.
        if (!repeatable || attempt >= policy.attempts || delivered || !canBeSentAgain(request))
            return outcome;
        std::int64_t delay = backOffMs(policy, attempt, randomUnit());
        if (outcome) {
            const auto asked = retryAfterMs(outcome->headers.value("Retry-After"), clock_.now());
            if (asked && *asked > clientLongestRetryAfterMs) return outcome;
            if (asked) delay = std::max(delay, *asked);
        }
        sleepInterruptibly(delay, request, sleep_);
        if (request.cancel.stop_requested()) return outcome;
        if (const auto* const stream = std::get_if<StreamUpload>(&request.body)) TRY(stream->rewind());
    }
}

} // namespace headroom::http
