#include "core/base/log.h"

#include "core/base/clock.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <cstdio>
#include <mutex>

namespace headroom::log {

namespace {

std::atomic<Level> lowestLevel{Level::Info};
std::mutex sinkMutex;
std::function<void(Level, std::string_view)> sinkFunction;

std::string_view levelName(Level level) {
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warning:
        return "warning";
    case Level::Error:
        return "error";
    }
    __builtin_unreachable();
}

void write(Level level, std::string_view category, std::string_view message,
           std::initializer_list<Field> fields) {
    if (level < lowestLevel.load(std::memory_order_relaxed)) return;
    nlohmann::ordered_json object;
    object["time"] = isoText(SystemClock().now());
    object["level"] = levelName(level);
    object["category"] = category;
    object["message"] = message;
    for (const Field& field : fields) {
        std::visit([&](const auto& value) { object[std::string(field.key)] = value; }, field.value);
    }
    // Whatever bytes end up here must not take the log down with them.
    const std::string line = object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);

    const std::lock_guard lock(sinkMutex);
    if (sinkFunction) {
        sinkFunction(level, line);
    } else {
        std::fprintf(stderr, "%s\n", line.c_str());
    }
}

} // namespace

void debug(std::string_view category, std::string_view message, std::initializer_list<Field> fields) {
    write(Level::Debug, category, message, fields);
}

void info(std::string_view category, std::string_view message, std::initializer_list<Field> fields) {
    write(Level::Info, category, message, fields);
}

void warning(std::string_view category, std::string_view message, std::initializer_list<Field> fields) {
    write(Level::Warning, category, message, fields);
}

void error(std::string_view category, std::string_view message, std::initializer_list<Field> fields) {
    write(Level::Error, category, message, fields);
}

void setLevel(Level level) {
    lowestLevel = level;
}

void setSink(std::function<void(Level, std::string_view line)> sink) {
    const std::lock_guard lock(sinkMutex);
    sinkFunction = std::move(sink);
}

} // namespace headroom::log
