#include "app/endpoint/config/mail_config.h"

#include "core/base/text.h"
#include "core/mail/folder_mailer.h"

namespace headroom::endpoint {

const std::vector<Setting>& mailSettings() {
    static const std::vector<Setting> list{
        {"HEADROOM_MAIL_FROM", "headroom@localhost", "address that messages come from"},
        {"HEADROOM_SMTP_HOST", "", "mail server; without one, mails are written to the data folder"},
        {"HEADROOM_SMTP_PORT", "587", "587 goes with starttls, 465 with tls"},
        {"HEADROOM_SMTP_SECURITY", "starttls",
         "starttls, tls, or plain for a relay on this machine; certificates are always checked"},
        {"HEADROOM_SMTP_USER", "", "login at the mail server; empty: none"},
        {"HEADROOM_SMTP_PASSWORD", "", "its password"},
        {"HEADROOM_SMTP_CA_FILE", "", "PEM file of a private certificate authority of the mail server"},
        {"HEADROOM_MAIL_RETRY_SECONDS", "10",
         "pause before a mail is tried again, 1 to 3600; doubled each time, up to an hour"},
    };
    return list;
}

std::string_view nameOf(const MailConfig& config) {
    return config.smtp.host.empty() ? "folder" : "smtp";
}

Result<MailConfig> readMailConfig() {
    const SettingReader reader(mailSettings());
    MailConfig config;
    config.from = {.address = reader.text("HEADROOM_MAIL_FROM"), .name = "Headroom"};
    mail::SmtpOptions& smtp = config.smtp;
    smtp.host = reader.text("HEADROOM_SMTP_HOST");
    smtp.port = TRY(reader.integer("HEADROOM_SMTP_PORT", 1, 65535));
    const std::string security = toLowerAscii(reader.text("HEADROOM_SMTP_SECURITY"));
    if (security == "tls")
        smtp.security = mail::SmtpSecurity::ImplicitTls;
    else if (security == "plain")
        smtp.security = mail::SmtpSecurity::LoopbackPlain;
    else if (security == "starttls")
        smtp.security = mail::SmtpSecurity::StartTls;
    else
        return fail(ErrorCode::InvalidInput, "HEADROOM_SMTP_SECURITY must be starttls, tls or plain");
    smtp.user = reader.text("HEADROOM_SMTP_USER");
    smtp.password = reader.text("HEADROOM_SMTP_PASSWORD");
    smtp.authorityFile = reader.text("HEADROOM_SMTP_CA_FILE");
    smtp.sender = config.from;
    config.retryFirstMs = 1000LL * TRY(reader.integer("HEADROOM_MAIL_RETRY_SECONDS", 1, 3600));
    return config;
}

Result<std::unique_ptr<mail::Mailer>>
openMailer(const MailConfig& config, const std::filesystem::path& dataFolder, const Clock& clock) {
    if (config.smtp.host.empty())
        return std::unique_ptr<mail::Mailer>(
            TRY(mail::FolderMailer::create(dataFolder / "mail", config.from, clock)));
    return std::unique_ptr<mail::Mailer>(TRY(mail::SmtpMailer::create(config.smtp, clock)));
}

} // namespace headroom::endpoint
