#include "app/endpoint/metrics.h"

#include <sstream>

namespace headroom::endpoint {

void Metrics::record(const http::RequestRecord& request) {
    const std::lock_guard lock(mutex_);
    Series& series = series_[{std::string(request.method), std::string(request.route)}];
    ++series.count;
    series.sumUs += request.durationUs;
    for (std::size_t i = 0; i < bounds_.size(); ++i)
        if (request.durationUs <= bounds_[i]) ++series.buckets[i];
    ++series.byStatus[request.status];
    bytesIn_ += request.bytesIn;
    bytesOut_ += request.bytesOut;
}

void Metrics::addGauge(std::string name, std::string help, std::function<double()> read) {
    gauges_.push_back({std::move(name), std::move(help), std::move(read)});
}

std::string Metrics::prometheusText() const {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    {
        const std::lock_guard lock(mutex_);
        out << "# TYPE headroom_http_requests_total counter\n";
        for (const auto& [key, series] : series_)
            for (const auto& [status, count] : series.byStatus)
                out << "headroom_http_requests_total{method=\"" << key.first << "\",route=\"" << key.second
                    << "\",status=\"" << status << "\"} " << count << '\n';
        out << "# TYPE headroom_http_request_seconds histogram\n";
        for (const auto& [key, series] : series_) {
            const std::string labels = "method=\"" + key.first + "\",route=\"" + key.second + "\"";
            for (std::size_t i = 0; i < bounds_.size(); ++i)
                out << "headroom_http_request_seconds_bucket{" << labels << ",le=\""
                    << static_cast<double>(bounds_[i]) / 1e6 << "\"} " << series.buckets[i] << '\n';
            out << "headroom_http_request_seconds_bucket{" << labels << ",le=\"+Inf\"} " << series.count
                << '\n'
                << "headroom_http_request_seconds_sum{" << labels << "} "
                << static_cast<double>(series.sumUs) / 1e6 << '\n'
                << "headroom_http_request_seconds_count{" << labels << "} " << series.count << '\n';
        }
        out << "# TYPE headroom_http_bytes_total counter\n"
            << "headroom_http_bytes_total{direction=\"in\"} " << bytesIn_ << '\n'
            << "headroom_http_bytes_total{direction=\"out\"} " << bytesOut_ << '\n';
    }
    for (const Gauge& gauge : gauges_)
        out << "# HELP " << gauge.name << ' ' << gauge.help << "\n# TYPE " << gauge.name << " gauge\n"
            << gauge.name << ' ' << gauge.read() << '\n';
    return out.str();
}

} // namespace headroom::endpoint
