#include "core/credits/credits_commands.h"

#include "core/credits/credits_limits.h"

#include <nlohmann/json.hpp>

#include <initializer_list>

namespace headroom::credits {

using nlohmann::json;

namespace {

std::string_view name(DistributeMode mode) {
    switch (mode) {
    case DistributeMode::EqualSplit:
        return "equal_split";
    case DistributeMode::TopUp:
        return "top_up";
    }
    __builtin_unreachable();
}

std::string_view name(Audience audience) {
    switch (audience) {
    case Audience::Active:
        return "active";
    case Audience::ActiveAndInvited:
        return "active_and_invited";
    }
    __builtin_unreachable();
}

enum class Unknown { Refuse, Ignore };

Failure malformed(std::string_view field, std::string_view what) {
    return fail(ErrorCode::InvalidInput, std::string(field) + ": " + std::string(what));
}

Result<void> onlyFields(const json& object, std::initializer_list<std::string_view> known, Unknown unknown) {
    if (!object.is_object()) return malformed("body", "not an object");
    if (unknown == Unknown::Ignore) return {};
    for (const auto& [key, value] : object.items()) {
        bool found = false;
        for (const std::string_view name : known)
            found = found || name == key;
        if (!found) return malformed(key.substr(0, 40), "unknown field");
    }
    return {};
}

Result<const json*> field(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return malformed(key, "missing");
    return &*found;
}

Result<std::int64_t> wholeNumber(const json& object, const char* key) {
    const json& value = *TRY(field(object, key));
    if (!value.is_number_integer()) return malformed(key, "not a whole number");
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
        return malformed(key, "too large");
    return value.get<std::int64_t>();
}

Result<std::string> textField(const json& object, const char* key) {
    const json& value = *TRY(field(object, key));
    if (!value.is_string()) return malformed(key, "not a text");
    return value.get<std::string>();
}

Result<MemberId> memberField(const json& object, const char* key) {
    const auto member = MemberId::parse(TRY(textField(object, key)));
    if (!member) return malformed(key, "not a member id");
    return *member;
}

json linesJson(const std::vector<AllocateLine>& lines) {
    json array = json::array();
    for (const AllocateLine& line : lines)
        array.push_back({{"member_id", line.member.text()}, {"credits", line.credits}});
    return array;
}

Result<std::vector<AllocateLine>> parseLines(const json& object, Unknown unknown) {
    const json& array = *TRY(field(object, "lines"));
    if (!array.is_array()) return malformed("lines", "not an array");
    if (array.size() > linesMax) return fail(ErrorCode::LimitExceeded, "lines: too many");
    std::vector<AllocateLine> lines;
    lines.reserve(array.size());
    for (const json& item : array) {
        TRY(onlyFields(item, {"member_id", "credits"}, unknown));
        const MemberId member = TRY(memberField(item, "member_id"));
        const std::int64_t credits = TRY(wholeNumber(item, "credits"));
        lines.push_back({member, credits});
    }
    return lines;
}

Result<DistributeRule> parseRule(const json& object, Unknown unknown) {
    TRY(onlyFields(object, {"mode", "credits", "audience"}, unknown));
    DistributeRule rule;
    const std::string mode = TRY(textField(object, "mode"));
    if (mode == name(DistributeMode::TopUp))
        rule.mode = DistributeMode::TopUp;
    else if (mode != name(DistributeMode::EqualSplit))
        return malformed("mode", "unknown");
    if (const auto found = object.find("credits"); found != object.end() && !found->is_null())
        rule.credits = TRY(wholeNumber(object, "credits"));
    if (!object.contains("audience")) return rule;
    const std::string audience = TRY(textField(object, "audience"));
    if (audience == name(Audience::ActiveAndInvited))
        rule.audience = Audience::ActiveAndInvited;
    else if (audience != name(Audience::Active))
        return malformed("audience", "unknown");
    return rule;
}

json basisJson(const DistributeBasis& basis) {
    return {{"pool", basis.pool}, {"member_version", basis.memberVersion}};
}

Result<DistributeBasis> parseBasis(const json& object, Unknown unknown) {
    const json& basis = *TRY(field(object, "basis"));
    TRY(onlyFields(basis, {"pool", "member_version"}, unknown));
    const std::int64_t pool = TRY(wholeNumber(basis, "pool"));
    const std::int64_t memberVersion = TRY(wholeNumber(basis, "member_version"));
    return DistributeBasis{pool, memberVersion};
}

Result<ErrorCode> parseCode(const json& object) {
    const auto code = errorCodeFromName(TRY(textField(object, "code")));
    if (!code) return malformed("code", "unknown");
    return *code;
}

Result<LineRefusal> parseLineRefusal(const json& object) {
    TRY(onlyFields(object, {}, Unknown::Ignore));
    const std::int64_t line = TRY(wholeNumber(object, "line"));
    if (line < 0) return malformed("line", "below zero");
    LineRefusal refusal;
    refusal.line = static_cast<std::size_t>(line);
    refusal.code = TRY(parseCode(object));
    if (!TRY(field(object, "member_id"))->is_null()) refusal.member = TRY(memberField(object, "member_id"));
    refusal.missing = TRY(wholeNumber(object, "missing"));
    return refusal;
}

} // namespace

Error asError(const Refusal& refusal) {
    return {refusal.code, refusal.detail};
}

json toJson(const Allocate& command) {
    return {{"lines", linesJson(command.lines)}};
}

json toJson(const DistributeRule& rule) {
    return {{"mode", name(rule.mode)},
            {"credits", rule.credits ? json(*rule.credits) : json(nullptr)},
            {"audience", name(rule.audience)}};
}

json toJson(const AutoDistribute& command) {
    return {{"rule", toJson(command.rule)},
            {"basis", basisJson(command.basis)},
            {"lines", linesJson(command.lines)}};
}

json toJson(const Reassign& command) {
    return {{"from", command.from.text()}, {"to", command.to.text()}, {"credits", command.credits}};
}

json toJson(const DistributePlan& plan) {
    return {{"rule", toJson(plan.rule)},
            {"basis", basisJson(plan.basis)},
            {"lines", linesJson(plan.lines)},
            {"total", plan.total},
            {"remainder", plan.remainder}};
}

json toJson(const Refusal& refusal) {
    json lines = json::array();
    for (const LineRefusal& line : refusal.lines)
        lines.push_back({{"line", line.line},
                         {"member_id", line.member.empty() ? json(nullptr) : json(line.member.text())},
                         {"code", headroom::name(line.code)},
                         {"missing", line.missing}});
    return {{"code", headroom::name(refusal.code)},
            {"detail", refusal.detail},
            {"missing", refusal.missing},
            {"lines", std::move(lines)},
            {"preview", refusal.preview ? toJson(*refusal.preview) : json(nullptr)}};
}

Result<Allocate> parseAllocate(const json& object) {
    TRY(onlyFields(object, {"lines"}, Unknown::Refuse));
    return Allocate{TRY(parseLines(object, Unknown::Refuse))};
}

Result<DistributeRule> parseDistributeRule(const json& object) {
    return parseRule(object, Unknown::Refuse);
}

Result<AutoDistribute> parseAutoDistribute(const json& object) {
    TRY(onlyFields(object, {"rule", "basis", "lines"}, Unknown::Refuse));
    AutoDistribute command;
    command.rule = TRY(parseRule(*TRY(field(object, "rule")), Unknown::Refuse));
    command.basis = TRY(parseBasis(object, Unknown::Refuse));
    command.lines = TRY(parseLines(object, Unknown::Refuse));
    return command;
}

Result<Reassign> parseReassign(const json& object) {
    TRY(onlyFields(object, {"from", "to", "credits"}, Unknown::Refuse));
    const MemberId from = TRY(memberField(object, "from"));
    const MemberId to = TRY(memberField(object, "to"));
    const std::int64_t credits = TRY(wholeNumber(object, "credits"));
    return Reassign{from, to, credits};
}

Result<DistributePlan> parseDistributePlan(const json& object) {
    TRY(onlyFields(object, {}, Unknown::Ignore));
    DistributePlan plan;
    plan.rule = TRY(parseRule(*TRY(field(object, "rule")), Unknown::Ignore));
    plan.basis = TRY(parseBasis(object, Unknown::Ignore));
    plan.lines = TRY(parseLines(object, Unknown::Ignore));
    plan.total = TRY(wholeNumber(object, "total"));
    plan.remainder = TRY(wholeNumber(object, "remainder"));
    return plan;
}

Result<Refusal> parseRefusal(const json& object) {
    TRY(onlyFields(object, {}, Unknown::Ignore));
    Refusal refusal;
    refusal.code = TRY(parseCode(object));
    refusal.detail = TRY(textField(object, "detail"));
    refusal.missing = TRY(wholeNumber(object, "missing"));
    const json& lines = *TRY(field(object, "lines"));
    if (!lines.is_array() || lines.size() > linesMax) return malformed("lines", "not an array of that size");
    for (const json& line : lines)
        refusal.lines.push_back(TRY(parseLineRefusal(line)));
    const json& preview = *TRY(field(object, "preview"));
    if (!preview.is_null()) refusal.preview = TRY(parseDistributePlan(preview));
    return refusal;
}

std::string_view kind(const Command& command) {
    struct Kind {
        std::string_view operator()(const Allocate&) const { return "allocate"; }
        std::string_view operator()(const AutoDistribute&) const { return "auto_distribute"; }
        std::string_view operator()(const Reassign&) const { return "reassign"; }
    };
    return std::visit(Kind{}, command);
}

json toJson(const Command& command) {
    return std::visit([](const auto& known) { return toJson(known); }, command);
}

Result<Command> parseCommand(std::string_view kindName, const json& object) {
    if (kindName == "allocate") return Command(TRY(parseAllocate(object)));
    if (kindName == "auto_distribute") return Command(TRY(parseAutoDistribute(object)));
    if (kindName == "reassign") return Command(TRY(parseReassign(object)));
    return fail(ErrorCode::InvalidInput, "unknown kind of credit command");
}

} // namespace headroom::credits
