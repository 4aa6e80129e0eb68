#include "app/sandbox/cloudinary/cloudinary_sandbox.h"

#include "core/base/crypto.h"
#include "core/base/text.h"
#include "core/storage/cloudinary/cloudinary_limits.h"
#include "core/storage/cloudinary/cloudinary_signature.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace headroom::sandbox {

namespace {

using Json = nlohmann::json;
using storage::CloudinaryDigest;
using storage::CloudinaryFields;

constexpr std::string_view cloudName = "sandbox";
constexpr std::string_view apiKey = "sandbox";
constexpr std::string_view apiSecret = "sandbox-secret";
constexpr std::int64_t signatureSeconds = 3600;
constexpr std::size_t sha1HexLength = 40;
/// The form around a file.
constexpr std::uint64_t formBytes = 64 * 1024;
constexpr std::int64_t listDefault = 10;
constexpr std::int64_t listMax = storage::cloudinaryPageMax;

http::Response refuse(int status, const std::string& message) {
    return http::Response::json(status, Json{{"error", {{"message", message}}}}.dump())
        .with("X-Cld-Error", message);
}

http::Response answer(const Json& body) {
    return http::Response::json(200, body.dump());
}

std::string nameOf(const http::Request& request, std::string_view type, std::string_view publicId) {
    return std::string(request.parameter("kind")) + "/" + std::string(type.empty() ? "upload" : type) + "/" +
           std::string(publicId);
}

/// What was to be signed, for the message that the service gives.
std::string signedText(const CloudinaryFields& fields) {
    std::vector<std::string> pairs;
    for (const auto& [name, value] : fields)
        if (!value.empty() && name != "signature" && name != "api_key") pairs.push_back(name + "=" + value);
    std::ranges::sort(pairs);
    std::string text;
    for (const std::string& pair : pairs)
        text += (text.empty() ? "" : "&") + pair;
    return text;
}

std::string valueOf(const CloudinaryFields& fields, std::string_view name) {
    for (const auto& [field, value] : fields)
        if (field == name) return value;
    return {};
}

std::optional<http::Response> refuseSigned(const http::Request& request, const CloudinaryFields& fields,
                                           Timestamp now) {
    if (request.parameter("cloud") != cloudName) return refuse(401, "cloud_name mismatch");
    if (valueOf(fields, "api_key") != apiKey) return refuse(401, "unknown api_key");
    const auto timestamp = parseInteger(valueOf(fields, "timestamp"));
    if (!timestamp) return refuse(400, "Missing required parameter - timestamp");
    if (std::abs(now.seconds() - *timestamp) > signatureSeconds)
        return refuse(400, "Stale request - reported time is more than 1 hour ago");
    const std::string signature = valueOf(fields, "signature");
    const auto digest = signature.size() == sha1HexLength ? CloudinaryDigest::Sha1 : CloudinaryDigest::Sha256;
    if (!equalInConstantTime(signature, storage::cloudinarySignature(fields, apiSecret, digest)))
        return refuse(401,
                      "Invalid Signature " + signature + ". String to sign - '" + signedText(fields) + "'.");
    return std::nullopt;
}

CloudinaryFields fieldsOf(const FormData& form) {
    CloudinaryFields fields;
    for (const FormPart& part : form.parts)
        if (part.name != "file") fields.emplace_back(part.name, part.bytes);
    return fields;
}

/// `k=v|k2=v2`, with `\` before what belongs to a value.
Json contextOf(std::string_view text) {
    Json context = Json::object();
    std::string key;
    std::string current;
    bool inValue = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || text[i] == '|') {
            if (inValue) context[key] = current;
            current.clear();
            inValue = false;
        } else if (text[i] == '=' && !inValue) {
            key = std::exchange(current, {});
            inValue = true;
        } else {
            if (text[i] == '\\' && i + 1 < text.size()) ++i;
            current += text[i];
        }
    }
    return context;
}

