#include "core/storage/remote/download.h"

#include "core/base/text.h"
#include "core/storage/remote/remote_limits.h"
#include "core/storage/remote/remote_problem.h"
#include "core/storage/storage_limits.h"

#include <algorithm>

namespace headroom::storage {

namespace {

struct ContentRange {
    std::int64_t first = 0;
    std::int64_t total = 0;
};

/// `bytes 0-99/1234` (RFC 9110, 14.4).
std::optional<ContentRange> parseContentRange(std::string_view field) {
    constexpr std::string_view unit = "bytes ";
    if (!field.starts_with(unit)) return std::nullopt;
    field.remove_prefix(unit.size());
    const std::size_t dash = field.find('-');
    const std::size_t slash = field.find('/');
    if (dash == std::string_view::npos || slash == std::string_view::npos || slash < dash)
        return std::nullopt;
    const auto first = parseInteger(field.substr(0, dash));
    const auto total = parseInteger(field.substr(slash + 1));
    if (!first || !total) return std::nullopt;
    return ContentRange{*first, *total};
}

} // namespace

std::string DownloadAsk::range() const {
    if (from == 0 && !length) return {};
    std::string text = "bytes=" + std::to_string(from) + "-";
    if (length) text += std::to_string(from + *length - 1);
    return text;
}

void DownloadAsk::addTo(http::Headers& headers) const {
    if (const std::string field = range(); !field.empty()) headers.set("Range", field);
    if (!entityTag.empty()) headers.set("If-Match", entityTag);
}

Result<Wanted> checkRange(BlobStore& store, const BlobKey& key, const std::optional<ByteRange>& range) {
    if (!range) return Wanted::Bytes;
    const bool possible = range->offset >= 0 && range->length >= 0 && range->length <= blobBytesMax;
    if (!possible) return fail(ErrorCode::InvalidInput, "range is outside the blob");
    if (range->length > 0) return Wanted::Bytes;
    const BlobInfo info = TRY(store.head(key));
    if (range->offset > info.sizeBytes) return fail(ErrorCode::InvalidInput, "range is outside the blob");
    return Wanted::Nothing;
}

Download::Download(const RemoteCalls& calls, const DownloadTerms& terms, std::optional<ByteRange> range,
                   ByteSink& sink)
    : calls_(calls)
    , terms_(terms)
    , offset_(range ? range->offset : 0)
    , whole_(!range)
    , wanted_(range ? std::optional(range->length) : std::nullopt)
    , sink_(sink) {}

Result<void> Download::run() {
    for (int resumption = 0;; ++resumption) {
        const std::int64_t before = received_;
        const auto answer = calls_.send([this](int) { return makeRequest(); });
        if (problem_) return fail(*problem_);
        if (answer && answer->succeeded()) return finish();
        if (answer) return fail(terms_.refusal(*answer));
        if (complete()) return finish();
        const bool goOn = received_ > before && resumption < remoteResumptions;
        if (!goOn) return fail(transportError(answer.error(), RemoteEffect::Reads, terms_.service));
    }
}

Result<http::ClientRequest> Download::makeRequest() {
    if (problem_) return fail(*problem_);
    DownloadAsk ask;
    ask.from = offset_ + received_;
    // While only the whole was asked for, its length is the service's to say.
    if (!whole_) ask.length = *wanted_ - received_;
    if (received_ > 0) ask.entityTag = entityTag_;
    http::ClientRequest request = TRY(terms_.make(ask));
    request.begun = [this](const http::ClientResponse& head) { return begin(head); };
    request.sink = [this](std::string_view bytes) { return take(bytes); };
    request.times.totalMs = 0;
    return request;
}

/// Looks at an answer's header before its first byte is passed on.
Result<void> Download::begin(const http::ClientResponse& head) {
    Result<void> expected;
    const std::int64_t from = offset_ + received_;
    const auto part = parseContentRange(head.headers.value("Content-Range"));
    const auto length = parseInteger(head.headers.value("Content-Length"));
    if (head.status == 206 && part && part->first <= from) {
        skip_ = from - part->first;
        expected = expect(part->total);
    } else if (head.status == 200) {
        skip_ = from;
        if (length) expected = expect(*length);
    } else {
        expected =
            fail(ErrorCode::Unavailable, terms_.service + " answered with another range than asked for");
    }
    if (!expected) {
        problem_ = expected.error();
        return expected;
    }
    if (received_ == 0) {
        entityTag_ = head.headers.value("ETag");
        if (whole_ && !terms_.sha256Header.empty()) expectedSha256_ = head.headers.value(terms_.sha256Header);
    }
    return {};
}

Result<void> Download::expect(std::int64_t total) {
    if (!whole_) {
        const bool inside = offset_ <= total && *wanted_ <= total - offset_;
        if (!inside) return fail(ErrorCode::InvalidInput, "range is outside the blob");
        return {};
    }
    if (wanted_ && *wanted_ != total)
        return fail(ErrorCode::Unavailable, "the blob was replaced while it was read");
    wanted_ = total;
    return {};
}

Result<void> Download::take(std::string_view bytes) {
    const std::size_t skipped =
        static_cast<std::size_t>(std::min<std::int64_t>(skip_, static_cast<std::int64_t>(bytes.size())));
    bytes.remove_prefix(skipped);
    skip_ -= static_cast<std::int64_t>(skipped);
    if (wanted_) {
        const std::int64_t left = *wanted_ - received_;
        bytes = bytes.substr(0, static_cast<std::size_t>(
                                    std::min<std::int64_t>(left, static_cast<std::int64_t>(bytes.size()))));
    }
    if (bytes.empty()) return {};
    auto taken = sink_.write(bytes);
    if (!taken) {
        problem_ = taken.error();
        return taken;
    }
    received_ += static_cast<std::int64_t>(bytes.size());
    if (whole_) hasher_.update(bytes);
    return {};
}

Result<void> Download::finish() const {
    if (wanted_ && received_ != *wanted_)
        return fail(ErrorCode::Unavailable, terms_.service + " gave fewer bytes than the blob has");
    if (!expectedSha256_.empty() && toHex(hasher_.finish()) != toLowerAscii(expectedSha256_))
        return fail(ErrorCode::Corrupt, terms_.service + " gave other bytes than were stored");
    return {};
}

} // namespace headroom::storage
