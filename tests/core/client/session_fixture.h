#pragma once

#include "client_rows.h"
#include "fake_endpoint.h"

#include "core/client/team_session.h"
#include "tests/support/patience.h"

#include <QtTest>

namespace headroom::client::testing {

/// Waits that are short, so that tests are.
inline SyncTiming quickTiming() {
    SyncTiming timing;
    timing.requestMs = 5'000;
    timing.pollMs = 100;
    timing.pollWithPushMs = 60'000;
    timing.firstRetryMs = 20;
    timing.lastRetryMs = 200;
    return timing;
}

/// A signed-in client with one team open, and the endpoint that it talks to.
struct SessionFixture {
    FakeEndpoint endpoint;
    QTemporaryDir dir;
    std::shared_ptr<Clock> clock = std::make_shared<SystemClock>();
    std::shared_ptr<SessionTokenStore> tokens = std::make_shared<SessionTokenStore>();
    std::unique_ptr<Client> client;
    std::unique_ptr<TeamSession> session;
    SyncTiming timing = quickTiming();

    /// Opens client and session, with the token of an earlier sign-in.
    void open() {
        QVERIFY(tokens->write(endpoint.url().toString().toStdString(), endpoint.token));
        auto made = Client::create({endpoint.url(), dir.filePath("data").toStdString(),
                                    dir.filePath("cache").toStdString(), tokens, clock, timing, "test"});
        QVERIFY(made);
        client = std::move(*made);
        session = client->openTeam({endpoint.team, "Team", endpoint.me, sync::Role::Owner});
        client->resume(client.get(), [](Result<Account>) {});
    }
    void close() {
        session.reset();
        client.reset();
    }
    void openAndSync() {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(view().team().complete, test::patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(view().status().link, Link::Online, test::patienceMs);
    }
    TeamView& view() { return session->view(); }
    std::int64_t available(const MemberId& member) {
        const ShownMember* shown = view().member(member);
        return shown ? shown->available : -1;
    }
    credits::Allocate give(std::int64_t credits) const { return {{{endpoint.other, credits}}}; }
};

} // namespace headroom::client::testing