Json shown(const Asset& asset) {
    Json facts = Json::parse(asset.facts);
    const std::string publicId = facts["public_id"];
    const std::string version = std::to_string(asset.createdAt.seconds());
    facts["version"] = asset.createdAt.seconds();
    facts["signature"] =
        toHex(sha1("public_id=" + publicId + "&version=" + version + std::string(apiSecret)));
    facts["bytes"] = asset.sizeBytes;
    facts["etag"] = asset.sha256.substr(0, 32);
    // The service has no fraction here.
    facts["created_at"] = isoText({asset.createdAt.seconds() * 1000}).substr(0, 19) + "Z";
    return facts;
}

} // namespace

Result<std::unique_ptr<CloudinarySandbox>> CloudinarySandbox::create(const std::filesystem::path& folder,
                                                                     const Clock& clock) {
    auto assets = TRY(AssetFolder::open(folder));
    return std::unique_ptr<CloudinarySandbox>(new CloudinarySandbox(std::move(assets), clock));
}

void CloudinarySandbox::addRoutes(http::Router& router) {
    const std::string base = "/cloudinary/v1_1/{cloud}";
    const http::RouteOptions large{
        .bodyLimitBytes = static_cast<std::uint64_t>(storage::cloudinarySinglePutBytes) + formBytes};
    router.add(
        "POST", base + "/{kind}/upload", [this](http::Request& request) { return upload(request); }, large);
    router.add("POST", base + "/{kind}/destroy", [this](http::Request& request) { return destroy(request); });
    router.add("POST", base + "/{kind}/explicit",
               [this](http::Request& request) { return explicitly(request); });
    router.add("GET", base + "/{kind}/download",
               [this](http::Request& request) { return download(request); });
    router.add("GET", base + "/resources/{kind}/{type}",
               [this](http::Request& request) { return list(request); });
    router.add("GET", base + "/ping", [this](http::Request& request) { return ping(request); });
}

std::optional<http::Response> CloudinarySandbox::refuseForm(const http::Request& request,
                                                            const FormData& form) const {
    return refuseSigned(request, fieldsOf(form), clock_.now());
}

std::optional<http::Response> CloudinarySandbox::refuseAdmin(const http::Request& request) const {
    if (request.parameter("cloud") != cloudName) return refuse(401, "cloud_name mismatch");
    const std::string expected = "Basic " + toBase64(std::string(apiKey) + ":" + std::string(apiSecret));
    if (!equalInConstantTime(request.header("Authorization"), expected))
        return refuse(401, "Invalid credentials");
    return std::nullopt;
}

http::Response CloudinarySandbox::upload(http::Request& request) {
    const auto form = parseFormData(request.header("Content-Type"), request.body);
    if (!form) return refuse(400, form.error().detail);
    if (auto refused = refuseForm(request, *form)) return std::move(*refused);
    const FormPart* const file = form->find("file");
    if (!file) return refuse(400, "Missing required parameter - file");
    if (file->bytes.empty()) return refuse(400, "Empty file");
    const std::string_view uploadId = request.header("X-Unique-Upload-Id");
    if (uploadId.empty()) return store(request, *form, file->bytes);
    const auto whole = chunks_.take(uploadId, request.header("Content-Range"), file->bytes);
    if (!whole) return refuse(400, whole.error().detail);
    return *whole ? store(request, *form, **whole) : answer({{"done", false}, {"upload_id", uploadId}});
}

