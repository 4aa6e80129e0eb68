#include "core/client/event_stream_reader.h"

#include "core/client/client_limits.h"

namespace headroom::client {

std::vector<ServerEvent> EventStreamReader::feed(std::string_view bytes) {
    std::vector<ServerEvent> events;
    for (const char c : bytes) {
        const bool secondOfPair = afterReturn_ && c == '\n';
        afterReturn_ = c == '\r';
        if (secondOfPair) continue;
        if (c == '\n' || c == '\r') {
            if (!tooLong_) line(rest_, events);
            rest_.clear();
            tooLong_ = false;
        } else if (rest_.size() < eventLineMaxBytes) {
            rest_ += c;
        } else {
            tooLong_ = true;
        }
    }
    return events;
}

void EventStreamReader::line(std::string_view text, std::vector<ServerEvent>& events) {
    if (text.empty()) {
        if (hasData_) events.push_back({name_.empty() ? "message" : name_, data_});
        name_.clear();
        data_.clear();
        hasData_ = false;
        return;
    }
    const std::size_t colon = text.find(':');
    const std::string_view field = text.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "event") {
        name_ = value;
    } else if (field == "data" && data_.size() + value.size() < eventLineMaxBytes) {
        if (hasData_) data_ += '\n';
        data_ += value;
        hasData_ = true;
    }
}

} // namespace headroom::client
