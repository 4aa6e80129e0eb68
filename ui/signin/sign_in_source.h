#pragma once

#include "core/base/result.h"
#include "ui/signin/sign_in_values.h"

#include <QObject>

#include <functional>

namespace headroom::ui::signin {

/// Read side of the sign-in page: what is known before anybody has signed in. GUI thread.
class SignInSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Of the last sign-in on this computer; empty for none.
    virtual QString lastAddress() const = 0;
    virtual QString lastEmail() const = 0;
    /// What the operating system calls the user; may be empty.
    virtual QString userName() const = 0;
    /// Name of the team that already lives on this computer; empty for none.
    virtual QString localTeamName() const = 0;
    /// Empty when this computer can be used, else why not ("The endpoint program is not installed").
    virtual QString localBlockedBy() const = 0;
    /// Endpoint that an invitation link leads to. InvalidInput when it is no invitation link.
    virtual Result<QString> addressOfLink(const QString& link) const = 0;

Q_SIGNALS:
    void changed();
};

/// Write side. Replies come once, on the GUI thread, now or later. A new call or cancel() makes the reply of
/// an older one unwanted: it may still come, the page ignores it. GUI thread.
class SignInActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~SignInActions() = default;

    /// Starts the own endpoint and signs its owner in. With a team on this computer already, the values are
    /// ignored and that team is opened.
    virtual void useThisComputer(const LocalTeam& team, std::function<void(LocalProgress)> progress,
                                 Done done) = 0;
    /// Asks the endpoint to mail a code; also to mail another one.
    virtual void begin(const QString& address, const QString& email,
                       std::function<void(Result<CodeSent>)> reply) = 0;
    /// The code of the last begin(). CodeWrong, CodeExpired, RateLimited.
    virtual void complete(const QString& code, Done done) = 0;
    /// Joins the team of an invitation link, after complete() has signed in at its endpoint.
    virtual void redeem(const QString& link, Done done) = 0;
    virtual void cancel() = 0;
};

} // namespace headroom::ui::signin
