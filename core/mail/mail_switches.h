#pragma once

#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/mail/messages.h"

#include <set>
#include <string_view>

// Which mails a member does not want, and which facts somebody was told of already. Inside the caller's
// session or transaction; any thread.
namespace headroom::mail {

enum class Wanted : std::uint8_t { Yes, No };

/// Those that are switched off. Everything is on for somebody who never chose.
Result<std::set<MailSwitch>> switchedOff(database::Session& session, const MemberId& member);

/// What is so already stays so. The caller made sure that there is such a member.
Result<void> setSwitch(database::Transaction& transaction, const MemberId& member, MailSwitch which,
                       Wanted wanted, Timestamp now);

/// In the transaction that removes a member.
Result<void> forgetSwitches(database::Transaction& transaction, const MemberId& member);

enum class Told : std::uint8_t { Now, Before };

/// Whether a fact was claimed; spares a write.
Result<bool> wasTold(database::Session& session, std::string_view fact);

/// Claims a fact, such as "dispute:<order>", in the transaction that adds its mails: Told::Now exactly once,
/// whoever asks how often, and again only if that transaction was rolled back.
Result<Told> tellOnce(database::Transaction& transaction, std::string_view fact, Timestamp now);

} // namespace headroom::mail
