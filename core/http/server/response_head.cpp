#include "core/http/server/response_head.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/http/server/problem.h"

namespace headroom::http {

namespace {

bool mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
}

bool isWellFormed(const Headers& headers) {
    for (const Headers::Field& field : headers)
        if (!isToken(field.name) || !isFieldValue(field.value)) return false;
    return true;
}

/// Applies the request's conditions and range to a file and adds the headers that tell about it.
void prepareFile(Response& response, const FileBody& file, const Headers& request, std::string_view method,
                 Outgoing& out) {
    const bool readable = method == "GET" || method == "HEAD";
    const FilePart part = readable && response.status == 200 ? selectPart(request, file.entityTag, file.size)
                                                             : FilePart{response.status, 0, file.size};
    response.status = part.status;
    out.offset = part.offset;
    out.bodyBytes = part.length;
    Headers& headers = response.headers;
    headers.set("Accept-Ranges", "bytes");
    if (!file.entityTag.empty()) headers.set("ETag", file.entityTag);
    if (!file.cacheControl.empty()) headers.set("Cache-Control", file.cacheControl);
    if (part.status == 200 || part.status == 206) headers.set("Content-Type", file.contentType);
    const std::string size = std::to_string(file.size);
    if (part.status == 206) {
        headers.set("Content-Range", "bytes " + std::to_string(part.offset) + "-" +
                                         std::to_string(part.offset + part.length - 1) + "/" + size);
    } else if (part.status == 416) {
        headers.set("Content-Range", "bytes */" + size);
    }
}

std::string headText(const Response& response, int versionMinor, KeepAlive keepAlive) {
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text += reasonPhrase(response.status);
    text += "\r\nDate: ";
    text += httpDate(SystemClock().now());
    text += "\r\n";
    for (const Headers::Field& field : response.headers) {
        text += field.name;
        text += ": ";
        text += field.value;
        text += "\r\n";
    }
    if (keepAlive == KeepAlive::No)
        text += "Connection: close\r\n";
    else if (versionMinor == 0)
        text += "Connection: keep-alive\r\n";
    text += "\r\n";
    return text;
}

} // namespace

Outgoing prepare(Response& response, const Headers& request, std::string_view method, int versionMinor,
                 KeepAlive keepAlive) {
    if (!isWellFormed(response.headers) || response.status < 200 || response.status > 599) {
        log::error("http.server", "a handler made a malformed answer", {{"status", response.status}});
        response = problem({ErrorCode::Internal, {}});
    }
    Outgoing out;
    Headers& headers = response.headers;
    // These are the server's to say.
    for (const char* name : {"Connection", "Content-Length", "Transfer-Encoding", "Date"})
        headers.remove(name);
    if (const auto* const file = std::get_if<FileBody>(&response.body)) {
        prepareFile(response, *file, request, method, out);
    } else if (const auto* const text = std::get_if<std::string>(&response.body)) {
        out.bodyBytes = text->size();
    } else {
        headers.set("Content-Type", "text/event-stream");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Accel-Buffering", "no");
    }
    const bool stream = std::holds_alternative<std::shared_ptr<EventStream>>(response.body);
    if (!mayHaveBody(response.status)) out.bodyBytes = 0;
    if (!stream && mayHaveBody(response.status)) headers.add("Content-Length", std::to_string(out.bodyBytes));
    if (method == "HEAD") out.bodyBytes = 0;
    out.status = response.status;
    out.head = headText(response, versionMinor, keepAlive);
    return out;
}

} // namespace headroom::http
