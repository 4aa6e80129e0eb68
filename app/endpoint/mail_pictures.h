#pragma once

#include "app/endpoint/previews/previews.h"
#include "core/database/database.h"
#include "core/mail/messages.h"

#include <vector>

namespace headroom::endpoint {

/// Small pictures of the headshots that a mail shows. What was deleted meanwhile or cannot be made small is
/// left out: the mail is right without it. Blocks while previews are made; on the mail queue's thread.
std::vector<mail::InlinePicture> mailPictures(database::Database& database, Previews& previews,
                                              const mail::HeadshotsReady& mail);

} // namespace headroom::endpoint
