#pragma once

namespace headroom::database {

/// What a database call was about to do when a test makes it fail.
enum class Operation { Begin, Statement, Savepoint, Commit };

/// Tests hand one in to fail the n-th call, for all n; production code has none. Called on whichever thread
/// talks to the database.
class Faults {
public:
    virtual ~Faults() = default;
    virtual bool failNow(Operation operation) = 0;
};

} // namespace headroom::database
