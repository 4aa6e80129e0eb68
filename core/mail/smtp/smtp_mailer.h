#pragma once

#include "core/base/clock.h"
#include "core/mail/mime.h"

#include <memory>
#include <string>

namespace headroom::mail {

enum class SmtpSecurity : std::uint8_t {
    StartTls,      ///< port 587: the connection turns to TLS before anything is said, or is given up
    ImplicitTls,   ///< port 465
    LoopbackPlain, ///< a relay on this very machine; refused for any other host
};

struct SmtpOptions {
    std::string host;
    int port = 587;
    SmtpSecurity security = SmtpSecurity::StartTls;
    std::string user; ///< empty: no login
    std::string password;
    std::string authorityFile; ///< PEM of a private certificate authority; empty: those of the system
    Sender sender;
    int timeoutMs = 0; ///< for one message; 0: smtpMessageMs
};

/// Hands messages to a mail server (RFC 6409 submission) over libcurl. One connection a message: we send few.
/// Certificates are always checked, and without TLS nothing is sent, not even when the server offers none (a
/// silent fall-back is what an attacker in the middle would arrange).
class SmtpMailer final : public Mailer {
public:
    /// InvalidInput for a host, port or sender that is none, and for plain text to another machine.
    static Result<std::unique_ptr<SmtpMailer>> create(SmtpOptions options, const Clock& clock);

    /// Blocks until the server has taken the message over; that is not delivery. By the server's answer:
    /// InvalidInput for 5xx (do not try again), Unavailable for 4xx, when it cannot be reached or TLS fails,
    /// Forbidden when the login is refused, Timeout, UnknownOutcome when the answer to the whole message was
    /// lost.
    Result<void> send(const Message& message) override;

private:
    SmtpMailer(SmtpOptions options, const Clock& clock)
        : options_(std::move(options))
        , clock_(clock) {}

    SmtpOptions options_;
    const Clock& clock_;
};

} // namespace headroom::mail
