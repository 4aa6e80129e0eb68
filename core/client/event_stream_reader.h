#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::client {

struct ServerEvent {
    std::string name; ///< "message" when the stream gives none
    std::string data;
};

/// Takes server-sent events out of bytes as they arrive (WHATWG HTML, 9.2.6). A value.
class EventStreamReader {
public:
    /// The events that these bytes complete. Lines beyond eventLineMaxBytes are dropped.
    std::vector<ServerEvent> feed(std::string_view bytes);

private:
    void line(std::string_view text, std::vector<ServerEvent>& events);

    std::string rest_;
    bool tooLong_ = false;
    bool afterReturn_ = false;
    std::string name_;
    std::string data_;
    bool hasData_ = false;
};

} // namespace headroom::client
