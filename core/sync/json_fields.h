#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/sync/vocabulary.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>

// How single values of ours stand in JSON, for rows and commands. Only .cpp files include this.
namespace headroom::sync {

/// `visit("name", value)` writes the value into the object.
class FieldWriter {
public:
    explicit FieldWriter(nlohmann::json& object)
        : object_(object) {}

    template <class Value>
    void operator()(const char* key, const Value& value) {
        object_[key] = encoded(value);
    }

    template <class Value>
    static nlohmann::json encoded(const Value& value) {
        if constexpr (std::is_enum_v<Value>) {
            return std::string(name(value));
        } else if constexpr (std::is_same_v<Value, Timestamp>) {
            return value.ms;
        } else {
            return value;
        }
    }
    template <class Tag>
    static nlohmann::json encoded(const Id<Tag>& id) {
        return id.empty() ? nlohmann::json(nullptr) : nlohmann::json(id.text());
    }
    template <class Value>
    static nlohmann::json encoded(const std::optional<Value>& value) {
        return value ? encoded(*value) : nlohmann::json(nullptr);
    }

private:
    nlohmann::json& object_;
};

/// `visit("name", value)` reads the value from the object. Throws on a missing field, a wrong type, an
/// unknown name or a malformed id.
class FieldReader {
public:
    explicit FieldReader(const nlohmann::json& object)
        : object_(object) {}

    template <class Value>
    void operator()(const char* key, Value& value) {
        decode(object_.at(key), value);
    }

    template <class Value>
    static void decode(const nlohmann::json& json, Value& value) {
        if constexpr (std::is_enum_v<Value>) {
            const auto known = fromName<Value>(json.get_ref<const std::string&>());
            if (!known) throw std::invalid_argument("unknown name");
            value = *known;
        } else if constexpr (std::is_same_v<Value, Timestamp>) {
            decode(json, value.ms);
        } else if constexpr (std::is_integral_v<Value> && !std::is_same_v<Value, bool>) {
            if (!json.is_number_integer()) throw std::invalid_argument("not a whole number");
            if (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX)
                throw std::invalid_argument("number too large");
            const auto number = json.get<std::int64_t>();
            value = static_cast<Value>(number);
            if (static_cast<std::int64_t>(value) != number) throw std::invalid_argument("number too large");
        } else {
            value = json.get<Value>();
        }
    }
    template <class Tag>
    static void decode(const nlohmann::json& json, Id<Tag>& id) {
        id = {};
        if (json.is_null()) return;
        auto parsed = Id<Tag>::parse(json.get_ref<const std::string&>());
        if (!parsed) throw std::invalid_argument("malformed id");
        id = std::move(*parsed);
    }
    template <class Value>
    static void decode(const nlohmann::json& json, std::optional<Value>& value) {
        value.reset();
        if (json.is_null()) return;
        decode(json, value.emplace());
    }

private:
    const nlohmann::json& object_;
};

} // namespace headroom::sync
