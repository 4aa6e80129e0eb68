#pragma once

#include "core/base/clock.h"
#include "core/credits/credits_arrivals.h"
#include "core/database/database.h"
#include "core/mail/messages.h"
#include "core/teams/mail_people.h"

#include <vector>

// What the parts of this room share. Only its .cpp files include it. Every function runs in a transaction
// that holds the team (sync::lockTeam), so that nobody who is being removed gets a mail.
namespace headroom::notices {

struct Scene {
    database::Transaction& transaction;
    TeamId team;
    teams::TeamLook look;
    Timestamp now;
};

/// Adds the mail for everyone who has not switched it off.
Result<void> post(Scene& scene, const mail::Mail& mail, const std::vector<teams::MailPerson>& people);

/// Purchases, allocations and low credits of these versions.
Result<void> tellLedger(Scene& scene, std::int64_t after, std::int64_t until, bool toldLow);

/// Requests that ended.
Result<void> tellHeadshots(Scene& scene);

} // namespace headroom::notices
