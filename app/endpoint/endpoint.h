#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "app/endpoint/services.h"

#include <memory>
#include <optional>
#include <string>

namespace headroom::endpoint {

/// Who a desktop that starts this endpoint for itself is: "use this computer".
struct LocalOwner {
    std::string email;
    std::string name;
    std::string teamName;
};

/// The endpoint as one object: opens everything in order, serves, and closes everything in the reverse order.
/// Made and stopped on the main thread.
class Endpoint {
public:
    static Result<std::unique_ptr<Endpoint>> start(const EndpointConfig& config,
                                                   const std::optional<LocalOwner>& localOwner);
    /// Lets requests under way finish, gives unfinished jobs back, writes everything out.
    ~Endpoint();
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    /// "http://127.0.0.1:8650"
    const std::string& address() const;
    /// For the local owner only: signs in once.
    std::string localSecret() const;

private:
    struct Parts;
    explicit Endpoint(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace headroom::endpoint
