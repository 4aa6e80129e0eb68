#include "app/endpoint/api/operations.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace headroom::endpoint {

namespace {

constexpr const char* methods[] = {"get", "head", "post", "put", "patch", "delete", "options"};

bool hasIdempotencyKey(const nlohmann::json& operation) {
    if (!operation.contains("parameters")) return false;
    return std::ranges::any_of(operation["parameters"], [](const nlohmann::json& parameter) {
        return parameter.value("$ref", "") == "#/components/parameters/IdempotencyKey";
    });
}

} // namespace

Result<std::vector<Operation>> readOperations(std::string_view openApi) {
    const auto document = nlohmann::json::parse(openApi, nullptr, false);
    if (document.is_discarded() || !document.contains("paths"))
        return fail(ErrorCode::Corrupt, "openapi.json");
    std::vector<Operation> operations;
    for (const auto& [pattern, item] : document["paths"].items()) {
        for (const char* method : methods) {
            if (!item.contains(method)) continue;
            const auto& described = item[method];
            Operation operation;
            operation.id = described.value("operationId", "");
            operation.access = described.value("x-access", "");
            if (operation.id.empty() || operation.access.empty())
                return fail(ErrorCode::Corrupt,
                            "openapi.json: " + pattern + " lacks operationId or x-access");
            operation.method = method;
            std::ranges::transform(operation.method, operation.method.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            operation.pattern = pattern;
            operation.command = hasIdempotencyKey(described);
            operation.streamed = described.value("x-streamed", false);
            operation.tus = described.contains("x-protocol");
            operation.bodyLimit = described.value("x-body-limit", std::uint64_t{0});
            operations.push_back(std::move(operation));
        }
    }
    return operations;
}

} // namespace headroom::endpoint
