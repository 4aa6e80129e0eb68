#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headroom::services {

/// What an endpoint relies on and an operator chooses.
enum class ServiceKind : std::uint8_t { Generator, Storage, Mail, Payments };

/// "generator", "storage", "mail", "payments": as it travels and is stored.
std::string_view name(ServiceKind kind);
std::optional<ServiceKind> serviceKindNamed(std::string_view name);

struct Service {
    ServiceKind kind = ServiceKind::Generator;
    std::string name; ///< among its kind: "replicate", "s3", "smtp", "stripe"

    friend auto operator<=>(const Service&, const Service&) = default;
};

} // namespace headroom::services
