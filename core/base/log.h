#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

// Structured logs: one JSON object a line on standard error, with time, level, category and fields.
// Categories are dotted and begin with a room's noun ("credits.allocate"). Never log names, addresses,
// tokens, codes, whole events or URLs with secrets: ids only. Any thread.
namespace headroom::log {

enum class Level { Debug, Info, Warning, Error };

struct Field {
    std::string_view key;
    std::variant<std::string_view, long long, double, bool> value;

    Field(std::string_view k, std::string_view v)
        : key(k)
        , value(v) {}
    Field(std::string_view k, const std::string& v)
        : key(k)
        , value(std::string_view(v)) {}
    Field(std::string_view k, const char* v)
        : key(k)
        , value(std::string_view(v)) {}
    Field(std::string_view k, bool v)
        : key(k)
        , value(v) {}
    Field(std::string_view k, double v)
        : key(k)
        , value(v) {}
    template <class Integer>
    requires std::is_integral_v<Integer> Field(std::string_view k, Integer v)
        : key(k)
        , value(static_cast<long long>(v)) {}
};

void debug(std::string_view category, std::string_view message, std::initializer_list<Field> fields = {});
void info(std::string_view category, std::string_view message, std::initializer_list<Field> fields = {});
void warning(std::string_view category, std::string_view message, std::initializer_list<Field> fields = {});
void error(std::string_view category, std::string_view message, std::initializer_list<Field> fields = {});

/// Lines below this level are dropped. Info at the start.
void setLevel(Level level);

/// Where lines go instead of standard error; an empty function puts it back. For tests and the desktop's log
/// file.
void setSink(std::function<void(Level, std::string_view line)> sink);

} // namespace headroom::log
