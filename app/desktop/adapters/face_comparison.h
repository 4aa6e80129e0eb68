#pragma once

#include "core/client/team_session.h"

#include <optional>

namespace headroom::desktop {

/// Whether one agrees that the own face is compared with the one in a finished headshot. It is asked of the
/// endpoint at once instead of by the outbox: who withdraws it must know that it is withdrawn. GUI thread;
/// client and session outlive it.
class FaceComparison : public QObject {
    Q_OBJECT

public:
    FaceComparison(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    /// As the own row says, or as the endpoint has taken it while that row is on its way.
    bool isOn() const;
    bool isWaiting() const { return waiting_; }

    using Done = std::function<void(Result<void>)>;
    void set(bool on, Done done);

Q_SIGNALS:
    void changed();

private:
    client::Client& client_;
    client::TeamSession& session_;
    std::optional<bool> wanted_; ///< more recent than the row
    bool waiting_ = false;
    std::optional<bool> lost_; ///< what was sent and not answered
    QByteArray key_;
};

} // namespace headroom::desktop
