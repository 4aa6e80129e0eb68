#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace headroom::generators::hosted {

/// The work that this process looks after, by handle. Any thread; a run that is being used lives on after
/// take().
template <class Run>
class RunTable {
public:
    void put(std::string handle, std::shared_ptr<Run> run) {
        const std::lock_guard lock(mutex_);
        runs_[std::move(handle)] = std::move(run);
    }
    std::shared_ptr<Run> find(std::string_view handle) const {
        const std::lock_guard lock(mutex_);
        const auto found = runs_.find(handle);
        return found == runs_.end() ? nullptr : found->second;
    }
    /// Out of the table.
    std::shared_ptr<Run> take(std::string_view handle) {
        const std::lock_guard lock(mutex_);
        const auto found = runs_.find(handle);
        if (found == runs_.end()) return nullptr;
        auto run = std::move(found->second);
        runs_.erase(found);
        return run;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Run>, std::less<>> runs_;
};

} // namespace headroom::generators::hosted
