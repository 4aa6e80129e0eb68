#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/sync/vocabulary.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What can be asked of a team's credits, and how it may be refused. Values that the desktop stores in its
// outbox and the endpoint takes over HTTP; their JSON is the same in both places.
namespace headroom::credits {

/// Credits that a member gets from the pool, or (below zero) gives back to it.
struct AllocateLine {
    MemberId member;
    std::int64_t credits = 0;
    friend bool operator==(const AllocateLine&, const AllocateLine&) = default;
};

/// One to linesMax lines, at most one for each member; all of them or none.
struct Allocate {
    std::vector<AllocateLine> lines;
    friend bool operator==(const Allocate&, const Allocate&) = default;
};

enum class DistributeMode : std::uint8_t { EqualSplit, TopUp };

/// Active means signed in and not suspended.
enum class Audience : std::uint8_t { Active, ActiveAndInvited };

/// How an admin wants credits to be spread.
struct DistributeRule {
    DistributeMode mode = DistributeMode::EqualSplit;
    /// EqualSplit: the amount to split, none for the whole pool. TopUp: the N that everyone should have
    /// (required).
    std::optional<std::int64_t> credits;
    Audience audience = Audience::Active;
    friend bool operator==(const DistributeRule&, const DistributeRule&) = default;
};

/// What a plan was computed on. If it moved, the plan is void.
struct DistributeBasis {
    std::int64_t pool = 0;
    std::int64_t memberVersion = 0;
    friend bool operator==(const DistributeBasis&, const DistributeBasis&) = default;
};

/// A preview: what distributing by the rule would do now. Lines are ordered by member id; a member who gets
/// nothing has none.
struct DistributePlan {
    DistributeRule rule;
    DistributeBasis basis;
    std::vector<AllocateLine> lines;
    std::int64_t total = 0; ///< the sum of the lines
    std::int64_t remainder =
        0; ///< of the amount to split, what cannot be split equally: it stays in the pool
    friend bool operator==(const DistributePlan&, const DistributePlan&) = default;
};

/// A plan that an admin approved, to be carried out as it stands or not at all.
struct AutoDistribute {
    DistributeRule rule;
    DistributeBasis basis;
    std::vector<AllocateLine> lines;
    friend bool operator==(const AutoDistribute&, const AutoDistribute&) = default;
};

struct Reassign {
    MemberId from;
    MemberId to;
    std::int64_t credits = 0;
    friend bool operator==(const Reassign&, const Reassign&) = default;
};

/// What travels through the desktop's outbox.
using Command = std::variant<Allocate, AutoDistribute, Reassign>;

struct LineRefusal {
    std::size_t line = 0; ///< position in the command, from 0
    MemberId member;
    ErrorCode code = ErrorCode::InvalidInput;
    std::int64_t missing = 0; ///< for insufficient_credits: how many are not there
    friend bool operator==(const LineRefusal&, const LineRefusal&) = default;
};

/// Why a command was not carried out. Nothing of it was.
struct Refusal {
    ErrorCode code = ErrorCode::InvalidInput; ///< that of the first refused line, when lines were refused
    std::string detail;                       ///< for developers
    std::int64_t missing = 0;                 ///< for insufficient_pool, insufficient_credits and shortfall
    std::vector<LineRefusal> lines;
    std::optional<DistributePlan> preview; ///< for basis_changed: what the same rule would do now
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// For callers that only pass errors on: loses the lines and the preview.
Error asError(const Refusal& refusal);

// JSON. Reading is strict for what arrives at the endpoint (an unknown field is refused, so that a misspelt
// one cannot be ignored), tolerant of additional fields for what the endpoint answers. Errors: InvalidInput,
// with the field; LimitExceeded for more than linesMax lines.
nlohmann::json toJson(const Allocate& command);
nlohmann::json toJson(const AutoDistribute& command);
nlohmann::json toJson(const Reassign& command);
nlohmann::json toJson(const DistributeRule& rule);
nlohmann::json toJson(const DistributePlan& plan);
nlohmann::json toJson(const Refusal& refusal);
Result<Allocate> parseAllocate(const nlohmann::json& json);
Result<AutoDistribute> parseAutoDistribute(const nlohmann::json& json);
Result<Reassign> parseReassign(const nlohmann::json& json);
Result<DistributeRule> parseDistributeRule(const nlohmann::json& json);
Result<DistributePlan> parseDistributePlan(const nlohmann::json& json);
Result<Refusal> parseRefusal(const nlohmann::json& json);

/// `allocate`, `auto_distribute` or `reassign`: the kind under which an outbox stores a command.
std::string_view kind(const Command& command);
nlohmann::json toJson(const Command& command);
Result<Command> parseCommand(std::string_view kind, const nlohmann::json& json);

} // namespace headroom::credits
