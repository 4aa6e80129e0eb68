#pragma once

#include "core/http/headers.h"
#include "core/http/server/event_stream.h"
#include "core/http/server/file_body.h"

#include <memory>
#include <string>
#include <variant>

namespace headroom::http {

/// What a handler answers. Made on a handler thread, sent by the server; a plain value.
struct Response {
    int status = 200;
    Headers headers;
    std::variant<std::string, FileBody, std::shared_ptr<EventStream>> body;

    static Response empty(int status);
    static Response text(int status, std::string body, std::string contentType = "text/plain; charset=utf-8");
    static Response json(int status, std::string body) {
        return text(status, std::move(body), "application/json");
    }
    /// 200 with the file, or 206, 304, 412, 416 as the request's Range and If- headers ask.
    static Response file(FileBody file);
    /// 200 text/event-stream that stays open until the stream is closed or the client leaves.
    static Response events(std::shared_ptr<EventStream> stream);

    Response&& with(std::string name, std::string value) &&;
};

/// "Not Found"; empty for statuses without a registered phrase.
std::string_view reasonPhrase(int status);

} // namespace headroom::http
