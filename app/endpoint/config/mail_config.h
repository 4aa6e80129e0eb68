#pragma once

#include "app/endpoint/config/setting_reader.h"
#include "core/mail/mail_limits.h"
#include "core/mail/smtp/smtp_mailer.h"

#include <filesystem>
#include <memory>

namespace headroom::endpoint {

/// How messages leave. Without a mail server they are written to the data folder.
struct MailConfig {
    mail::Sender from;
    mail::SmtpOptions smtp; ///< no host: none
    std::int64_t retryFirstMs = mail::mailRetryFirstMs;
};

/// "smtp", or "folder" without a mail server.
std::string_view nameOf(const MailConfig& config);

const std::vector<Setting>& mailSettings();
Result<MailConfig> readMailConfig();
Result<std::unique_ptr<mail::Mailer>> openMailer(const MailConfig& config,
                                                 const std::filesystem::path& dataFolder, const Clock& clock);

} // namespace headroom::endpoint
