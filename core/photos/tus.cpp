#include "core/photos/tus.h"

#include "core/base/text.h"
#include "core/photos/uploads_limits.h"

namespace headroom::photos::tus {

namespace {

constexpr std::string_view extensions = "creation,creation-with-upload,termination,expiration,checksum";
constexpr std::string_view checksumAlgorithms = "sha1,sha256";

Answer answer(int status) {
    return {.status = status, .headers = {{"Tus-Resumable", std::string(version)}}, .error = {}};
}

Answer refuse(int status, ErrorCode code, std::string detail) {
    Answer refused = answer(status);
    refused.error = Error{code, std::move(detail)};
    return refused;
}

tl::unexpected<Answer> no(int status, ErrorCode code, std::string detail) {
    return tl::unexpected<Answer>(refuse(status, code, std::move(detail)));
}

/// A number as RFC 9110 writes one: digits only, no sign, no white space.
std::optional<std::int64_t> count(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    return parseInteger(text);
}

/// Media types compare without case, and parameters do not matter here.
bool isOffsetStream(std::string_view value) {
    return toLowerAscii(trimmed(value.substr(0, value.find(';')))) == contentType;
}

Reading<std::optional<UploadChecksum>> readChecksum(const Headers& headers) {
    const auto value = headers("upload-checksum");
    if (!value) return std::optional<UploadChecksum>();
    const std::size_t space = value->find(' ');
    if (space == std::string_view::npos)
        return no(400, ErrorCode::InvalidInput, "Upload-Checksum is malformed");
    const std::string_view algorithm = value->substr(0, space);
    const auto digest = fromBase64(value->substr(space + 1));
    if (algorithm != "sha1" && algorithm != "sha256")
        return no(400, ErrorCode::InvalidInput, "Upload-Checksum has an unknown algorithm");
    const bool sha1 = algorithm == "sha1";
    if (!digest || digest->size() != (sha1 ? 20U : 32U))
        return no(400, ErrorCode::InvalidInput, "Upload-Checksum is malformed");
    return UploadChecksum{sha1 ? Hasher::Algorithm::Sha1 : Hasher::Algorithm::Sha256, *digest};
}

void addExpiry(Answer& to, const Standing& standing) {
    if (standing.offset < standing.lengthBytes)
        to.headers.emplace_back("Upload-Expires", httpDate(standing.expiresAt));
}

struct StatusOfCode {
    ErrorCode code;
    int status;
};

constexpr StatusOfCode statuses[] = {
    {ErrorCode::InvalidInput, 400},     {ErrorCode::Forbidden, 403},
    {ErrorCode::LimitExceeded, 403},    {ErrorCode::NotFound, 404},
    {ErrorCode::OffsetMismatch, 409},   {ErrorCode::Conflict, 409},
    {ErrorCode::AlreadyExists, 409},    {ErrorCode::IdempotencyConflict, 409},
    {ErrorCode::UploadIncomplete, 409}, {ErrorCode::Gone, 410},
    {ErrorCode::TooLarge, 413},         {ErrorCode::UploadLocked, 423},
    {ErrorCode::Cancelled, 423},        {ErrorCode::ChecksumMismatch, 460},
    {ErrorCode::DiskFull, 507},
};

/// Codes that are not the client's doing are the endpoint's own trouble.
int statusOf(ErrorCode code) {
    for (const StatusOfCode& entry : statuses)
        if (entry.code == code) return entry.status;
    return retry(code) == Retry::Later ? 503 : 500;
}

} // namespace

Method methodOf(std::string_view method, const Headers& headers) {
    if (method == "POST")
        if (const auto wanted = headers("x-http-method-override")) method = *wanted;
    if (method == "OPTIONS") return Method::Options;
    if (method == "HEAD") return Method::Head;
    if (method == "POST") return Method::Post;
    if (method == "PATCH") return Method::Patch;
    if (method == "DELETE") return Method::Delete;
    return Method::Other;
}

Reading<void> readVersion(const Headers& headers) {
    const auto value = headers("tus-resumable");
    if (value && trimmed(*value) == version) return {};
    Answer refused = refuse(412, ErrorCode::PreconditionFailed, "Tus-Resumable must be 1.0.0");
    refused.headers.emplace_back("Tus-Version", std::string(version));
    return tl::unexpected<Answer>(std::move(refused));
}

Reading<Creation> readCreation(const Headers& headers) {
    if (headers("upload-defer-length"))
        return no(400, ErrorCode::InvalidInput, "the length must be known: Upload-Length");
    if (headers("upload-concat")) return no(400, ErrorCode::InvalidInput, "concatenation is not offered");
    const auto length = count(headers("upload-length").value_or(""));
    if (!length) return no(400, ErrorCode::InvalidInput, "Upload-Length is missing or malformed");
    if (*length == 0) return no(400, ErrorCode::InvalidInput, "an empty file is no photo");
    if (*length > uploadBytesMax) return no(413, ErrorCode::TooLarge, "larger than Tus-Max-Size");
    Creation creation;
    creation.lengthBytes = *length;
    creation.metadataHeader = headers("upload-metadata").value_or("");
    auto metadata = parseUploadMetadata(creation.metadataHeader);
    if (!metadata) return tl::unexpected<Answer>(refusal(metadata.error()));
    creation.metadata = std::move(*metadata);
    const auto bodyBytes = headers("content-length");
    if (const auto type = headers("content-type"); type && isOffsetStream(*type)) {
        creation.carriesBytes = bodyBytes.value_or("") != "0";
        auto checksum = readChecksum(headers);
        if (!checksum) return tl::unexpected<Answer>(checksum.error());
        creation.checksum = std::move(*checksum);
    } else if (bodyBytes && *bodyBytes != "0") {
        return no(415, ErrorCode::UnsupportedMediaType, "a body must be application/offset+octet-stream");
    }
    return creation;
}

Reading<Patch> readPatch(const Headers& headers) {
    if (!isOffsetStream(headers("content-type").value_or("")))
        return no(415, ErrorCode::UnsupportedMediaType, "the body must be application/offset+octet-stream");
    const auto offset = count(headers("upload-offset").value_or(""));
    if (!offset) return no(400, ErrorCode::InvalidInput, "Upload-Offset is missing or malformed");
    Patch patch;
    patch.offset = *offset;
    if (const auto value = headers("content-length")) {
        patch.bodyBytes = count(*value);
        if (!patch.bodyBytes) return no(400, ErrorCode::InvalidInput, "Content-Length is malformed");
    }
    auto checksum = readChecksum(headers);
    if (!checksum) return tl::unexpected<Answer>(checksum.error());
    patch.checksum = std::move(*checksum);
    return patch;
}

Reading<void> checkPatch(const Patch& patch, std::int64_t offset, std::int64_t lengthBytes) {
    if (patch.offset != offset)
        return no(409, ErrorCode::OffsetMismatch, "the upload stands at " + std::to_string(offset));
    if (patch.bodyBytes && *patch.bodyBytes > lengthBytes - offset)
        return no(413, ErrorCode::TooLarge, "more bytes than the upload's length");
    return {};
}

Answer optionsAnswer() {
    Answer options = answer(204);
    options.headers.emplace_back("Tus-Version", std::string(version));
    options.headers.emplace_back("Tus-Extension", std::string(extensions));
    options.headers.emplace_back("Tus-Max-Size", std::to_string(uploadBytesMax));
    options.headers.emplace_back("Tus-Checksum-Algorithm", std::string(checksumAlgorithms));
    return options;
}

Answer createdAnswer(std::string_view location, const Standing& standing) {
    Answer created = answer(201);
    created.headers.emplace_back("Location", std::string(location));
    created.headers.emplace_back("Upload-Offset", std::to_string(standing.offset));
    addExpiry(created, standing);
    return created;
}

Answer headAnswer(const Standing& standing) {
    Answer head = answer(200);
    head.headers.emplace_back("Upload-Offset", std::to_string(standing.offset));
    head.headers.emplace_back("Upload-Length", std::to_string(standing.lengthBytes));
    if (!standing.metadataHeader.empty())
        head.headers.emplace_back("Upload-Metadata", standing.metadataHeader);
    head.headers.emplace_back("Cache-Control", "no-store");
    addExpiry(head, standing);
    return head;
}

Answer patchAnswer(const Standing& standing) {
    Answer patched = answer(204);
    patched.headers.emplace_back("Upload-Offset", std::to_string(standing.offset));
    addExpiry(patched, standing);
    return patched;
}

Answer terminatedAnswer() {
    return answer(204);
}

Answer refusal(const Error& error) {
    Answer refused = answer(statusOf(error.code));
    refused.error = error;
    return refused;
}

} // namespace headroom::photos::tus
