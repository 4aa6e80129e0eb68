#pragma once

#include "core/base/result.h"
#include "core/storage/posix_files.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace headroom::generators {

/// Another program, spoken to in lines over its standard input and output. It gets an environment with
/// nothing of ours in it, and no open file but those two and standard error. It is killed, and waited for,
/// when this object goes. One thread at a time; the program may die when the thread that started it ends.
class ChildProcess {
public:
    using Clock = std::chrono::steady_clock;

    /// FileAccess when there is no such program, Unavailable when the system has no room for another process.
    static Result<ChildProcess> start(const std::filesystem::path& program,
                                      const std::vector<std::string>& arguments);
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) = delete;

    /// Adds the line's end. Unavailable when the program does not read any more, Timeout.
    Result<void> send(std::string_view line, Clock::time_point until);

    /// The next line without its end; nothing when the program closed its output. Timeout when none came by
    /// then; TooLarge for a line longer than replyLineMax.
    Result<std::optional<std::string>> receive(Clock::time_point until);

    /// At once, whatever it does. Harmless when it ended already.
    void kill();

    /// For tests that kill it from outside.
    pid_t id() const { return pid_; }

private:
    ChildProcess(pid_t pid, storage::UniqueFd socket)
        : pid_(pid)
        , socket_(std::move(socket)) {}
    Result<void> waitFor(short events, Clock::time_point until) const;

    std::atomic<pid_t> pid_ = -1; ///< read by other threads through id()
    storage::UniqueFd socket_;
    std::string unread_;
};

} // namespace headroom::generators
