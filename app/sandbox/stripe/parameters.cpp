#include "app/sandbox/stripe/parameters.h"

#include "app/sandbox/stripe/sandbox_limits.h"
#include "core/base/text.h"

namespace headroom::sandbox {

namespace {

std::string inner(const std::string& name, const std::string& key) {
    return name.empty() ? key : name + "[" + key + "]";
}

Refusal invalid(const char* what, const Json& value, const std::string& name) {
    const std::string shown = value.is_string() ? value.get<std::string>().substr(0, 100) : "{...}";
    return refuse(std::string("Invalid ") + what + ": " + shown, std::string("parameter_invalid_") + what,
                  name);
}

} // namespace

Shape Shape::text(std::size_t longest) {
    Shape shape(Kind::Text);
    shape.longest_ = longest;
    return shape;
}

Shape Shape::integer(std::int64_t least, std::int64_t most) {
    Shape shape(Kind::Integer);
    shape.least_ = least;
    shape.most_ = most;
    return shape;
}

Shape Shape::boolean() {
    return Shape(Kind::Boolean);
}

Shape Shape::choice(std::vector<std::string> values) {
    Shape shape(Kind::Choice);
    shape.choices_ = std::move(values);
    return shape;
}

Shape Shape::object(std::vector<std::pair<std::string, Shape>> members) {
    Shape shape(Kind::Object);
    shape.members_ = std::move(members);
    return shape;
}

Shape Shape::list(Shape element, std::size_t most) {
    Shape shape(Kind::List);
    shape.members_.emplace_back("", std::move(element));
    shape.longest_ = most;
    return shape;
}

Shape Shape::metadata() {
    return Shape(Kind::Metadata);
}

Shape Shape::required() && {
    required_ = true;
    return std::move(*this);
}

Answer<Json> Shape::check(const Json& value, const std::string& name) const {
    switch (kind_) {
    case Kind::Text:
        return checkText(value, name);
    case Kind::Integer:
        return checkInteger(value, name);
    case Kind::Boolean:
        if (value == "true") return Json(true);
        if (value == "false") return Json(false);
        return invalid("boolean", value, name);
    case Kind::Choice:
        return checkChoice(value, name);
    case Kind::Object:
        return checkObject(value, name);
    case Kind::List:
        return checkList(value, name);
    case Kind::Metadata:
        return checkMetadata(value, name);
    }
    __builtin_unreachable();
}

Answer<Json> Shape::checkText(const Json& value, const std::string& name) const {
    if (!value.is_string()) return invalid("string", value, name);
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty())
        return refuse("You passed an empty string for '" + name +
                          "'. We assume empty values are an attempt to unset "
                          "a parameter; however '" +
                          name + "' cannot be unset. You should remove '" + name +
                          "' from your request or supply a non-empty value.",
                      "parameter_invalid_empty", name);
    if (codePointCount(text) > longest_)
        return refuse("Invalid string: " + text.substr(0, 10) + "...; must be at most " +
                          std::to_string(longest_) + " characters",
                      {}, name);
    return value;
}

Answer<Json> Shape::checkInteger(const Json& value, const std::string& name) const {
    const auto number = value.is_string() ? parseInteger(value.get_ref<const std::string&>()) : std::nullopt;
    if (!number) return invalid("integer", value, name);
    if (*number < least_)
        return refuse("This value must be greater than or equal to " + std::to_string(least_) + ".",
                      "parameter_invalid_integer", name);
    if (*number > most_)
        return refuse("This value must be less than or equal to " + std::to_string(most_) + ".",
                      "parameter_invalid_integer", name);
    return Json(*number);
}

Answer<Json> Shape::checkChoice(const Json& value, const std::string& name) const {
    std::string all;
    for (const std::string& choice : choices_) {
        if (value == choice) return value;
        all += (all.empty() ? "" : ", ") + choice;
    }
    return refuse("Invalid " + name + ": must be one of " + all, {}, name);
}

const Shape* Shape::member(const std::string& key) const {
    for (const auto& [name, shape] : members_)
        if (name == key) return &shape;
    return nullptr;
}

Answer<Json> Shape::checkObject(const Json& value, const std::string& name) const {
    if (!value.is_object()) return invalid("object", value, name);
    Json checked = Json::object();
    for (const auto& [key, child] : value.items()) {
        const Shape* const shape = member(key);
        const std::string childName = inner(name, key);
        if (!shape) return refuse("Received unknown parameter: " + childName, "parameter_unknown", childName);
        auto answer = shape->check(child, childName);
        if (!answer) return answer;
        checked[key] = *std::move(answer);
    }
    for (const auto& [key, shape] : members_) {
        if (!shape.required_ || checked.contains(key)) continue;
        return refuse("Missing required param: " + inner(name, key) + ".", "parameter_missing",
                      inner(name, key));
    }
    return checked;
}

Answer<Json> Shape::checkList(const Json& value, const std::string& name) const {
    if (!value.is_array()) return invalid("array", value, name);
    if (value.size() > longest_)
        return refuse("Array " + name + " exceeded maximum " + std::to_string(longest_) +
                          " allowed elements.",
                      {}, name);
    Json checked = Json::array();
    for (std::size_t i = 0; i < value.size(); ++i) {
        auto answer = members_.front().second.check(value[i], inner(name, std::to_string(i)));
        if (!answer) return answer;
        checked.push_back(*std::move(answer));
    }
    return checked;
}

Answer<Json> Shape::checkMetadata(const Json& value, const std::string& name) const {
    // Keys that look like indices were taken for an array.
    Json object = Json::object();
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            object[std::to_string(i)] = value[i];
    } else if (value.is_object()) {
        object = value;
    } else {
        return refuse("Invalid metadata: metadata must be a set of key-value pairs", {}, name);
    }
    if (object.size() > metadataKeys) return refuse("Metadata can have at most 50 keys.", {}, name);
    Json checked = Json::object();
    for (const auto& [key, text] : object.items()) {
        const std::string keyName = inner(name, key);
        if (!text.is_string()) return refuse("Metadata values must be strings.", {}, keyName);
        if (codePointCount(key) > metadataKeyChars)
            return refuse("Metadata keys can have up to 40 characters.", {}, keyName);
        if (codePointCount(text.get_ref<const std::string&>()) > metadataValueChars)
            return refuse("Metadata values can have up to 500 characters.", {}, keyName);
        if (text != "") checked[key] = text;
    }
    return checked;
}

} // namespace headroom::sandbox
