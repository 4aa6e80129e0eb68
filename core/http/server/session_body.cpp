#include "core/base/log.h"
#include "core/http/server/problem.h"
#include "core/http/server/session.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstring>

namespace headroom::http {

void ReadBuffer::consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
}

char* ReadBuffer::prepare(std::size_t count) {
    if (bytes_.size() - end_ < count && begin_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (bytes_.size() - end_ < count) bytes_.resize(end_ + count);
    return bytes_.data() + end_;
}

void ReadBuffer::release() {
    if (begin_ == end_) bytes_ = std::vector<char>();
}

void Session::beginBody(const RequestHead& head, RequestParser& parser) {
    body_.parser = &parser;
    body_.framing = head.framing;
    body_.remaining = head.contentLength;
    body_.ended = head.framing == Framing::None;
    owesContinue_ = head.expectsContinue;
}

bool Session::announcesTooMuch(const Route& route) const {
    return body_.framing == Framing::Length && body_.remaining > route.options.bodyLimitBytes;
}

/// Tells a client that waits for leave to send its body that it may.
Task<void> Session::sendContinue() {
    if (!owesContinue_) co_return;
    owesContinue_ = false;
    if (!buffer_.unread().empty()) co_return;
    co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
}

/// Reads into the buffer. 0 when the peer ended, the time was up or the connection was cut.
Task<std::size_t> Session::receive() {
    NetError failure;
    char* const place = buffer_.prepare(readBufferBytes);
    const std::size_t count = co_await socket_.async_read_some(net::mutable_buffer(place, readBufferBytes),
                                                               net::redirect_error(useTask, failure));
    buffer_.commit(count);
    if (count == 0 && !expired_) peerLeft_ = true;
    co_return count;
}

Error Session::connectionProblem() const {
    if (abandoned_) return {ErrorCode::Unavailable, "the server is stopping"};
    if (expired_) return {ErrorCode::Timeout, "the body came too slowly"};
    return {ErrorCode::Cancelled, "the client closed the connection"};
}

std::size_t Session::takeBuffered(char* out, std::size_t capacity) {
    const std::string_view unread = buffer_.unread();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, body_.remaining));
    const std::size_t count = std::min(unread.size(), wanted);
    if (count) std::memcpy(out, unread.data(), count);
    buffer_.consume(count);
    return count;
}

void Session::countBody(std::size_t count) {
    body_.received += count;
    if (body_.received > body_.limit && !body_.problem)
        body_.problem = Error{ErrorCode::TooLarge, "the body is larger than this route takes"};
}

/// Some more of the body, 0 when it ended or body_.problem says why there is none.
Task<std::size_t> Session::readBody(char* out, std::size_t capacity) {
    if (body_.ended || body_.problem) co_return 0;
    if (body_.framing == Framing::Chunked) co_return co_await readChunkedBody(out, capacity);
    std::size_t count = takeBuffered(out, capacity);
    if (count == 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(capacity, body_.remaining));
        NetError failure;
        count = co_await socket_.async_read_some(net::mutable_buffer(out, wanted),
                                                 net::redirect_error(useTask, failure));
        if (count == 0) {
            body_.problem = connectionProblem();
            co_return 0;
        }
    }
    body_.remaining -= count;
    body_.ended = body_.remaining == 0;
    countBody(count);
    co_return body_.problem ? 0 : count;
}

Task<std::size_t> Session::readChunkedBody(char* out, std::size_t capacity) {
    for (;;) {
        const RequestParser::Step step = body_.parser->readChunked(buffer_.unread(), out, capacity);
        buffer_.consume(step.consumed);
        if (step.state == RequestParser::State::Refused) {
            body_.problem = Error{ErrorCode::InvalidInput, std::string(body_.parser->reason())};
            co_return 0;
        }
        body_.ended = step.state == RequestParser::State::Done;
        countBody(step.produced);
        if (body_.problem) co_return 0;
        if (body_.ended || step.produced > 0) co_return step.produced;
        const std::size_t count = co_await receive();
        if (count == 0) {
            body_.problem = connectionProblem();
            co_return 0;
        }
    }
}

