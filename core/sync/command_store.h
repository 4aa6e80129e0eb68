#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/database/database.h"

#include <functional>
#include <initializer_list>
#include <optional>

// Every command runs once. Its id is taken for ever in the transaction that carries it out, together with its
// answer, so a repeat gets the same answer and never a second effect.
namespace headroom::sync {

/// Who gave which id. The same id from another user or for another team is another command.
struct CommandKey {
    UserId user;
    TeamId team; ///< none for commands outside any team (creating one)
    CommandId id;
};

struct StoredAnswer {
    int status = 200; ///< as in HTTP
    /// JSON text. Nothing once pruned: the command is done and is not done again; status and version still
    /// say how it ended.
    std::optional<std::string> body;
    std::int64_t version = 0; ///< the team's version that holds the effect; 0 when there is none
    friend bool operator==(const StoredAnswer&, const StoredAnswer&) = default;
};

/// Digest of what a command asks for; parts are framed, so ("ab", "c") differs from ("a", "bc").
std::string contentHash(std::initializer_list<std::string_view> parts);

/// False for 401, 429 and 5xx: such an answer says nothing about the command itself.
bool mayBeStored(int status);

enum class Claim : std::uint8_t { New, Repeat };

struct Claimed {
    Claim claim = Claim::New;
    StoredAnswer answer; ///< of the first time, for Repeat
};

/// Takes the id for this transaction; whoever brings the same id waits until it has ended. After New the same
/// transaction must call recordAnswer(). IdempotencyConflict when the id was used for other content.
Result<Claimed> claimCommand(database::Transaction& transaction, const CommandKey& key,
                             std::string_view contentHash, Timestamp now);

Result<void> recordAnswer(database::Transaction& transaction, const CommandKey& key,
                          const StoredAnswer& answer);

/// How often each happened, for the caller's metrics.
enum class Ran : std::uint8_t { Now, Before };

struct CommandOutcome {
    Ran ran = Ran::Now;
    StoredAnswer answer;
};

/// The whole dance: claim, work, record, in one transaction. When `work` refuses, its writes are rolled back
/// and the refusal, as `refusalAnswer` words it, is stored in a second transaction; if another try of the
/// same command came to an end between the two, that one's answer holds for both. A failure that may not be
/// stored is returned as the error it is, and the id stays free. `work` may run several times (PostgreSQL
/// repeats after a serialisation failure) and must have no effects outside its transaction.
Result<CommandOutcome> runCommand(database::Database& database, const CommandKey& key,
                                  std::string_view contentHash, Timestamp now,
                                  const std::function<Result<StoredAnswer>(database::Transaction&)>& work,
                                  const std::function<StoredAnswer(const Error&)>& refusalAnswer);

/// Empties answers older than `before`, at most purgeBatch of them; ids stay. Returns how many.
Result<std::int64_t> pruneAnswers(database::Transaction& transaction, Timestamp before);

} // namespace headroom::sync
