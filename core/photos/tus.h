#pragma once

#include "core/base/clock.h"
#include "core/photos/upload_metadata.h"
#include "core/photos/upload_writer.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// tus 1.0.0 (tus.io/protocols/resumable-upload, core with creation, creation-with-upload, termination,
// expiration, checksum), as far as headers and statuses go: what a request says, and what an answer must
// carry. Pure functions; the route of the endpoint only moves bytes. Any thread.
namespace headroom::photos::tus {

inline constexpr std::string_view version = "1.0.0";
inline constexpr std::string_view contentType = "application/offset+octet-stream";

/// A header's value by its name in lower case; nothing when the request does not have it.
using Headers = std::function<std::optional<std::string_view>(std::string_view)>;

/// A complete answer without a body, or the status and headers of a refusal whose body the endpoint writes as
/// problem details from `error`.
struct Answer {
    int status = 204;
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<Error> error;
};

/// What the request says, or the answer that refuses it.
template <class T>
using Reading = tl::expected<T, Answer>;

enum class Method { Options, Head, Post, Patch, Delete, Other };

/// Obeys X-HTTP-Method-Override on a POST, for proxies that block PATCH and DELETE.
Method methodOf(std::string_view method, const Headers& headers);

/// A POST that creates.
struct Creation {
    std::int64_t lengthBytes = 0;
    std::string metadataHeader; ///< exactly as given, for HEAD
    UploadMetadata metadata;
    bool carriesBytes = false; ///< creation-with-upload: the body is the first PATCH
    std::optional<UploadChecksum> checksum;
};

struct Patch {
    std::int64_t offset = 0;
    std::optional<UploadChecksum> checksum;
    std::optional<std::int64_t> bodyBytes; ///< Content-Length, where there is one
};

/// 412 without the right Tus-Resumable. For every method but OPTIONS.
Reading<void> readVersion(const Headers& headers);
Reading<Creation> readCreation(const Headers& headers);
Reading<Patch> readPatch(const Headers& headers);

/// Refuses what can be known before the body: 409 for the wrong offset, 413 for more bytes than are left.
Reading<void> checkPatch(const Patch& patch, std::int64_t offset, std::int64_t lengthBytes);

/// What is known of an upload when an answer is made.
struct Standing {
    std::int64_t offset = 0;
    std::int64_t lengthBytes = 0;
    std::string metadataHeader;
    Timestamp expiresAt;
};

Answer optionsAnswer();
Answer createdAnswer(std::string_view location, const Standing& standing);
Answer headAnswer(const Standing& standing);
Answer patchAnswer(const Standing& standing);
Answer terminatedAnswer();
/// For errors of Uploads and UploadWriter: 404, 409, 410, 413, 423, 460, 507 and so on.
Answer refusal(const Error& error);

} // namespace headroom::photos::tus
