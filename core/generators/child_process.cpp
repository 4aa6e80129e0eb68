#include "core/generators/child_process.h"

#include "core/generators/generators_limits.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

namespace headroom::generators {

namespace {

/// Everything that the child may know of its surroundings; our own environment may hold keys. Two memory
/// arenas keep its address space small enough for a limit. libvips puts pictures of more than 100 MB aside in
/// a file unless told otherwise: 120 megapixels fit into memory ten times faster.
const std::array<const char*, 5> environment{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "MALLOC_ARENA_MAX=2",
                                             "VIPS_DISC_THRESHOLD=1g", nullptr};

/// How posix_spawn is to do it; freed with this object.
struct Plan {
    Plan() {
        posix_spawn_file_actions_init(&files);
        posix_spawnattr_init(&attributes);
    }
    ~Plan() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
};

void prepare(Plan& plan, int socket) {
    posix_spawn_file_actions_adddup2(&plan.files, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&plan.files, socket, STDOUT_FILENO);
    // Ignored signals and blocked ones are inherited otherwise.
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    posix_spawnattr_setsigmask(&plan.attributes, &none);
    posix_spawnattr_setsigdefault(&plan.attributes, &all);
    // A group of its own: Ctrl-C in a terminal is for us, who then end it in order.
    posix_spawnattr_setpgroup(&plan.attributes, 0);
    posix_spawnattr_setflags(&plan.attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

} // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program,
                                         const std::vector<std::string>& arguments) {
    // A socket rather than pipes: writing to a dead child is then an error, not a signal.
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return storage::failErrno("start a worker process");
    const storage::UniqueFd theirs(ends[1]);
    storage::UniqueFd ours(ends[0]);
    Plan plan;
    prepare(plan, theirs.get());
    const std::string path = program.string();
    std::vector<char*> argv{const_cast<char*>(path.c_str())};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, path.c_str(), &plan.files, &plan.attributes, argv.data(),
                                    const_cast<char* const*>(environment.data()));
    if (error != 0) {
        errno = error;
        return storage::failErrno("start a worker process");
    }
    return ChildProcess(pid, std::move(ours));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(other.pid_.exchange(-1))
    , socket_(std::move(other.socket_))
    , unread_(std::move(other.unread_)) {}

ChildProcess::~ChildProcess() {
    kill();
}

void ChildProcess::kill() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
}

Result<void> ChildProcess::waitFor(short events, Clock::time_point until) const {
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd entry{.fd = socket_.get(), .events = events, .revents = 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000)));
        if (ready > 0) return {};
        if (ready == 0) return fail(ErrorCode::Timeout, "a worker process is silent");
        if (errno != EINTR) return storage::failErrno("wait for a worker process");
    }
}

Result<void> ChildProcess::send(std::string_view line, Clock::time_point until) {
    std::string bytes(line);
    bytes += '\n';
    std::string_view rest = bytes;
    while (!rest.empty()) {
        TRY(waitFor(POLLOUT, until));
        const ssize_t count = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0)
            rest.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR && errno != EAGAIN)
            return fail(ErrorCode::Unavailable, "a worker process does not read");
    }
    return {};
}

Result<std::optional<std::string>> ChildProcess::receive(Clock::time_point until) {
    while (true) {
        const std::size_t end = unread_.find('\n');
        if (end != std::string::npos) {
            std::string line = unread_.substr(0, end);
            unread_.erase(0, end + 1);
            return std::optional(std::move(line));
        }
        if (unread_.size() > replyLineMax) return fail(ErrorCode::TooLarge, "line of a worker process");
        TRY(waitFor(POLLIN, until));
        std::array<char, 16384> buffer;
        const ssize_t count = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0)
            unread_.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 || errno == ECONNRESET)
            return std::optional<std::string>(); // an unfinished last line says nothing
        else if (errno != EINTR && errno != EAGAIN)
            return storage::failErrno("read from a worker process");
    }
}

} // namespace headroom::generators
