#pragma once

#include "core/base/result.h"

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace headroom {

/// True for the canonical form of a UUID: 36 characters, lower-case hexadecimal.
bool isUuid(std::string_view text);

/// A random UUID (version 4) from the system's generator. Any thread.
std::string newUuid();

/// An identifier that cannot be mistaken for another kind of identifier. Empty only when default-constructed,
/// which means "none". Made by whoever starts a thing, before the first message about it is sent.
template <class Tag>
class Id {
public:
    Id() = default;

    static Id make() { return Id(newUuid()); }

    /// From outside: refuses anything that is not a canonical UUID.
    static Result<Id> parse(std::string_view text) {
        if (!isUuid(text)) return fail(ErrorCode::InvalidInput, "not a UUID");
        return Id(std::string(text));
    }

    /// From our own database, where every id was checked on the way in.
    static Id trusted(std::string text) { return Id(std::move(text)); }

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }

    friend bool operator==(const Id&, const Id&) = default;
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    explicit Id(std::string text)
        : text_(std::move(text)) {}

    std::string text_;
};

using TeamId = Id<struct TeamTag>;
using UserId = Id<struct UserTag>;
using MemberId = Id<struct MemberTag>;
using InvitationId = Id<struct InvitationTag>;
using DeviceId = Id<struct DeviceTag>;
using CommandId = Id<struct CommandTag>;
using TransferId = Id<struct TransferTag>;
using OrderId = Id<struct OrderTag>;
using PhotoId = Id<struct PhotoTag>;
using UploadId = Id<struct UploadTag>;
using HeadshotId = Id<struct HeadshotTag>;
using RequestId = Id<struct RequestTag>;

} // namespace headroom

template <class Tag>
struct std::hash<headroom::Id<Tag>> {
    std::size_t operator()(const headroom::Id<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
