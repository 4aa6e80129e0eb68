#include "app/desktop/local/local_team.h"

#include <QFileInfo>

namespace headroom::desktop {

LocalTeamService::LocalTeamService(Places places, QObject* parent)
    : QObject(parent)
    , places_(std::move(places)) {}

QString LocalTeamService::blockedBy() const {
    for (const char* program : {"/headroom-endpoint", "/headroom-sandbox"})
        if (!QFileInfo(places_.programs + QLatin1String(program)).isExecutable())
            return tr("The endpoint program is not installed");
    return {};
}

void LocalTeamService::start(const ui::signin::LocalTeam& owner, std::function<void(Result<Entry>)> then) {
    stop();
    then_ = std::move(then);
    endpoint_ = std::make_unique<LocalEndpoint>(LocalEndpoint::Options{
        places_.localTeamFolder(), places_.programs, owner.email, owner.name, owner.teamName});
    connect(endpoint_.get(), &LocalEndpoint::ready, this, [this](const QUrl& address, const QString& secret) {
        // A later time the user is signed in already, and the address is the same.
        if (const auto reply = std::exchange(then_, {}))
            reply(Entry{address, secret});
        else
            Q_EMIT cameBack();
    });
    connect(endpoint_.get(), &LocalEndpoint::failed, this, [this](const QString& detail) {
        if (const auto reply = std::exchange(then_, {}))
            reply(fail(ErrorCode::Unavailable, detail.toStdString()));
    });
    connect(endpoint_.get(), &LocalEndpoint::broke, this, &LocalTeamService::broke);
    endpoint_->start();
}

void LocalTeamService::stop() {
    then_ = {};
    endpoint_.reset(); // asks it to end and waits
}

} // namespace headroom::desktop
