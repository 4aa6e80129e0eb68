#include "app/sandbox/stripe/journal.h"

#include "core/base/log.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace headroom::sandbox {

namespace {

Failure systemFailure(const char* what) {
    return fail(ErrorCode::FileAccess, std::string(what) + ": " + std::strerror(errno));
}

Result<void> writeAll(int descriptor, const std::string& text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count = ::write(descriptor, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return systemFailure("cannot write the journal");
        done += static_cast<std::size_t>(count);
    }
    if (::fdatasync(descriptor) != 0) return systemFailure("cannot flush the journal");
    return {};
}

Result<std::string> readAll(int descriptor) {
    std::string text;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
        if (count < 0) return systemFailure("cannot read the journal");
        if (count == 0) return text;
        text.append(buffer, static_cast<std::size_t>(count));
    }
}

Result<int> openLocked(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0) return systemFailure("cannot open the journal");
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return fail(ErrorCode::Unavailable, "another sandbox uses this state directory");
    }
    return descriptor;
}

} // namespace

Result<std::unique_ptr<Journal>> Journal::open(const std::string& path,
                                               const std::function<void(Json)>& replay) {
    const int descriptor = TRY(openLocked(path));
    std::unique_ptr<Journal> journal(new Journal(path, descriptor));
    const std::string text = TRY(readAll(descriptor));
    std::size_t at = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
        Json line = Json::parse(text.begin() + static_cast<std::ptrdiff_t>(at),
                                text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
        if (line.is_discarded()) return fail(ErrorCode::Corrupt, "journal has a broken line");
        replay(std::move(line));
        at = end + 1;
    }
    if (at < text.size()) {
        log::warning("sandbox.journal", "cut off a torn last line", {{"bytes", text.size() - at}});
        if (::ftruncate(descriptor, static_cast<off_t>(at)) != 0)
            return systemFailure("cannot trim the journal");
    }
    return journal;
}

Journal::~Journal() {
    ::close(descriptor_);
}

Result<void> Journal::append(const Json& line) {
    return writeAll(descriptor_, line.dump() + "\n");
}

Result<void> Journal::rewrite(const std::vector<Json>& lines) {
    const std::string temporary = path_ + ".new";
    ::unlink(temporary.c_str());
    const int descriptor = TRY(openLocked(temporary));
    std::string text;
    for (const Json& line : lines)
        text += line.dump() + "\n";
    auto written = writeAll(descriptor, text);
    if (!written || ::rename(temporary.c_str(), path_.c_str()) != 0) {
        ::close(descriptor);
        ::unlink(temporary.c_str());
        return written ? Result<void>(systemFailure("cannot replace the journal")) : written;
    }
    ::close(descriptor_);
    descriptor_ = descriptor;
    return {};
}

} // namespace headroom::sandbox
