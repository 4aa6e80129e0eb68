#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Digests, keyed digests, random bytes and text encodings, over OpenSSL. Byte strings travel as std::string.
// All functions are safe on any thread.
namespace headroom {

std::string sha256(std::string_view bytes); ///< 32 raw bytes
std::string sha1(std::string_view bytes);   ///< 20 raw bytes; only for tus checksums
std::string hmacSha256(std::string_view key, std::string_view message); ///< 32 raw bytes

/// Digest of a stream. `Algorithm::Sha1` exists only because tus makes it mandatory.
class Hasher {
public:
    enum class Algorithm { Sha1, Sha256 };
    explicit Hasher(Algorithm algorithm);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(std::string_view bytes);
    /// Raw bytes; the hasher is spent afterwards.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Takes as long for a mismatch in the first byte as in the last.
bool equalInConstantTime(std::string_view a, std::string_view b);

/// From the operating system's generator; aborts if that fails, as nothing secret could be made then.
std::string randomBytes(std::size_t count);

/// An unguessable token of 256 bits, base64url without padding: device tokens, invitation links, secrets.
std::string randomToken();

/// A number in [0, bound), without modulo bias.
std::uint64_t randomBelow(std::uint64_t bound);

std::string toHex(std::string_view bytes);
std::string toBase64(std::string_view bytes);
std::string toBase64Url(std::string_view bytes);
/// Strict: no white space, correct padding; nothing on any other input.
std::optional<std::string> fromBase64(std::string_view text);
std::optional<std::string> fromHex(std::string_view text);

} // namespace headroom