http::Response CloudinarySandbox::store(const http::Request& request, const FormData& form,
                                        std::string_view bytes) {
    std::string publicId(form.text("public_id"));
    if (publicId.empty()) publicId = toHex(randomBytes(10));
    const std::string type(form.text("type").empty() ? "upload" : form.text("type"));
    const std::string name = nameOf(request, type, publicId);
    const auto older = assets_->find(name);
    const std::string_view overwrite = form.text("overwrite");
    if (older && (overwrite == "0" || overwrite == "false")) {
        Json existing = shown(*older);
        existing["existing"] = true;
        return answer(existing);
    }
    Json facts{{"asset_id", toHex(sha256(name)).substr(0, 32)},
               {"public_id", publicId},
               {"type", type},
               {"resource_type", request.parameter("kind")},
               {"tags", Json::array()},
               {"original_filename", form.find("file")->fileName}};
    for (const std::string_view tag : split(form.text("tags"), ','))
        if (!tag.empty()) facts["tags"].push_back(tag);
    if (!form.text("context").empty()) facts["context"]["custom"] = contextOf(form.text("context"));
    const auto stored = assets_->put(name, bytes, facts.dump(), clock_.now());
    if (!stored) return refuse(500, stored.error().detail);
    Json reply = shown(*stored);
    if (older) reply["overwritten"] = true;
    return answer(reply);
}

http::Response CloudinarySandbox::destroy(http::Request& request) {
    const auto form = parseFormData(request.header("Content-Type"), request.body);
    if (!form) return refuse(400, form.error().detail);
    if (auto refused = refuseForm(request, *form)) return std::move(*refused);
    const auto removed = assets_->remove(nameOf(request, form->text("type"), form->text("public_id")));
    if (!removed) return refuse(500, removed.error().detail);
    return answer({{"result", *removed ? "ok" : "not found"}});
}

http::Response CloudinarySandbox::explicitly(http::Request& request) {
    const auto form = parseFormData(request.header("Content-Type"), request.body);
    if (!form) return refuse(400, form.error().detail);
    if (auto refused = refuseForm(request, *form)) return std::move(*refused);
    const auto asset = assets_->find(nameOf(request, form->text("type"), form->text("public_id")));
    if (!asset) return refuse(404, "Resource not found - " + std::string(form->text("public_id")));
    return answer(shown(*asset));
}

http::Response CloudinarySandbox::download(http::Request& request) {
    CloudinaryFields fields;
    for (const auto& [name, value] : request.target.query)
        fields.emplace_back(name, value);
    if (auto refused = refuseSigned(request, fields, clock_.now())) return std::move(*refused);
    const auto expiresAt = parseInteger(request.query("expires_at"));
    if (expiresAt && *expiresAt < clock_.now().seconds()) return refuse(401, "The link has expired");
    auto asset = assets_->open(nameOf(request, request.query("type"), request.query("public_id")));
    if (!asset) return refuse(404, "Resource not found - " + std::string(request.query("public_id")));
    return http::Response::file(std::move(asset->second));
}

http::Response CloudinarySandbox::list(http::Request& request) {
    if (auto refused = refuseAdmin(request)) return std::move(*refused);
    const std::string_view asked = request.query("max_results");
    const auto limit = asked.empty() ? std::optional(listDefault) : parseInteger(asked);
    if (!limit || *limit < 1 || *limit > listMax) return refuse(400, "Invalid value for max_results");
    const std::string folder = nameOf(request, request.parameter("type"), "");
    std::string after;
    if (const std::string_view cursor = request.query("next_cursor"); !cursor.empty()) {
        const auto name = fromHex(cursor);
        if (!name) return refuse(400, "Invalid value for next_cursor");
        after = *name;
    }
    // One more than asked for tells whether there is a next page.
    auto page = assets_->list(folder + std::string(request.query("prefix")), after,
                              static_cast<std::size_t>(*limit) + 1);
    Json body{{"resources", Json::array()}};
    if (page.size() > static_cast<std::size_t>(*limit)) {
        page.pop_back();
        body["next_cursor"] = toHex(page.back().name);
    }
    for (const Asset& asset : page)
        body["resources"].push_back(shown(asset));
    return answer(body);
}

http::Response CloudinarySandbox::ping(http::Request& request) {
    if (auto refused = refuseAdmin(request)) return std::move(*refused);
    return answer({{"status", "ok"}});
}

} // namespace headroom::sandbox
