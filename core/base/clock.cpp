#include "core/base/clock.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace headroom {

namespace {

std::tm utc(Timestamp moment) {
    std::int64_t seconds = moment.ms / 1000;
    if (moment.ms % 1000 < 0) --seconds;
    const std::time_t time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    return parts;
}

} // namespace

std::string isoText(Timestamp moment) {
    const std::tm parts = utc(moment);
    const int milliseconds = static_cast<int>(((moment.ms % 1000) + 1000) % 1000);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds);
    return text;
}

std::string httpDate(Timestamp moment) {
    // Not strftime: day and month names must not follow the process's locale.
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::tm parts = utc(moment);
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday],
                  parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return text;
}

Timestamp SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

} // namespace headroom
