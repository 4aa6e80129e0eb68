#pragma once

#include "core/http/headers.h"
#include "core/http/http_limits.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace headroom::http {

/// How long the body is, as the header says.
enum class Framing { None, Length, Chunked };

enum class KeepAlive { No, Yes };

struct RequestHead {
    std::string method;
    std::string target;
    int versionMinor = 1;
    Headers headers;
    Framing framing = Framing::None;
    std::uint64_t contentLength = 0;
    KeepAlive keepAlive = KeepAlive::Yes;
    bool expectsContinue = false;
};

/// Turns the bytes of one request into its head and, for chunked bodies, into the body. Boost.Beast's parser
/// does the grammar; on top come the checks that it leaves open and that keep two programs from reading one
/// request differently (RFC 9112, 6.3 and 3.2). No sockets: bytes in, decisions out. One instance per
/// request.
class RequestParser {
public:
    explicit RequestParser(const ServerLimits& limits);
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    enum class State {
        NeedMore, ///< Show the bytes that were not consumed again, with more behind them.
        Done,
        Refused, ///< See status() and reason(); the connection is of no further use.
    };
    struct Step {
        State state = State::NeedMore;
        std::size_t consumed = 0;
        std::size_t produced = 0; ///< body only
    };

    Step readHead(std::string_view bytes);
    /// After readHead() was Done.
    RequestHead takeHead();

    /// Decodes a chunked body into `out`. NeedMore with `produced` > 0 is progress.
    Step readChunked(std::string_view bytes, char* out, std::size_t capacity);

    int status() const { return status_; }
    std::string_view reason() const { return reason_; }

private:
    class Grammar;

    Step refuse(int status, std::string_view reason);
    Step checkHead(std::size_t consumed);

    std::unique_ptr<Grammar> grammar_;
    int status_ = 400;
    std::string_view reason_;
};

} // namespace headroom::http
