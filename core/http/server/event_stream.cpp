#include "core/http/server/event_stream.h"

#include "core/base/text.h"
#include "core/http/http_limits.h"

namespace headroom::http {

namespace {

void appendField(std::string& text, std::string_view field, std::string_view value) {
    text += field;
    text += ": ";
    for (const char c : value)
        if (c != '\r' && c != '\n' && c != '\0') text += c;
    text += '\n';
}

std::string eventText(std::string_view name, std::string_view data, std::string_view id) {
    std::string text;
    if (!name.empty()) appendField(text, "event", name);
    if (!id.empty()) appendField(text, "id", id);
    for (const std::string_view line : split(data, '\n'))
        appendField(text, "data", line);
    text += '\n';
    return text;
}

} // namespace

EventStream::Push EventStream::push(std::string_view name, std::string_view data, std::string_view id) {
    std::string text = eventText(name, data, id);
    const std::lock_guard lock(mutex_);
    if (closed_) return Push::Closed;
    if (queue_.size() == streamEvents || queuedBytes_ + text.size() > streamBytes) {
        closed_ = true;
        queue_.clear();
        queuedBytes_ = 0;
        if (wake_) wake_();
        return Push::Closed;
    }
    queuedBytes_ += text.size();
    queue_.push_back(std::move(text));
    if (wake_) wake_();
    return Push::Queued;
}

void EventStream::close() {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    if (wake_) wake_();
}

bool EventStream::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

void EventStream::attach(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

void EventStream::detach() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake_ = nullptr;
    queue_.clear();
    queuedBytes_ = 0;
}

std::string EventStream::takeAll() {
    const std::lock_guard lock(mutex_);
    std::string text;
    text.reserve(queuedBytes_);
    for (const std::string& event : queue_)
        text += event;
    queue_.clear();
    queuedBytes_ = 0;
    return text;
}

} // namespace headroom::http
