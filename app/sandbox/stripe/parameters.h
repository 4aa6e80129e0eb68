#pragma once

#include "app/sandbox/stripe/stripe_error.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace headroom::sandbox {

/// What a request parameter must look like. Checking turns texts into numbers and truth values and refuses,
/// in Stripe's words, whatever Stripe would refuse: unknown names at any depth, wrong types, missing values.
class Shape {
public:
    enum class Kind { Text, Integer, Boolean, Choice, Object, List, Metadata };

    static Shape text(std::size_t longest);
    static Shape integer(std::int64_t least, std::int64_t most = std::numeric_limits<std::int64_t>::max());
    static Shape boolean();
    static Shape choice(std::vector<std::string> values);
    static Shape object(std::vector<std::pair<std::string, Shape>> members);
    static Shape list(Shape element, std::size_t most);
    static Shape metadata();

    Shape required() &&;

    /// The typed tree of a form, or the refusal with the offending parameter's name.
    Answer<Json> check(const Json& value, const std::string& name = {}) const;

private:
    explicit Shape(Kind kind)
        : kind_(kind) {}

    Answer<Json> checkText(const Json& value, const std::string& name) const;
    Answer<Json> checkInteger(const Json& value, const std::string& name) const;
    Answer<Json> checkChoice(const Json& value, const std::string& name) const;
    Answer<Json> checkObject(const Json& value, const std::string& name) const;
    Answer<Json> checkList(const Json& value, const std::string& name) const;
    Answer<Json> checkMetadata(const Json& value, const std::string& name) const;
    const Shape* member(const std::string& key) const;

    Kind kind_;
    bool required_ = false;
    std::size_t longest_ = 0;
    std::int64_t least_ = 0;
    std::int64_t most_ = 0;
    std::vector<std::string> choices_;
    std::vector<std::pair<std::string, Shape>> members_; ///< of an object; of a list its element
};

} // namespace headroom::sandbox
