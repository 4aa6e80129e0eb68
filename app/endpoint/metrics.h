#pragma once

#include "core/http/server/server.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace headroom::endpoint {

/// Counts what the server answers, and prints it with a few gauges as Prometheus text (exposition format
/// 0.0.4). Any thread.
class Metrics {
public:
    void record(const http::RequestRecord& request);

    /// A number that is asked for at each scrape. Added at start only.
    void addGauge(std::string name, std::string help, std::function<double()> read);

    std::string prometheusText() const;

private:
    /// Upper bounds in microseconds; a commit takes about one millisecond, an upload minutes.
    static constexpr std::array<std::int64_t, 8> bounds_{1000,    5000,      25'000,     100'000,
                                                         500'000, 2'500'000, 10'000'000, 60'000'000};
    struct Series {
        std::uint64_t count = 0;
        std::int64_t sumUs = 0;
        std::array<std::uint64_t, bounds_.size()> buckets{};
        std::map<int, std::uint64_t> byStatus;
    };
    struct Gauge {
        std::string name;
        std::string help;
        std::function<double()> read;
    };

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Series> series_; ///< by method and route pattern
    std::uint64_t bytesIn_ = 0;
    std::uint64_t bytesOut_ = 0;
    std::vector<Gauge> gauges_;
};

} // namespace headroom::endpoint
