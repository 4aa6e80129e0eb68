#include "core/storage/remote/remote_times.h"

#include <array>
#include <cstdlib>
#include <ctime>
#include <string>

namespace headroom::storage {

namespace {

Timestamp momentOf(std::tm& fields) {
    return {static_cast<std::int64_t>(::timegm(&fields)) * 1000};
}

} // namespace

std::optional<Timestamp> parseIsoTime(std::string_view text) {
    const std::string whole(text);
    std::tm fields{};
    const char* rest = ::strptime(whole.c_str(), "%Y-%m-%dT%H:%M:%S", &fields);
    if (!rest) return std::nullopt;
    std::int64_t fractionMs = 0;
    if (*rest == '.') {
        ++rest;
        const char* const digits = rest;
        for (std::int64_t weight = 100; *rest >= '0' && *rest <= '9'; ++rest, weight /= 10)
            fractionMs += (*rest - '0') * weight;
        if (rest == digits) return std::nullopt;
    }
    if (std::string_view(rest) != "Z") return std::nullopt;
    return momentOf(fields).plusMs(fractionMs);
}

std::optional<Timestamp> parseHttpDate(std::string_view text) {
    const std::string whole(text);
    std::tm fields{};
    const char* const rest = ::strptime(whole.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &fields);
    if (!rest || *rest) return std::nullopt;
    return momentOf(fields);
}

} // namespace headroom::storage
