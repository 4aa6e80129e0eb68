#include "core/http/server/router.h"

#include "core/base/ensure.h"
#include "core/base/text.h"
#include "core/http/server/problem.h"

#include <map>

namespace headroom::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::map<std::string, std::unique_ptr<Route>, std::less<>> methods;
};

namespace {

bool isParameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

template <class Node>
const Node* findNode(const Node& node, const std::vector<std::string>& segments, std::size_t depth) {
    if (depth == segments.size()) return node.methods.empty() ? nullptr : &node;
    const auto literal = node.literals.find(segments[depth]);
    if (literal != node.literals.end()) {
        if (const Node* found = findNode(*literal->second, segments, depth + 1)) return found;
    }
    if (!node.parameter || segments[depth].empty()) return nullptr;
    return findNode(*node.parameter, segments, depth + 1);
}

template <class Node>
void collectRoutes(const Node& node, std::vector<std::pair<std::string, std::string>>& routes) {
    for (const auto& [method, route] : node.methods)
        routes.emplace_back(method, route->pattern);
    for (const auto& [segment, child] : node.literals)
        collectRoutes(*child, routes);
    if (node.parameter) collectRoutes(*node.parameter, routes);
}

template <class Node>
const Route* findMethod(const Node& node, Request& request) {
    const std::string_view wanted = request.header("X-HTTP-Method-Override");
    if (request.method == "POST" && !wanted.empty()) {
        const auto found = node.methods.find(wanted);
        if (found != node.methods.end() && found->second->options.methodOverride == MethodOverride::Allowed) {
            request.method = wanted;
            return found->second.get();
        }
    }
    auto found = node.methods.find(request.method);
    if (found == node.methods.end() && request.method == "HEAD") found = node.methods.find("GET");
    return found == node.methods.end() ? nullptr : found->second.get();
}

template <class Node>
std::string allowedMethods(const Node& node) {
    std::string allow;
    const auto append = [&](std::string_view method) {
        if (!allow.empty()) allow += ", ";
        allow += method;
    };
    for (const auto& [method, route] : node.methods)
        append(method);
    if (node.methods.contains("GET") && !node.methods.contains("HEAD")) append("HEAD");
    if (!node.methods.contains("OPTIONS")) append("OPTIONS");
    return allow;
}

void fillParameters(const Route& route, Request& request) {
    const auto names = split(std::string_view(route.pattern).substr(1), '/');
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!isParameter(names[i])) continue;
        request.parameters.emplace(names[i].substr(1, names[i].size() - 2), request.target.segments[i]);
    }
}

} // namespace

Router::Router()
    : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(std::string method, std::string pattern, Handler handler, RouteOptions options) {
    insert(std::make_unique<Route>(
        Route{std::move(method), std::move(pattern), options, std::move(handler), UploadHandler()}));
}

void Router::addUpload(std::string method, std::string pattern, UploadHandler handler, RouteOptions options) {
    insert(std::make_unique<Route>(
        Route{std::move(method), std::move(pattern), options, Handler(), std::move(handler)}));
}

void Router::insert(std::unique_ptr<Route> route) {
    ENSURE(isToken(route->method) && route->pattern.starts_with('/'));
    Node* node = root_.get();
    const auto segments = split(std::string_view(route->pattern).substr(1), '/');
    ENSURE(segments.size() <= pathSegments);
    for (const std::string_view segment : segments) {
        const bool braces = segment.find_first_of("{}") != std::string_view::npos;
        ENSURE(braces == isParameter(segment));
        auto& child = isParameter(segment) ? node->parameter : node->literals[std::string(segment)];
        if (!child) child = std::make_unique<Node>();
        node = child.get();
    }
    auto& place = node->methods[route->method];
    ENSURE(!place);
    place = std::move(route);
}

void Router::setFallback(Handler handler) {
    fallback_ = std::make_unique<Route>(Route{"", "", RouteOptions(), std::move(handler), UploadHandler()});
}

std::variant<Router::Match, Response> Router::match(Request& request) const {
    const Node* const node = findNode(*root_, request.target.segments, 0);
    if (!node) {
        if (request.target.path == "*" && request.method == "OPTIONS") return Response::empty(204);
        if (fallback_) return Match{fallback_.get()};
        return problem({ErrorCode::NotFound, "no such path"});
    }
    if (const Route* const route = findMethod(*node, request)) {
        fillParameters(*route, request);
        return Match{route};
    }
    const std::string allow = allowedMethods(*node);
    if (request.method == "OPTIONS") return Response::empty(204).with("Allow", allow);
    return problem({ErrorCode::InvalidInput, "method not allowed here"}, 405).with("Allow", allow);
}

std::vector<std::pair<std::string, std::string>> Router::routes() const {
    std::vector<std::pair<std::string, std::string>> routes;
    collectRoutes(*root_, routes);
    return routes;
}

} // namespace headroom::http
