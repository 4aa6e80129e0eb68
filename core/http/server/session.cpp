#include "core/http/server/session.h"

#include "core/base/log.h"
#include "core/http/server/problem.h"

#include <boost/asio/buffer.hpp>

#include <algorithm>

namespace headroom::http {

namespace {

/// Runs a handler at the seam where exceptions stop.
Response callHandler(const Route& route, Request& request) {
    try {
        return route.handler(request);
    } catch (const std::exception& exception) {
        log::error("http.server", "a handler threw", {{"route", route.pattern}, {"what", exception.what()}});
    } catch (...) {
        log::error("http.server", "a handler threw something", {{"route", route.pattern}});
    }
    return problem({ErrorCode::Internal, {}});
}

Response overloaded() {
    return problem({ErrorCode::Unavailable, "too many requests at once"}).with("Retry-After", "1");
}

} // namespace

Session::Session(Loop& loop, ServerShared& shared, Socket socket, std::string peerAddress)
    : loop_(loop)
    , shared_(shared)
    , limits_(shared.options.limits)
    , socket_(std::move(socket))
    , wake_(loop.context)
    , peerAddress_(std::move(peerAddress)) {}

void Session::sweep(Steady::time_point now) {
    if (now < deadline_) return;
    expired_ = true;
    NetError ignored;
    // Repeated by the next sweep should the operation have completed just now and another one have begun.
    socket_.cancel(ignored);
}

void Session::drain() {
    NetError ignored;
    if (stage_ == Stage::Idle || stage_ == Stage::Lingering) socket_.cancel(ignored);
    if (stage_ == Stage::Streaming) wake_.cancel();
}

void Session::abandon() {
    abandoned_ = true;
    NetError ignored;
    socket_.close(ignored);
    wake_.cancel();
}

void Session::allow(int milliseconds) {
    expired_ = false;
    deadline_ = Steady::now() + std::chrono::milliseconds(milliseconds);
}

void Session::allowForever() {
    expired_ = false;
    deadline_ = Steady::time_point::max();
}

Task<void> Session::run() {
    const auto self = shared_from_this();
    KeepAlive more = KeepAlive::Yes;
    while (more == KeepAlive::Yes && !loop_.draining && !abandoned_)
        more = co_await serveOne();
    co_await finish();
}

Task<KeepAlive> Session::serveOne() {
    RequestParser parser(limits_);
    body_ = BodyProgress();
    keepAlive_ = KeepAlive::No;
    owesContinue_ = false;
    routePattern_ = {};
    sentBytes_ = 0;
    const bool complete = co_await readHead(parser);
    if (!complete) co_return KeepAlive::No;
    co_return co_await serveHead(parser);
}

/// False when the connection is to end; whatever had to be said about it was said.
Task<bool> Session::readHead(RequestParser& parser) {
    stage_ = Stage::Idle;
    allow(first_ ? limits_.headerTimeMs : limits_.keepAliveIdleMs);
    for (;;) {
        // Some clients end a body with a line break too many (RFC 9112, 2.2).
        while (stage_ == Stage::Idle && buffer_.unread().starts_with("\r\n"))
            buffer_.consume(2);
        if (!buffer_.unread().empty()) {
            if (stage_ == Stage::Idle) {
                stage_ = Stage::Busy;
                first_ = false;
                requestStart_ = Steady::now();
                allow(limits_.headerTimeMs);
            }
            const RequestParser::Step step = parser.readHead(buffer_.unread());
            buffer_.consume(step.consumed);
            if (step.state == RequestParser::State::Done) co_return true;
            if (step.state == RequestParser::State::Refused) {
                Error error{ErrorCode::InvalidInput, std::string(parser.reason())};
                co_await refuse(std::move(error), parser.status());
                co_return false;
            }
        }
        const std::size_t count = co_await receive();
        if (count > 0) continue;
        if (expired_ && stage_ == Stage::Busy) {
            Error error{ErrorCode::Timeout, "the header took too long"};
            co_await refuse(std::move(error), 408);
        }
        co_return false;
    }
}

Task<KeepAlive> Session::serveHead(RequestParser& parser) {
    RequestHead head = parser.takeHead();
    versionMinor_ = head.versionMinor;
    beginBody(head, parser);
    auto target = parseTarget(head.target);
    if (!target) {
        Error error = std::move(target).error();
        co_return co_await refuse(std::move(error), 400);
    }
    keepAlive_ = head.keepAlive;
    Request request;
    request.method = std::move(head.method);
    request.target = *std::move(target);
    request.headers = std::move(head.headers);
    request.peerAddress = peerAddress_;

    auto matched = shared_.router.match(request);
    if (auto* const refusal = std::get_if<Response>(&matched)) {
        Response response = std::move(*refusal);
        co_return co_await answer(request, std::move(response));
    }
    const Route& route = *std::get<Router::Match>(matched).route;
    routePattern_ = route.pattern;
    body_.limit = route.options.bodyLimitBytes;
    if (announcesTooMuch(route)) {
        Response response = problem({ErrorCode::TooLarge, "the body is larger than this route takes"});
        co_return co_await answer(request, std::move(response));
    }
    if (route.upload) co_return co_await serveUpload(route, request);
    co_return co_await serveOrdinary(route, request);
}

Task<KeepAlive> Session::serveOrdinary(const Route& route, Request& request) {
    co_await collectBody(request.body);
    Response response;
    if (body_.problem) {
        if (body_.problem->code == ErrorCode::Cancelled || abandoned_) co_return KeepAlive::No;
        response = problem(*body_.problem);
    } else if (shared_.admission.tryEnter()) {
        allowForever();
        std::function<void()> job = [&] { response = callHandler(route, request); };
        co_await runOn(shared_.handlers, std::move(job));
        shared_.admission.leave();
    } else {
        response = overloaded();
    }
    co_return co_await answer(request, std::move(response));
}

/// Sends an answer and says whether the connection may be used again.
Task<KeepAlive> Session::answer(const Request& request, Response response) {
    const bool stream = std::holds_alternative<std::shared_ptr<EventStream>>(response.body);
    // An unread body is followed by nothing that could be told from it.
    if (!body_.ended || body_.problem || loop_.draining || stream) keepAlive_ = KeepAlive::No;
    const Outgoing out = prepare(response, request.headers, request.method, versionMinor_, keepAlive_);
    const auto* const text = std::get_if<std::string>(&response.body);
    const bool bodiless = out.bodyBytes == 0;
    const std::string_view inlineBody = text && !bodiless ? std::string_view(*text) : std::string_view();
    bool sent = co_await write(out.head, inlineBody);
    if (const auto* const file = std::get_if<FileBody>(&response.body); sent && file && !bodiless)
        sent = co_await sendFile(*file, out.offset, out.bodyBytes);
    // A handler's malformed answer was replaced, so the stream is looked for again.
    if (const auto* const events = std::get_if<std::shared_ptr<EventStream>>(&response.body)) {
        const std::shared_ptr<EventStream> kept = *events;
        if (sent && request.method != "HEAD") co_await sendEvents(*kept);
        kept->detach();
    }
    record(request, out.status);
    co_return sent ? keepAlive_ : KeepAlive::No;
}

/// For requests that are too broken to have a head.
Task<KeepAlive> Session::refuse(Error error, int status) {
    keepAlive_ = KeepAlive::No;
    body_.ended = false; // what follows is of unknown length
    const Request request;
    Response response = problem(error, status);
    co_return co_await answer(request, std::move(response));
}

void Session::record(const Request& request, int status) {
    if (!shared_.options.observer) return;
    RequestRecord entry;
    entry.method = request.method;
    entry.route = routePattern_;
    entry.status = status;
    entry.durationUs =
        std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - requestStart_).count();
    entry.bytesIn = body_.received;
    entry.bytesOut = sentBytes_;
    shared_.options.observer(entry);
}

/// Closes so that the last answer arrives: first our half, then, if the peer may still be sending, what it
/// sends is thrown away for a while; closing with unread bytes would reset the connection under the answer.
Task<void> Session::finish() {
    NetError failure;
    if (!abandoned_ && !body_.ended && !peerLeft_) {
        socket_.shutdown(net::socket_base::shutdown_send, failure);
        stage_ = Stage::Lingering;
        allow(limits_.lingerMs);
        std::size_t discarded = 0;
        while (!failure && !loop_.draining && discarded < limits_.lingerBytes) {
            buffer_.consume(buffer_.unread().size());
            const std::size_t count = co_await receive();
            if (count == 0) break;
            discarded += count;
        }
    }
    allowForever();
    socket_.shutdown(net::socket_base::shutdown_both, failure);
    socket_.close(failure);
}

} // namespace headroom::http