/// The whole body into memory, in steps, so that announcing a large one costs us nothing.
Task<void> Session::collectBody(std::string& body) {
    if (body_.ended) co_return;
    co_await sendContinue();
    allow(limits_.smallBodyTimeMs);
    while (!body_.ended && !body_.problem) {
        const std::size_t have = body.size();
        std::size_t step = 4 * readBufferBytes;
        if (body_.framing == Framing::Length) step = std::min<std::uint64_t>(step, body_.remaining);
        body.resize(have + step);
        const std::size_t count = co_await readBody(body.data() + have, step);
        body.resize(have + count);
    }
}

void Session::allowWindow(RateWindow& window) {
    if (window.end == Steady::time_point()) {
        window.end = Steady::now() + std::chrono::milliseconds(limits_.rateWindowMs);
        window.moved = 0;
    }
    expired_ = false;
    deadline_ = window.end;
}

void Session::countMoved(RateWindow& window, std::size_t count) {
    window.moved += count;
    if (window.moved >= limits_.rateBytes) window.end = Steady::time_point();
}

Task<KeepAlive> Session::serveUpload(const Route& route, Request& request) {
    UploadStart start;
    co_await startUpload(route, request, start);
    Response response;
    if (auto* const refusal = std::get_if<Response>(&start)) {
        response = std::move(*refusal);
        co_return co_await answer(request, std::move(response));
    }
    std::unique_ptr<BodySink> sink = std::move(std::get<std::unique_ptr<BodySink>>(start));
    co_await sendContinue();
    co_await pumpUpload(*sink);
    allowForever();
    std::function<void()> job = [&] {
        try {
            response = body_.problem ? sink->aborted(*body_.problem) : sink->end();
            sink.reset();
        } catch (const std::exception& exception) {
            log::error("http.server", "an upload threw",
                       {{"route", route.pattern}, {"what", exception.what()}});
            response = problem({ErrorCode::Internal, {}});
        }
    };
    co_await runOn(shared_.handlers, std::move(job));
    if (body_.problem && body_.problem->code == ErrorCode::Cancelled) {
        record(request,
               499); // nginx's number for "client closed the connection"; it never goes over the wire
        co_return KeepAlive::No;
    }
    co_return co_await answer(request, std::move(response));
}

Task<void> Session::startUpload(const Route& route, Request& request, UploadStart& start) {
    if (!shared_.admission.tryEnter()) {
        start = problem({ErrorCode::Unavailable, "too many requests at once"}).with("Retry-After", "1");
        co_return;
    }
    allowForever();
    std::function<void()> job = [&] {
        try {
            start = route.upload(request);
        } catch (const std::exception& exception) {
            log::error("http.server", "an upload threw",
                       {{"route", route.pattern}, {"what", exception.what()}});
            start = problem({ErrorCode::Internal, {}});
        }
    };
    co_await runOn(shared_.handlers, std::move(job));
    shared_.admission.leave();
}

/// Moves the body into the sink; what arrived before a cut is written as well.
Task<void> Session::pumpUpload(BodySink& sink) {
    std::vector<char> chunk;
    RateWindow window;
    while (!body_.ended && !body_.problem) {
        const std::size_t count = co_await fillChunk(chunk, window);
        if (count == 0) break;
        allowForever();
        const auto begin = Steady::now();
        std::optional<Error> failure;
        std::function<void()> job = [&] {
            try {
                auto written = sink.write({chunk.data(), count});
                if (!written) failure = std::move(written).error();
            } catch (const std::exception& exception) {
                failure = Error{ErrorCode::Internal, exception.what()};
            }
        };
        co_await runOn(shared_.files, std::move(job));
        if (failure) {
            body_.problem = std::move(failure);
            break;
        }
        // Our own writing must not count against the client's time.
        if (window.end != Steady::time_point()) window.end += Steady::now() - begin;
    }
}

/// Fills the chunk as far as the body goes: large writes, however small the packets are.
Task<std::size_t> Session::fillChunk(std::vector<char>& chunk, RateWindow& window) {
    chunk.resize(uploadBufferBytes);
    std::size_t filled = 0;
    while (filled < chunk.size() && !body_.ended && !body_.problem) {
        allowWindow(window);
        const std::size_t count = co_await readBody(chunk.data() + filled, chunk.size() - filled);
        filled += count;
        countMoved(window, count);
    }
    co_return filled;
}

} // namespace headroom::http
