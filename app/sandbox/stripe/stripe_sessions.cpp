#include "app/sandbox/stripe/stripe_sessions.h"

#include <algorithm>

namespace headroom::sandbox {

namespace {

Json expired(Desk& desk, Json session) {
    session["status"] = "expired";
    session["url"] = nullptr;
    desk.store.put(session);
    emitEvent(desk, "checkout.session.expired", session);
    return session;
}

} // namespace

Answer<Json> expireSession(Desk& desk, const std::string& id) {
    const Json* const session = desk.store.find("checkout.session", id);
    if (!session) return noSuch("checkout.session", id, "session");
    if ((*session)["status"] != "open")
        return refuse(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a "
            "status of `" +
                (*session)["status"].get<std::string>() + "`.",
            {}, "session");
    return expired(desk, *session);
}

std::int64_t expireDueSessions(Desk& desk) {
    std::int64_t next = 0;
    const auto ids = desk.store.ids("checkout.session");
    for (const std::string& id : ids) {
        const Json& session = *desk.store.find("checkout.session", id);
        if (session["status"] != "open") continue;
        const auto at = session["expires_at"].get<std::int64_t>();
        if (at <= desk.nowSeconds())
            expired(desk, session);
        else
            next = next ? std::min(next, at) : at;
    }
    return next;
}

} // namespace headroom::sandbox
