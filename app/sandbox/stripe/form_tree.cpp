#include "app/sandbox/stripe/form_tree.h"

#include "app/sandbox/stripe/sandbox_limits.h"
#include "core/base/text.h"
#include "core/http/url.h"

#include <algorithm>
#include <vector>

namespace headroom::sandbox {

namespace {

/// `a[b][]` becomes "a", "b", "". Empty for a malformed name.
std::vector<std::string> keysOf(std::string_view name) {
    std::vector<std::string> keys;
    const std::size_t open = name.find('[');
    keys.emplace_back(name.substr(0, open));
    if (keys[0].empty() || keys[0].find(']') != std::string::npos) return {};
    name.remove_prefix(std::min(open, name.size()));
    while (!name.empty()) {
        const std::size_t close = name.find(']');
        if (name.front() != '[' || close == std::string_view::npos) return {};
        keys.emplace_back(name.substr(1, close - 1));
        name.remove_prefix(close + 1);
    }
    return keys.size() <= formDepth ? keys : std::vector<std::string>();
}

/// While it is being built every level is an object; keys that are indices make it an array at the end.
bool insert(Json& tree, const std::vector<std::string>& keys, const std::string& value) {
    Json* node = &tree;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!node->is_object()) return false;
        const std::string key = keys[i].empty() ? std::to_string(node->size()) : keys[i];
        const bool leaf = i + 1 == keys.size();
        if (leaf) {
            if (node->contains(key)) return false;
            (*node)[key] = value;
            return true;
        }
        if (!node->contains(key)) (*node)[key] = Json::object();
        node = &(*node)[key];
    }
    return true;
}

bool isIndex(const std::string& key) {
    return !key.empty() && key.size() < 6 && key.find_first_not_of("0123456789") == std::string::npos;
}

/// False when indices have holes.
bool arraysFromIndices(Json& node, bool top) {
    if (!node.is_object()) return true;
    bool indices = !node.empty() && !top;
    for (const auto& [key, child] : node.items())
        indices = indices && isIndex(key);
    for (auto& [key, child] : node.items())
        if (!arraysFromIndices(child, false)) return false;
    if (!indices) return true;
    Json array = Json::array();
    for (std::size_t i = 0; i < node.size(); ++i) {
        const std::string key = std::to_string(i);
        if (!node.contains(key)) return false;
        array.push_back(node[key]);
    }
    node = std::move(array);
    return true;
}

} // namespace

Answer<Json> parseForm(std::string_view text) {
    const auto pairs = http::Parameters::parse(text);
    if (!pairs) return refuse("Invalid request: " + pairs.error().detail + ".");
    Json tree = Json::object();
    for (const auto& [name, value] : *pairs) {
        const auto keys = keysOf(name);
        if (keys.empty() || !isCleanUtf8(name)) return refuse("Invalid parameter name in the request.");
        if (!isCleanUtf8(value, "\t\r\n")) return refuse("Invalid UTF-8 in a parameter.", {}, name);
        if (!insert(tree, keys, value))
            return refuse("Invalid request: duplicate or conflicting parameter.", {}, name);
    }
    if (!arraysFromIndices(tree, true)) return refuse("Invalid array: indices must be consecutive.");
    return tree;
}

} // namespace headroom::sandbox
