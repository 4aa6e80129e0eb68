#pragma once

#include "core/http/server/loop.h"
#include "core/http/server/request_parser.h"
#include "core/http/server/response_head.h"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace headroom::http {

using StreamProtocol = net::generic::stream_protocol;
using Socket = net::basic_stream_socket<StreamProtocol, Executor>;

/// Bytes that came from the socket and nobody used yet.
class ReadBuffer {
public:
    std::string_view unread() const { return {bytes_.data() + begin_, end_ - begin_}; }
    void consume(std::size_t count);
    /// Room for at least `count` more bytes.
    char* prepare(std::size_t count);
    void commit(std::size_t count) { end_ += count; }
    /// Gives memory back while the connection waits for long.
    void release();

private:
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

/// One connection, from accept to close: reads a request, has a handler answer it, sends the answer, and
/// again. Lives on one loop; every function runs there.
///
/// All time limits work alike: deadline_ is set before a wait, the loop's sweeper cancels the socket's
/// operations when it has passed, and the operation that was waiting sees expired_.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Loop& loop, ServerShared& shared, Socket socket, std::string peerAddress);

    /// The whole life of the connection.
    Task<void> run();

    /// Called often: ends waits that took too long.
    void sweep(Steady::time_point now);
    /// No further request; ends the connection now if it waits for one.
    void drain();
    /// Cuts the connection. A handler that runs is waited for.
    void abandon();

private:
    enum class Stage { Idle, Busy, Streaming, Lingering };

    /// The body of the request at hand, while it is being read.
    struct BodyProgress {
        RequestParser* parser = nullptr;
        Framing framing = Framing::None;
        std::uint64_t remaining = 0; ///< Framing::Length only
        std::uint64_t received = 0;
        std::uint64_t limit = 0;
        bool ended = true;
        std::optional<Error> problem;
    };

    /// Counts what moves in a window of time, so that slow peers end and steady ones do not.
    struct RateWindow {
        Steady::time_point end{};
        std::size_t moved = 0;
    };

    // session.cpp: the course of a request
    Task<KeepAlive> serveOne();
    Task<KeepAlive> serveHead(RequestParser& parser);
    Task<bool> readHead(RequestParser& parser);
    Task<KeepAlive> serveOrdinary(const Route& route, Request& request);
    Task<KeepAlive> answer(const Request& request, Response response);
    Task<KeepAlive> refuse(Error error, int status);
    void record(const Request& request, int status);
    Task<void> finish();

    // session_body.cpp: request bodies
    void beginBody(const RequestHead& head, RequestParser& parser);
    bool announcesTooMuch(const Route& route) const;
    Task<void> sendContinue();
    Task<std::size_t> receive();
    Task<std::size_t> readBody(char* out, std::size_t capacity);
    std::size_t takeBuffered(char* out, std::size_t capacity);
    Task<std::size_t> readChunkedBody(char* out, std::size_t capacity);
    void countBody(std::size_t count);
    Error connectionProblem() const;
    Task<void> collectBody(std::string& body);
    Task<KeepAlive> serveUpload(const Route& route, Request& request);
    Task<void> startUpload(const Route& route, Request& request, UploadStart& start);
    Task<void> pumpUpload(BodySink& sink);
    Task<std::size_t> fillChunk(std::vector<char>& chunk, RateWindow& window);

    // session_send.cpp: answers
    Task<bool> write(std::string_view first, std::string_view second);
    Task<bool> sendFile(const FileBody& file, std::uint64_t offset, std::uint64_t length);
    Task<void> sendEvents(EventStream& stream);
    Task<void> watchForLeaving();
    Task<void> runOn(WorkerPool& pool, std::function<void()> job);

    void allow(int milliseconds);
    void allowForever();
    void allowWindow(RateWindow& window);
    void countMoved(RateWindow& window, std::size_t count);

    Loop& loop_;
    ServerShared& shared_;
    const ServerLimits& limits_;
    Socket socket_;
    Timer wake_;
    const std::string peerAddress_;

    Stage stage_ = Stage::Idle;
    Steady::time_point deadline_ = Steady::time_point::max();
    bool expired_ = false;
    bool abandoned_ = false;
    bool peerLeft_ = false;
    bool first_ = true; ///< no request came yet

    ReadBuffer buffer_;
    BodyProgress body_;
    int versionMinor_ = 1;
    KeepAlive keepAlive_ = KeepAlive::Yes;
    bool owesContinue_ = false;
    Steady::time_point requestStart_{};
    std::uint64_t sentBytes_ = 0;
    std::string_view routePattern_;
};

} // namespace headroom::http
