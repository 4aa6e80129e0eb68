#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/mail/letter.h"
#include "core/mail/mailer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What Headroom writes to people, in their language, with their team's name and colour. Pure; whatever
// somebody typed is escaped in the HTML part, and nothing secret stands in any of them but the sign-in code.
namespace headroom::mail {

/// To whom, in which language, and as whose mail.
struct Envelope {
    std::string to;
    std::string language; ///< a locale; English when there are no words for it
    Brand team;           ///< no name: Headroom's own
    /// Empty for what cannot be switched off.
    std::string unsubscribeUrl = {};
};

/// Never waits in the database: the code is not written down in the clear.
struct SignInCode {
    std::string to;
    std::string code;
    int minutes = 0; ///< for which it works
    std::string language = {};
};
Message signInCodeMessage(const SignInCode& mail);

/// What an owner sends to themselves to see whether mail arrives; never waits in the database. InvalidInput
/// for an address that is none.
Result<Message> trialMessage(const Envelope& envelope);

struct Invitation {
    std::string inviterName; ///< may be empty
    std::string appUrl;      ///< where the application is to be had; empty leaves the button out
};

/// All that one person waited for is done.
struct HeadshotsReady {
    enum class Of : std::uint8_t { Oneself, Others };
    Of of = Of::Oneself;
    std::int64_t made = 0;
    std::int64_t failed = 0;
    TeamId team;
    std::vector<HeadshotId> shown; ///< whose pictures stand in the mail, at most headshotPicturesMax
};

/// A member got credits.
struct CreditsReceived {
    std::int64_t credits = 0;
    std::int64_t available = 0;
};

/// A purchase was paid.
struct CreditsBought {
    std::int64_t credits = 0;
    std::int64_t debtPaid = 0; ///< of these
    std::int64_t pool = 0;
};

struct LowCredits {
    std::int64_t pool = 0;
    std::int64_t allocated = 0;
};

struct PaymentProblem {
    enum class Kind : std::uint8_t { Failed, Mismatch, RefundFailed, Disputed };
    Kind kind = Kind::Failed;
    std::int64_t credits = 0;
    std::int64_t cents = 0;
    std::string currency;
    std::string order;
};

/// A copy of what is held about somebody or a team waits to be saved.
struct DataReady {
    enum class Of : std::uint8_t { Oneself, Team };
    Of of = Of::Oneself;
    Timestamp until; ///< after that it is gone
};

std::string_view name(PaymentProblem::Kind kind);
std::optional<PaymentProblem::Kind> problemNamed(std::string_view name);

/// What waits in the outbox.
using Mail = std::variant<Invitation, HeadshotsReady, CreditsReceived, CreditsBought, LowCredits,
                          PaymentProblem, DataReady>;

/// The word for it in the database: "invitation", "headshots_ready", ...
std::string_view kindOf(const Mail& mail);

/// What a member can switch off. Everything else is transactional: somebody asked for it (a code, an
/// invitation, a copy of their data), or it is about the team's money.
enum class MailSwitch : std::uint8_t { HeadshotsReady, CreditsReceived, LowCredits };
inline constexpr MailSwitch mailSwitches[] = {MailSwitch::HeadshotsReady, MailSwitch::CreditsReceived,
                                              MailSwitch::LowCredits};
std::string_view name(MailSwitch which); ///< "headshots_ready": as it travels and is stored
std::optional<MailSwitch> switchNamed(std::string_view name);
/// Nothing for transactional mails.
std::optional<MailSwitch> switchOf(const Mail& mail);

/// Whether writeMail() would refuse it, without the work. InvalidInput.
Result<void> checkMail(const Mail& mail, const Envelope& envelope);

/// `pictures` are those of HeadshotsReady::shown that are still to be had, in their order. InvalidInput for
/// an address that is none, or an appUrl or unsubscribeUrl that is not an http(s) address.
Result<Message> writeMail(const Mail& mail, const Envelope& envelope,
                          std::vector<InlinePicture> pictures = {});

} // namespace headroom::mail
