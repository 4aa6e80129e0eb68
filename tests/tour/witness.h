#pragma once

#include "tests/support/endpoint_process.h"
#include "tests/tour/mailbox.h"

#include <QJsonArray>

namespace headroom::tour {

/// Somebody signed in at the endpoint by its API alone, with a code from the mail that it wrote: sees what is
/// true there, whatever the window shows, and acts as a colleague on another machine.
class Witness {
public:
    /// `localFolder`: where the desktop keeps "this computer". The code comes to `mailbox`.
    static Witness signIn(const QString& localFolder, const Mailbox& mailbox, const QString& email);

    QJsonObject get(const QString& belowTeam);
    QByteArray bytes(const QString& belowTeam);
    QJsonObject command(const QByteArray& method, const QString& belowTeam, const QJsonObject& body);
    /// Uploads a file by tus and waits until it is judged. The photo.
    QJsonObject upload(const QString& file);
    /// The newest "members", "photos" and so on; one page is enough for what a tour makes.
    QJsonArray list(const QString& rows);

    /// The picture that the window would ask for while it fetches bytes itself: the link that it is given.
    /// Empty when the endpoint gives none.
    QUrl directLink(const QString& belowTeam);
    /// Answers that the endpoint has given since it started, to requests for a headshot's or photo's bytes,
    /// with that status.
    qint64 contentAnswers(int status);

    /// Whether the endpoint still knows this sign-in.
    bool signedIn();
    /// Ends this sign-in: it is no longer among the devices.
    void signOut();
    /// Ends all of this person, who is then nowhere before a screen.
    void signOutEverywhere();

    const QString& memberId() const { return memberId_; }

private:
    explicit Witness(const QUrl& endpoint)
        : client_(std::make_unique<test::HttpClient>(endpoint)) {}

    QJsonObject checked(const test::HttpAnswer& answer, const QString& what) const;

    std::unique_ptr<test::HttpClient> client_;
    QString team_;
    QString memberId_;
};

/// Where a program of "this computer" listens: "endpoint" or "sandbox".
QUrl addressOf(const QString& localFolder, const QString& program);

} // namespace headroom::tour
