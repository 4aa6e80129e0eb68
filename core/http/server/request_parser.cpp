#include "core/http/server/request_parser.h"

#include "core/base/text.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cstring>

namespace headroom::http {

namespace beast = boost::beast;

namespace {

/// Beast calls every bad end of the request line a bad version; only a well-formed other one deserves 505.
bool namesOtherVersion(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
    const auto words = split(line, ' ');
    if (words.size() != 3 || words[2].size() != 8 || !words[2].starts_with("HTTP/")) return false;
    return words[2].substr(5, 3) != "1.0" && words[2].substr(5, 3) != "1.1";
}

} // namespace

/// Receives what Beast's grammar recognises. Header fields stop being taken at the end of the header, so that
/// trailers cannot pass for header fields.
class RequestParser::Grammar final : public beast::http::basic_parser<true> {
public:
    Grammar(std::size_t headerBytes, std::size_t headerFields)
        : headerBytes_(headerBytes)
        , headerFields_(headerFields) {
        header_limit(static_cast<std::uint32_t>(headerBytes));
        body_limit(boost::none);
        eager(false);
    }

    void decodeInto(char* out, std::size_t capacity) {
        out_ = out;
        capacity_ = capacity;
        produced_ = 0;
    }
    std::size_t produced() const { return produced_; }
    bool full() const { return produced_ == capacity_; }

    RequestHead head;

protected:
    using Text = beast::string_view;
    using Failure = beast::error_code;

    void on_request_impl(beast::http::verb, Text method, Text target, int version, Failure&) override {
        head.method.assign(method.data(), method.size());
        head.target.assign(target.data(), target.size());
        head.versionMinor = version % 10;
    }

    void on_response_impl(int, Text, int, Failure&) override {}

    void on_field_impl(beast::http::field, Text name, Text value, Failure& failure) override {
        if (headerDone_) return;
        // Beast's own limit holds for what is not parsed yet; a header that comes in pieces could grow past
        // it.
        taken_ += name.size() + value.size();
        if (head.headers.size() == headerFields_ || taken_ > headerBytes_) {
            failure = beast::http::error::header_limit;
            return;
        }
        head.headers.add({name.data(), name.size()}, {value.data(), value.size()});
    }

    void on_header_impl(Failure&) override { headerDone_ = true; }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, Failure&) override {}

    std::size_t on_body_impl(Text body, Failure&) override { return copyOut(body); }

    void on_chunk_header_impl(std::uint64_t, Text, Failure&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Failure&) override { return copyOut(body); }

    void on_finish_impl(Failure&) override {}

private:
    std::size_t copyOut(Text body) {
        const std::size_t count = std::min(body.size(), capacity_ - produced_);
        if (count) std::memcpy(out_ + produced_, body.data(), count);
        produced_ += count;
        return count;
    }

    const std::size_t headerBytes_;
    const std::size_t headerFields_;
    std::size_t taken_ = 0;
    bool headerDone_ = false;
    char* out_ = nullptr;
    std::size_t capacity_ = 0;
    std::size_t produced_ = 0;
};

RequestParser::RequestParser(const ServerLimits& limits)
    : grammar_(std::make_unique<Grammar>(limits.headerBytes, limits.headerFields)) {}

RequestParser::~RequestParser() = default;

RequestParser::Step RequestParser::refuse(int status, std::string_view reason) {
    status_ = status;
    reason_ = reason;
    return {State::Refused, 0, 0};
}

RequestParser::Step RequestParser::readHead(std::string_view bytes) {
    std::size_t consumed = 0;
    while (!grammar_->is_header_done()) {
        beast::error_code failure;
        consumed += grammar_->put({bytes.data() + consumed, bytes.size() - consumed}, failure);
        if (failure == beast::http::error::need_more) return {State::NeedMore, consumed, 0};
        if (failure == beast::http::error::header_limit) return refuse(431, "header is too large");
        if (failure == beast::http::error::bad_version && namesOtherVersion(bytes))
            return refuse(505, "HTTP version is not supported");
        if (failure) return refuse(400, "malformed header");
    }
    return checkHead(consumed);
}

RequestParser::Step RequestParser::checkHead(std::size_t consumed) {
    RequestHead& head = grammar_->head;
    const Headers& headers = head.headers;
    if (headers.count("Host") > 1) return refuse(400, "several Host fields");
    if (head.versionMinor == 1 && !headers.contains("Host")) return refuse(400, "no Host field");
    // Equal lengths twice would be legal, but whoever sends them is confused or probing.
    if (headers.count("Content-Length") > 1 ||
        headers.value("Content-Length").find(',') != std::string_view::npos)
        return refuse(400, "several lengths");
    if (headers.count("Content-Length") && headers.count("Transfer-Encoding"))
        return refuse(400, "length and transfer coding");
    if (headers.count("Transfer-Encoding")) {
        if (head.versionMinor == 0) return refuse(400, "transfer coding in HTTP/1.0");
        if (headers.count("Transfer-Encoding") > 1 ||
            !equalsIgnoringCase(headers.value("Transfer-Encoding"), "chunked"))
            return refuse(501, "transfer coding is not supported");
        head.framing = Framing::Chunked;
    } else if (const auto length = grammar_->content_length(); length && *length > 0) {
        head.framing = Framing::Length;
        head.contentLength = *length;
    }
    if (const auto expect = headers.find("Expect")) {
        if (!equalsIgnoringCase(*expect, "100-continue")) return refuse(417, "expectation is not supported");
        head.expectsContinue = head.versionMinor == 1 && head.framing != Framing::None;
    }
    head.keepAlive = grammar_->keep_alive() ? KeepAlive::Yes : KeepAlive::No;
    return {State::Done, consumed, 0};
}

RequestHead RequestParser::takeHead() {
    return std::move(grammar_->head);
}

RequestParser::Step RequestParser::readChunked(std::string_view bytes, char* out, std::size_t capacity) {
    grammar_->decodeInto(out, capacity);
    std::size_t consumed = 0;
    while (!grammar_->is_done()) {
        if (grammar_->full()) return {State::NeedMore, consumed, grammar_->produced()};
        beast::error_code failure;
        consumed += grammar_->put({bytes.data() + consumed, bytes.size() - consumed}, failure);
        if (failure == beast::http::error::need_more) {
            if (bytes.size() - consumed > chunkOverheadBytes) return refuse(400, "chunk header is too large");
            return {State::NeedMore, consumed, grammar_->produced()};
        }
        if (failure) return refuse(400, "malformed chunk");
        if (consumed == bytes.size() && !grammar_->is_done())
            return {State::NeedMore, consumed, grammar_->produced()};
    }
    return {State::Done, consumed, grammar_->produced()};
}

} // namespace headroom::http
