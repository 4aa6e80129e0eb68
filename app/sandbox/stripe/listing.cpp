#include "app/sandbox/stripe/listing.h"

#include "app/sandbox/stripe/sandbox_limits.h"
#include "app/sandbox/stripe/session_rules.h"
#include "app/sandbox/stripe/stripe_refunds.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace headroom::sandbox {

namespace {

/// Members that hold an id of another kind.
struct Reference {
    std::string_view member;
    std::string_view kind;
};
constexpr std::array<Reference, 4> references{{{"payment_intent", "payment_intent"},
                                               {"latest_charge", "charge"},
                                               {"charge", "charge"},
                                               {"refund", "refund"}}};

Refusal cannotExpand(const std::string& member) {
    return refuse("This property cannot be expanded (" + member + ").", {}, "expand");
}

/// A list that is only there when asked for.
std::optional<Json> includable(const StripeStore& store, const Json& object, std::string_view member) {
    const std::string kind = object.value("object", "");
    const std::string id = object.value("id", "");
    if (kind == "checkout.session" && member == "line_items") return lineItemsOf(*store.find(kind, id));
    if (kind == "charge" && member == "refunds") return refundsOf(store, object);
    return std::nullopt;
}

Answer<Json> expandPath(const StripeStore& store, Json object, const std::vector<std::string_view>& path,
                        std::size_t at, const std::string& baseUrl);

Answer<Json> expandMember(const StripeStore& store, Json object, const std::vector<std::string_view>& path,
                          std::size_t at, const std::string& baseUrl) {
    const std::string member(path[at]);
    if (auto list = includable(store, object, member)) {
        if (!object.contains(member)) object[member] = *std::move(list);
    } else {
        if (!object.contains(member)) return cannotExpand(member);
        Json& value = object[member];
        if (value.is_null()) return object;
        const auto* const reference =
            std::find_if(references.begin(), references.end(),
                         [&](const Reference& entry) { return entry.member == member; });
        if (value.is_string() && reference == references.end()) return cannotExpand(member);
        if (value.is_string()) {
            const Json* const target = store.find(reference->kind, value.get<std::string>());
            if (!target) return cannotExpand(member);
            value = rendered(*target, baseUrl);
        }
        if (!value.is_object()) return cannotExpand(member);
    }
    auto inside = expandPath(store, object[member], path, at + 1, baseUrl);
    if (!inside) return inside;
    object[member] = *std::move(inside);
    return object;
}

Answer<Json> expandPath(const StripeStore& store, Json object, const std::vector<std::string_view>& path,
                        std::size_t at, const std::string& baseUrl) {
    if (at == path.size()) return object;
    if (object.value("object", "") != "list")
        return expandMember(store, std::move(object), path, at, baseUrl);
    if (path[at] != "data") return cannotExpand(std::string(path[at]));
    for (Json& element : object["data"]) {
        auto inside = expandPath(store, element, path, at + 1, baseUrl);
        if (!inside) return inside;
        element = *std::move(inside);
    }
    return object;
}

bool matchesFilters(const Json& object, const Json& parameters) {
    for (const auto& [name, wanted] : parameters.items()) {
        if (name == "limit" || name == "starting_after" || name == "ending_before" || name == "expand")
            continue;
        if (name == "created") {
            const auto created = object["created"].get<std::int64_t>();
            if (wanted.contains("gt") && created <= wanted["gt"].get<std::int64_t>()) return false;
            if (wanted.contains("gte") && created < wanted["gte"].get<std::int64_t>()) return false;
            if (wanted.contains("lt") && created >= wanted["lt"].get<std::int64_t>()) return false;
            if (wanted.contains("lte") && created > wanted["lte"].get<std::int64_t>()) return false;
        } else if (name == "types") {
            if (std::find(wanted.begin(), wanted.end(), object["type"]) == wanted.end()) return false;
        } else if (name == "delivery_success") {
            if ((object["pending_webhooks"] == 0) != wanted.get<bool>()) return false;
        } else if (!object.contains(name) || object[name] != wanted) {
            return false;
        }
    }
    return true;
}

Answer<std::size_t> positionOf(const std::vector<std::string>& ids, const Json& parameters, const char* name,
                               const std::string& kind) {
    const auto id = parameters[name].get<std::string>();
    const auto found = std::find(ids.begin(), ids.end(), id);
    if (found == ids.end()) return noSuch(kind, id, name);
    return static_cast<std::size_t>(found - ids.begin());
}

} // namespace

Shape listShape(std::vector<std::pair<std::string, Shape>> filters) {
    const auto moment = [] { return Shape::integer(0); };
    filters.emplace_back("limit", Shape::integer(1, static_cast<std::int64_t>(listMost)));
    filters.emplace_back("starting_after", Shape::text(textChars));
    filters.emplace_back("ending_before", Shape::text(textChars));
    filters.emplace_back(
        "created", Shape::object({{"gt", moment()}, {"gte", moment()}, {"lt", moment()}, {"lte", moment()}}));
    filters.emplace_back("expand", Shape::list(Shape::text(textChars), 20));
    return Shape::object(std::move(filters));
}

Answer<Json> listObjects(const StripeStore& store, const std::string& kind, const Json& parameters,
                         const std::string& baseUrl, const std::string& url) {
    std::vector<std::string> ids(store.ids(kind).rbegin(), store.ids(kind).rend());
    const auto limit =
        static_cast<std::size_t>(parameters.value("limit", static_cast<std::int64_t>(listDefault)));
    const bool backwards = parameters.contains("ending_before");
    if (parameters.contains("starting_after")) {
        const auto position = positionOf(ids, parameters, "starting_after", kind);
        if (!position) return Refusal(position.error());
        ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(*position) + 1);
    }
    if (backwards) {
        const auto position = positionOf(ids, parameters, "ending_before", kind);
        if (!position) return Refusal(position.error());
        ids.resize(*position);
        std::reverse(ids.begin(), ids.end());
    }
    Json data = Json::array();
    bool more = false;
    for (const std::string& id : ids) {
        const Json& object = *store.find(kind, id);
        if (!matchesFilters(object, parameters)) continue;
        more = data.size() == limit;
        if (more) break;
        data.push_back(rendered(object, baseUrl));
    }
    if (backwards) std::reverse(data.begin(), data.end());
    return Json{{"object", "list"}, {"data", std::move(data)}, {"has_more", more}, {"url", url}};
}

Answer<Json> expanded(const StripeStore& store, Json object, const Json& paths, const std::string& baseUrl) {
    for (const Json& path : paths) {
        const auto& text = path.get_ref<const std::string&>();
        const auto members = split(text, '.');
        if (members.size() > expandDepth)
            return refuse("You may only expand up to 4 levels deep.", {}, "expand");
        auto next = expandPath(store, std::move(object), members, 0, baseUrl);
        if (!next) return next;
        object = *std::move(next);
    }
    return object;
}

} // namespace headroom::sandbox
