#include "client_rows.h"

#include "core/client/team_session.h"

#include <QCoreApplication>
#include <QDir>
#include <QTimer>

#include <cstdio>

// A desktop without a window, made to be killed: gives `count` allocations of 1, 2, 3 ... credits, one after
// the other, and ends once the endpoint has answered all. Whatever was stored before a kill is not given
// again. Arguments: endpoint, folder, team, member, receiver, count.

using namespace headroom;
using namespace headroom::client;

namespace {

/// How many were stored by earlier lives.
std::int64_t alreadyGiven(const QString& folder, const MemberId& me, std::shared_ptr<const Clock> clock) {
    const QStringList files = QDir(folder).entryList({"team-*.sqlite"}, QDir::Files);
    if (files.isEmpty()) return 0;
    const auto store = TeamStore::open({QDir(folder).filePath(files[0]).toStdString(), me, clock, nullptr});
    if (!store) qFatal("open: %s", describe(store.error()).c_str());
    return *(*store)->everEnqueued();
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    const QString folder = arguments.at(2) + "/data";
    const auto me = MemberId::trusted(arguments.at(4).toStdString());
    const auto receiver = MemberId::trusted(arguments.at(5).toStdString());
    const std::int64_t count = arguments.at(6).toLongLong();
    const auto clock = std::make_shared<SystemClock>();
    std::int64_t given = alreadyGiven(folder, me, clock);

    SyncTiming timing;
    timing.pollMs = 200;
    timing.firstRetryMs = 20;
    timing.lastRetryMs = 200;
    const auto tokens = std::make_shared<SessionTokenStore>();
    const QUrl endpoint(arguments.at(1));
    if (!tokens->write(endpoint.toString().toStdString(), "right-token")) return 2;
    auto client = Client::create({endpoint, folder.toStdString(), (arguments.at(2) + "/cache").toStdString(),
                                  tokens, clock, timing, "child"});
    if (!client) return 3;
    auto session =
        (*client)->openTeam({TeamId::trusted(arguments.at(3).toStdString()), "Team", me, sync::Role::Owner});
    (*client)->resume(client->get(), [](Result<Account>) {});

    std::function<void()> giveNext = [&] {
        if (given == count) return;
        session->allocate({{{receiver, ++given}}}, [&](Result<CommandId> stored) {
            if (!stored) qFatal("not stored: %s", describe(stored.error()).c_str());
            giveNext();
        });
    };
    giveNext();

    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &app, [&] {
        const ShownTeam& team = session->view().team();
        if (given < count || !team.complete || !team.commands->empty()) return;
        const ShownMember* member = session->view().member(receiver);
        std::printf("available %lld\n", member ? static_cast<long long>(member->available) : -1);
        app.quit();
    });
    look.start(20);
    const int code = app.exec();
    session.reset();
    client->reset();
    return code;
}
