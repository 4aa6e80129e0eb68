#include "core/http/server/connection_table.h"

namespace headroom::http {

bool ConnectionTable::tryAdd(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (count_ >= totalLimit_) return false;
    if (!key.empty()) {
        int& fromAddress = byAddress_[key];
        if (fromAddress >= addressLimit_) return false;
        ++fromAddress;
    }
    ++count_;
    return true;
}

void ConnectionTable::remove(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (!key.empty()) {
        const auto entry = byAddress_.find(key);
        if (--entry->second == 0) byAddress_.erase(entry);
    }
    if (--count_ == 0) empty_.notify_all();
}

int ConnectionTable::count() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

bool ConnectionTable::waitUntilEmpty(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, patience, [this] { return count_ == 0; });
}

} // namespace headroom::http
