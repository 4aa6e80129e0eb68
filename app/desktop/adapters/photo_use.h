#pragma once

#include "app/desktop/adapters/team_answer.h"
#include "ui/create/create_source.h"

namespace headroom::desktop {

/// Where the photos of this team's members go, and for how long they are kept. The owner may choose otherwise
/// at any time and the operator at each start of the endpoint, so it is asked anew after each. GUI thread;
/// client and session outlive it.
class PhotoUse : public QObject {
    Q_OBJECT

public:
    PhotoUse(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    /// For headshots in these styles; without any, in a style that nobody chose makers for. Nothing until the
    /// endpoint has said so: silence must not pass for a promise.
    std::optional<ui::create::PhotoUse> forStyles(const QStringList& styles) const;

Q_SIGNALS:
    void changed();

private:
    void take(const nlohmann::json& answer);
    void viewChanged(client::TeamSession& session, client::Part parts);

    struct Known {
        QStringList makers;
        QMap<QString, QStringList> styles;
        QStringList services;
        int daysKept = 0;
    };

    TeamAnswer answer_;
    std::optional<Known> known_;
    bool online_ = false;
};

} // namespace headroom::desktop
