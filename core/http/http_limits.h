#pragma once

#include <cstddef>
#include <cstdint>

// Every limit of our HTTP server and client, with its reason. Times are milliseconds, sizes bytes.
namespace headroom::http {

/// What the server grants to a client before it stops listening to it. Tests shorten the times.
struct ServerLimits {
    /// Request line and all header fields together. Browsers and proxies send under 8 KB; a bearer token and
    /// a few cookies fit twice into this.
    std::size_t headerBytes = 16 * 1024;
    /// Header fields of one request. Each costs an allocation and a scan; nobody honest sends more.
    std::size_t headerFields = 100;
    /// From the first byte of a request to the end of its header, once and not per read, so that a header
    /// that is dribbled byte by byte ends as well.
    int headerTimeMs = 15'000;
    /// A body that is collected in memory, whole: the largest one that a route may ask for takes 15 s at
    /// 70 KB/s.
    int smallBodyTimeMs = 15'000;
    /// A streamed body may take for ever as long as this many bytes arrive in each window: about 4 KB/s,
    /// slower than any link on which an upload would make sense. The same rate holds for what a client takes
    /// from us.
    std::size_t rateBytes = 64 * 1024;
    int rateWindowMs = 15'000;
    /// Between two requests on one connection; proxies keep theirs about this long.
    int keepAliveIdleMs = 60'000;
    /// Bytes that a client still sends after it was refused are thrown away for this long, because closing at
    /// once would reset the connection and destroy the answer on its way (RFC 9112, 9.6).
    int lingerMs = 2'000;
    std::size_t lingerBytes = 64UL * 1024 * 1024;
    /// A comment line that keeps proxies from closing a silent event stream (they do after 30 to 60 s).
    int pingMs = 15'000;
    /// About 10 KB each, plus buffers while they upload.
    int connections = 2'000;
    /// From one address (IPv6: one /64). An office behind one address has an event stream and two or three
    /// connections per desktop. Behind a proxy every connection has the proxy's address: set it to
    /// `connections`.
    int connectionsPerAddress = 400;
    /// Requests admitted and not yet answered beyond those that are running. More waiting only adds latency:
    /// 503 with Retry-After is the better answer.
    int waitingRequests = 256;
};

/// One read of a streamed body. Measured: reads of about 1 KB cost five times the CPU per gigabyte (2.9 s,
/// 0.6 s).
constexpr std::size_t uploadBufferBytes = 256 * 1024;
/// Reads of headers and small bodies.
constexpr std::size_t readBufferBytes = 16 * 1024;
/// A chunk header or trailer that needs more than this is an attack.
constexpr std::size_t chunkOverheadBytes = 8 * 1024;
/// One sendfile call; larger ones keep the loop from its other sessions.
constexpr std::size_t sendfileStepBytes = 1024 * 1024;
/// How often the server looks for sessions that are past their time. Bounds the error of every time limit.
constexpr int sweepMs = 100;
/// After accept() failed for want of descriptors or memory: long enough for some to be closed, short enough
/// to go unnoticed.
constexpr int acceptBackOffMs = 100;
/// The kernel's queue of connections that wait for accept().
constexpr int listenBacklog = 511;
/// Body of an ordinary route that names no limit of its own: commands are a few KB, 10,000 lines about 1 MB.
constexpr std::size_t defaultBodyBytes = 1024 * 1024;
/// Segments of a path; the deepest route has eight.
constexpr std::size_t pathSegments = 32;
/// Parameters of a query or form; a form of a hundred order lines has five hundred fields.
constexpr std::size_t formParameters = 1'000;

/// Events that may wait for one slow subscriber. They only say "there is something new", so whoever is this
/// far behind is better off reconnecting and reading from its cursor.
constexpr std::size_t streamEvents = 256;
constexpr std::size_t streamBytes = 256 * 1024;

/// An answer that the client keeps in memory. Metadata of other services is far below; pictures are streamed.
constexpr std::size_t clientResponseBytes = 16UL * 1024 * 1024;
/// Answer headers, all together; libcurl alone would accept 100 KB per line.
constexpr std::size_t clientHeaderBytes = 64 * 1024;
/// TCP and TLS set-up: three lost packets in a row at the usual retransmission times.
constexpr int clientConnectMs = 10'000;
/// Whole exchange of a small request; Stripe's own SDK waits 80 s.
constexpr int clientTotalMs = 60'000;
/// A transfer slower than this for this long is dead: the other side went away without saying so.
constexpr int clientLowSpeedBytesPerSecond = 1'024;
constexpr int clientLowSpeedSeconds = 30;
/// Redirects that are followed when asked to.
constexpr int clientRedirects = 5;
/// Connections that stay open for the next request; as many as threads that usually send at once.
constexpr std::size_t clientIdleHandles = 8;
/// The longest Retry-After that a caller waits for inside a call; beyond it the job is better put back.
constexpr std::int64_t clientLongestRetryAfterMs = 30'000;

} // namespace headroom::http
