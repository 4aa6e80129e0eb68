#pragma once

#include "tests/support/endpoint_process.h"

#include <QJsonArray>

namespace headroom::tour {

/// Somebody signed in at the endpoint by its API alone, with a code from the mail that it wrote: sees what is
/// true there, whatever the window shows, and acts as a colleague on another machine.
class Witness {
public:
    /// `localFolder`: where the desktop keeps "this computer".
    static Witness signIn(const QString& localFolder, const QString& email);

    QJsonObject get(const QString& belowTeam);
    QByteArray bytes(const QString& belowTeam);
    QJsonObject command(const QByteArray& method, const QString& belowTeam, const QJsonObject& body);
    /// Uploads a file by tus and waits until it is judged. The photo.
    QJsonObject upload(const QString& file);
    /// The newest "members", "photos" and so on; one page is enough for what a tour makes.
    QJsonArray list(const QString& rows);

    /// Ends this sign-in: it is no longer among the devices.
    void signOut();

    const QString& memberId() const { return memberId_; }

private:
    explicit Witness(const QUrl& endpoint)
        : client_(std::make_unique<test::HttpClient>(endpoint)) {}

    QJsonObject checked(const test::HttpAnswer& answer, const QString& what) const;

    std::unique_ptr<test::HttpClient> client_;
    QString team_;
    QString memberId_;
};

/// The newest mail to `email` that was written to the endpoint's mail folder; empty when there is none.
QByteArray mailTo(const QString& localFolder, const QString& email);

} // namespace headroom::tour
