#pragma once

#include "core/base/clock.h"
#include "core/mail/mime.h"

#include <filesystem>
#include <memory>
#include <mutex>

namespace headroom::mail {

/// Writes each message as an .eml file, which every mail program opens: what an endpoint without a mail
/// server uses. Names sort by time. Files appear whole (temporary name, fsync, rename) and only their owner
/// can read them, because codes stand in them. Keeps the newest folderMessagesMax.
class FolderMailer final : public Mailer {
public:
    /// Makes the folder. FileAccess when that is not possible, InvalidInput for the sender.
    static Result<std::unique_ptr<FolderMailer>> create(std::filesystem::path folder, Sender sender,
                                                        const Clock& clock);

    /// Besides Mailer's errors: DiskFull, FileAccess.
    Result<void> send(const Message& message) override;

private:
    FolderMailer(std::filesystem::path folder, Sender sender, const Clock& clock)
        : folder_(std::move(folder))
        , sender_(std::move(sender))
        , clock_(clock) {}

    void dropOldest() const;

    std::filesystem::path folder_;
    Sender sender_;
    const Clock& clock_;
    std::mutex mutex_;
};

} // namespace headroom::mail
