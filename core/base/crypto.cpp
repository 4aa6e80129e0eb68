#include "core/base/crypto.h"

#include "core/base/ensure.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <limits>

namespace headroom {

namespace {

const EVP_MD* digest(Hasher::Algorithm algorithm) {
    return algorithm == Hasher::Algorithm::Sha1 ? EVP_sha1() : EVP_sha256();
}

std::string digestOf(Hasher::Algorithm algorithm, std::string_view bytes) {
    Hasher hasher(algorithm);
    hasher.update(bytes);
    return hasher.finish();
}

std::string base64With(std::string_view alphabet, bool padded, std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t i = 0;
    for (; i + 2 < bytes.size(); i += 3) {
        const unsigned block = static_cast<unsigned char>(bytes[i]) << 16U |
                               static_cast<unsigned char>(bytes[i + 1]) << 8U |
                               static_cast<unsigned char>(bytes[i + 2]);
        for (const unsigned shift : {18U, 12U, 6U, 0U})
            text += alphabet[block >> shift & 63U];
    }
    const std::size_t rest = bytes.size() - i;
    if (rest == 0) return text;
    unsigned block = static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) << 16U;
    if (rest == 2) block |= static_cast<unsigned>(static_cast<unsigned char>(bytes[i + 1])) << 8U;
    text += alphabet[block >> 18U & 63U];
    text += alphabet[block >> 12U & 63U];
    if (rest == 2) text += alphabet[block >> 6U & 63U];
    if (padded) text.append(3 - rest, '=');
    return text;
}

constexpr std::string_view base64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64UrlAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hexValue(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

struct Hasher::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher(Algorithm algorithm)
    : state_(std::make_unique<State>()) {
    ENSURE(state_->context && EVP_DigestInit_ex(state_->context, digest(algorithm), nullptr) == 1);
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
    ENSURE(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

std::string Hasher::finish() {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    ENSURE(EVP_DigestFinal_ex(state_->context, out, &length) == 1);
    return {reinterpret_cast<const char*>(out), length};
}

std::string sha256(std::string_view bytes) {
    return digestOf(Hasher::Algorithm::Sha256, bytes);
}

std::string sha1(std::string_view bytes) {
    return digestOf(Hasher::Algorithm::Sha1, bytes);
}

std::string hmacSha256(std::string_view key, std::string_view message) {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    ENSURE(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                reinterpret_cast<const unsigned char*>(message.data()), message.size(), out, &length));
    return {reinterpret_cast<const char*>(out), length};
}

bool equalInConstantTime(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string randomBytes(std::size_t count) {
    std::string bytes(count, '\0');
    ENSURE(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
    return bytes;
}

std::string randomToken() {
    return toBase64Url(randomBytes(32));
}

std::uint64_t randomBelow(std::uint64_t bound) {
    ENSURE(bound > 0);
    const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / bound * bound;
    for (;;) {
        std::uint64_t number = 0;
        for (const char byte : randomBytes(sizeof number))
            number = number << 8U | static_cast<unsigned char>(byte);
        if (number < limit) return number % bound;
    }
}

std::string toHex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4U];
        text += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return text;
}

std::optional<std::string> fromHex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexValue(text[i]);
        const int low = hexValue(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high << 4 | low);
    }
    return bytes;
}

std::string toBase64(std::string_view bytes) {
    return base64With(base64Alphabet, true, bytes);
}

std::string toBase64Url(std::string_view bytes) {
    return base64With(base64UrlAlphabet, false, bytes);
}

std::optional<std::string> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const bool last = i + 4 == text.size();
        const std::size_t padding = !last || text[i + 3] != '=' ? 0 : (text[i + 2] == '=' ? 2 : 1);
        unsigned block = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            std::size_t value = 0;
            if (j < 4 - padding) {
                value = base64Alphabet.find(text[i + j]);
                if (value == std::string_view::npos) return std::nullopt;
            }
            block = block << 6U | static_cast<unsigned>(value);
        }
        // Bits that the padding cuts off must be zero, or two texts would decode to the same bytes.
        if ((padding == 1 && (block & 0xffU)) || (padding == 2 && (block & 0xffffU))) return std::nullopt;
        for (std::size_t j = 0; j < 3 - padding; ++j)
            bytes += static_cast<char>(block >> (16U - 8U * j) & 0xffU);
    }
    return bytes;
}

} // namespace headroom
