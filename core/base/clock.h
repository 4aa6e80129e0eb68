#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace headroom {

/// A moment: milliseconds since 1970-01-01 UTC. Stored in databases and JSON as that number.
struct Timestamp {
    std::int64_t ms = 0;

    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
    Timestamp plusMs(std::int64_t delta) const { return {ms + delta}; }
    std::int64_t seconds() const { return ms / 1000; }
};

/// `2026-11-22T21:31:13.045Z`
std::string isoText(Timestamp moment);

/// `Sun, 22 Nov 2026 21:31:13 GMT`, the form HTTP headers want (RFC 9110, IMF-fixdate).
std::string httpDate(Timestamp moment);

/// Passed to whatever needs the time, so that tests can hold it still or push it on. Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
};

} // namespace headroom
