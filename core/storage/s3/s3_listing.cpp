#include "core/storage/s3/s3_listing.h"

#include "core/base/log.h"
#include "core/base/text.h"
#include "core/http/url.h"
#include "core/storage/remote/remote_times.h"
#include "core/storage/s3/s3_limits.h"
#include "core/storage/s3/s3_store.h"
#include "core/storage/s3/xml_reader.h"
#include "core/storage/storage_limits.h"

namespace headroom::storage {

namespace {

/// With encoding-type=url, keys come percent-encoded, so that no foreign key can break the XML.
std::string decodedKey(const XmlElement& list, std::string key) {
    if (list.childText("EncodingType") != "url") return key;
    return http::percentDecoded(key, http::PlusSign::Blank).value_or(std::string());
}

Failure broken(std::string_view what) {
    return fail(ErrorCode::Corrupt, "a listing of S3 without " + std::string(what));
}

Result<void> addObject(BlobPage& page, const XmlElement& list, const XmlElement& object) {
    const auto key = BlobKey::parse(decodedKey(list, object.childText("Key")));
    if (!key) return {}; // an object that somebody else put there
    const auto size = parseInteger(object.childText("Size"));
    const auto storedAt = parseIsoTime(object.childText("LastModified"));
    if (!size || !storedAt) return broken("a size or a time");
    page.blobs.push_back({*key, *size, *storedAt});
    return {};
}

} // namespace

Result<BlobPage> readListing(std::string_view text) {
    const XmlElement list = TRY(readXml(text));
    if (list.name != "ListBucketResult") return broken("its root element");
    BlobPage page;
    for (const XmlElement& element : list.children)
        if (element.name == "Contents") TRY(addObject(page, list, element));
    if (list.childText("IsTruncated") == "true") {
        page.next = list.childText("NextContinuationToken");
        if (page.next.empty()) return broken("the token of its next page");
    }
    return page;
}

Result<S3UploadsPage> readUploads(std::string_view text) {
    const XmlElement list = TRY(readXml(text));
    if (list.name != "ListMultipartUploadsResult") return broken("its root element");
    S3UploadsPage page;
    for (const XmlElement& element : list.children) {
        if (element.name != "Upload") continue;
        const auto begunAt = parseIsoTime(element.childText("Initiated"));
        if (!begunAt) return broken("a time");
        page.uploads.push_back(
            {decodedKey(list, element.childText("Key")), element.childText("UploadId"), *begunAt});
    }
    if (list.childText("IsTruncated") == "true") {
        page.nextKey = decodedKey(list, list.childText("NextKeyMarker"));
        page.nextUploadId = list.childText("NextUploadIdMarker");
        if (page.nextKey.empty()) return broken("the marker of its next page");
    }
    return page;
}

Result<BlobPage> S3Store::list(std::string_view prefix, std::string_view after, int limit) {
    TRY(checkPrefix(prefix));
    if (limit < 1 || limit > listPageMax) return fail(ErrorCode::InvalidInput, "limit of a listing");
    S3Ask ask;
    ask.query = {{"list-type", "2"},
                 {"max-keys", std::to_string(limit)},
                 {"encoding-type", "url"},
                 {"prefix", std::string(prefix)}};
    if (!after.empty()) ask.query.emplace_back("continuation-token", after);
    const auto answer = TRY(calls_->demand(ask));
    return readListing(answer.body);
}

Result<int> S3Store::sweepUnfinished(Timestamp before) {
    int aborted = 0;
    S3UploadsPage page;
    do {
        S3Ask ask;
        ask.query = {{"uploads", ""}, {"encoding-type", "url"}};
        if (!page.nextKey.empty()) ask.query.emplace_back("key-marker", page.nextKey);
        if (!page.nextUploadId.empty()) ask.query.emplace_back("upload-id-marker", page.nextUploadId);
        const auto answer = TRY(calls_->demand(ask));
        page = TRY(readUploads(answer.body));
        for (const S3UnfinishedUpload& upload : page.uploads) {
            // Uploads of others in the same bucket are theirs.
            if (upload.begunAt >= before || !BlobKey::parse(upload.key)) continue;
            const S3Ask abort{.method = "DELETE",
                              .key = upload.key,
                              .query = {{"uploadId", upload.uploadId}},
                              .headers = {},
                              .payloadHash = {},
                              .addBody = {}};
            const auto gone = calls_->demand(abort);
            if (!gone && gone.error().code != ErrorCode::NotFound) return fail(gone.error());
            if (++aborted >= s3SweptUploadsMax) return aborted;
        }
    } while (!page.nextKey.empty());
    return aborted;
}

} // namespace headroom::storage
