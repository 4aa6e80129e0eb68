#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace headroom::http {

/// One subscriber of server-sent events (WHATWG HTML, 9.2). A handler makes one, hands it to whoever
/// publishes and returns it in its Response; the publisher pushes from any thread and forgets the stream once
/// push() says no.
class EventStream {
public:
    enum class Push {
        Queued,
        Closed, ///< The client left, was too slow, or the server is shutting down: forget this stream.
    };

    /// `name` and `id` may be empty; line breaks end them, so they are dropped. Never blocks. Any thread.
    Push push(std::string_view name, std::string_view data, std::string_view id = {});

    /// Sends what is queued, then ends the stream. Any thread.
    void close();
    bool closed() const;

    // For the server's session; both are called on its loop only.

    /// `wake` is called, from any thread and under the lock, when there is something to take.
    void attach(std::function<void()> wake);
    /// No call of `wake` begins after this returned.
    void detach();
    /// The text of all queued events at once; empty when there is none.
    std::string takeAll();

private:
    mutable std::mutex mutex_;
    std::deque<std::string> queue_;
    std::size_t queuedBytes_ = 0;
    bool closed_ = false;
    std::function<void()> wake_;
};

} // namespace headroom::http
