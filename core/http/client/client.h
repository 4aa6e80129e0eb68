#pragma once

#include "core/http/client/client_request.h"

#include <memory>

namespace headroom::http {

struct ClientOptions {
    std::string userAgent = "headroom";
    /// PEM file of the authorities to trust instead of the system's; for private services and tests.
    std::string caFile;
};

/// Sends requests to other services. Blocks the calling thread; safe on any number of threads at once, never
/// on an io thread or inside a database transaction. Keeps connections open for the next request. TLS
/// certificates and names are always checked, redirects are followed only when asked for, cookies do not
/// exist.
///
/// Errors say what may have happened on the other side:
///   Unavailable     no connection, name or TLS session: nothing was sent
///   Timeout         the time was up after something was sent: unknown outcome
///   UnknownOutcome  the connection broke after something was sent
///   TooLarge        the answer was more than the caller takes
///   Cancelled       the stop token; the outcome may be unknown as well
///   InvalidInput    a URL, method or header that cannot be sent; nothing was
/// and whatever a body's source or the sink returned.
class Client {
public:
    static Result<std::unique_ptr<Client>> create(ClientOptions options);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Result<ClientResponse> send(const ClientRequest& request);

private:
    struct Impl;
    explicit Client(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

} // namespace headroom::http
