#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

namespace headroom::http {

/// Counts open connections, in total and by address, and lets the shutdown wait for the last. Any thread.
class ConnectionTable {
public:
    ConnectionTable(int total, int perAddress)
        : totalLimit_(total)
        , addressLimit_(perAddress) {}

    /// `key` from addressKey(); empty for peers without an address, which only the total bounds.
    bool tryAdd(const std::string& key);
    void remove(const std::string& key);
    int count() const;
    /// True once none is open, false when the time is over.
    bool waitUntilEmpty(std::chrono::milliseconds patience);

private:
    const int totalLimit_;
    const int addressLimit_;
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    int count_ = 0;
    std::map<std::string, int> byAddress_;
};

} // namespace headroom::http
