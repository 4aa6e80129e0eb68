#include "core/mail/folder_mailer.h"

#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/mail/mail_limits.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace headroom::mail {

namespace {

constexpr std::string_view mailEnding = ".eml";

Failure fileError(const char* during) {
    const int problem = errno;
    const ErrorCode code =
        problem == ENOSPC || problem == EDQUOT ? ErrorCode::DiskFull : ErrorCode::FileAccess;
    return fail(code, std::string(during) + ": " + std::strerror(problem));
}

class OpenFile {
public:
    explicit OpenFile(int descriptor)
        : descriptor_(descriptor) {}
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

Result<void> writeDurably(const std::filesystem::path& file, std::string_view bytes) {
    const OpenFile out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (out.get() < 0) return fileError("create");
    while (!bytes.empty()) {
        const ssize_t written = ::write(out.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fileError("write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.get()) != 0) return fileError("fsync");
    return {};
}

Result<void> syncFolder(const std::filesystem::path& folder) {
    const OpenFile open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open.get() < 0 || ::fsync(open.get()) != 0) return fileError("fsync of the folder");
    return {};
}

std::string fileName(Timestamp date, std::string_view id) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "%014lld", static_cast<long long>(date.ms));
    return std::string(digits) + "-" + std::string(id) + std::string(mailEnding);
}

} // namespace

Result<std::unique_ptr<FolderMailer>> FolderMailer::create(std::filesystem::path folder, Sender sender,
                                                           const Clock& clock) {
    TRY(checkSender(sender));
    std::error_code problem;
    const bool made = std::filesystem::create_directories(folder, problem);
    if (problem) return fail(ErrorCode::FileAccess, "mail folder: " + problem.message());
    if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, problem);
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return fileError("mail folder");
    return std::unique_ptr<FolderMailer>(new FolderMailer(std::move(folder), std::move(sender), clock));
}

Result<void> FolderMailer::send(const Message& message) {
    const Timestamp date = clock_.now();
    const std::string id = message.id.empty() ? newUuid() : message.id;
    const std::string text = TRY(mimeText(message, sender_, date, id));
    const std::filesystem::path file = folder_ / fileName(date, id);
    const std::filesystem::path temporary = folder_ / ("." + id + ".part");

    const std::lock_guard lock(mutex_);
    Result<void> written = writeDurably(temporary, text);
    if (written && ::rename(temporary.c_str(), file.c_str()) != 0) written = fileError("rename");
    if (!written) {
        ::unlink(temporary.c_str());
        return written;
    }
    TRY(syncFolder(folder_));
    dropOldest();
    return {};
}

void FolderMailer::dropOldest() const {
    std::vector<std::filesystem::path> mails;
    std::error_code problem;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, problem))
        if (entry.path().extension() == mailEnding) mails.push_back(entry.path());
    if (mails.size() <= folderMessagesMax) return;
    std::sort(mails.begin(), mails.end());
    mails.resize(mails.size() - folderMessagesMax);
    for (const auto& mail : mails)
        if (!std::filesystem::remove(mail, problem))
            log::warning("mail.folder", "an old mail cannot be deleted");
}

} // namespace headroom::mail
