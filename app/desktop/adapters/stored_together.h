#pragma once

#include "core/client/team_session.h"

#include <functional>
#include <memory>
#include <optional>

namespace headroom::desktop {

/// For one act of the user that is several commands: `done` is called once, when all of them are stored, with
/// the first error if there was any. Make one, then one callback for each command. GUI thread.
class StoredTogether {
public:
    using Done = std::function<void(Result<void>)>;

    StoredTogether(std::size_t commands, Done done)
        : state_(std::make_shared<State>(State{commands, std::nullopt, std::move(done)})) {
        if (commands == 0 && state_->done) state_->done({});
    }

    client::TeamSession::Stored each() const {
        return [state = state_](const Result<CommandId>& id) {
            if (!id && !state->error) state->error = id.error();
            if (--state->open > 0 || !state->done) return;
            state->done(state->error ? Result<void>(fail(*state->error)) : Result<void>());
        };
    }

private:
    struct State {
        std::size_t open;
        std::optional<Error> error;
        Done done;
    };
    std::shared_ptr<State> state_;
};

} // namespace headroom::desktop
