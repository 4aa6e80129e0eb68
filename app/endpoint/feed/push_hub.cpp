#include "app/endpoint/feed/push_hub.h"

#include "app/endpoint/endpoint_limits.h"

#include <algorithm>
#include <string>

namespace headroom::endpoint {

namespace {

std::string versionEvent(std::string_view version) {
    return "{\"version\":" + std::string(version) + "}";
}

} // namespace

PushHub::Subscription PushHub::subscribe(const TeamId& team, std::int64_t current,
                                         const std::shared_ptr<http::EventStream>& stream) {
    const std::lock_guard lock(mutex_);
    auto& streams = byTeam_[team.text()];
    std::erase_if(streams, [](const auto& weak) {
        const auto open = weak.lock();
        return !open || open->closed();
    });
    if (streams.size() >= pushStreamsPerTeam) return Subscription::TooMany;
    streams.push_back(stream);
    stream->push("version", versionEvent(std::to_string(current)));
    return Subscription::Accepted;
}

void PushHub::wake(std::string_view payload) {
    const std::size_t blank = payload.find(' ');
    if (blank == std::string_view::npos) return;
    const std::lock_guard lock(mutex_);
    const auto found = byTeam_.find(payload.substr(0, blank));
    if (found == byTeam_.end()) return;
    const std::string event = versionEvent(payload.substr(blank + 1));
    std::erase_if(found->second, [&](const auto& weak) {
        const auto stream = weak.lock();
        return !stream || stream->push("version", event) == http::EventStream::Push::Closed;
    });
    if (found->second.empty()) byTeam_.erase(found);
}

void PushHub::closeAll() {
    const std::lock_guard lock(mutex_);
    for (const auto& [team, streams] : byTeam_)
        for (const auto& weak : streams)
            if (const auto stream = weak.lock()) stream->close();
    byTeam_.clear();
}

std::size_t PushHub::subscribers() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [team, streams] : byTeam_)
        count += static_cast<std::size_t>(
            std::ranges::count_if(streams, [](const auto& weak) { return !weak.expired(); }));
    return count;
}

} // namespace headroom::endpoint
