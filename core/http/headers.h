#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::http {

/// True for a token of RFC 9110, 5.6.2: what methods and header names are made of.
bool isToken(std::string_view text);

/// True when the text can stand in a header field without ending it: no control characters but tab.
bool isFieldValue(std::string_view text);

bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Header fields in the order in which they came or go out; names compare without case. A plain value.
class Headers {
public:
    struct Field {
        std::string name;
        std::string value;
    };

    Headers() = default;
    Headers(std::initializer_list<Field> fields)
        : fields_(fields) {}

    void add(std::string name, std::string value);
    /// Replaces every field of that name.
    void set(std::string name, std::string value);
    void remove(std::string_view name);

    /// The first field of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    /// The first field of that name, or an empty text.
    std::string_view value(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name).has_value(); }

    std::size_t size() const { return fields_.size(); }
    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }

private:
    std::vector<Field> fields_;
};

} // namespace headroom::http
