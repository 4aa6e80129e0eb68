#pragma once

#include "tests/support/endpoint_process.h"

namespace headroom::test {

/// Sends a photo by tus in one piece to a team ("/api/teams/<id>"); the photo's id, empty when the file
/// cannot be read.
QString uploadPhoto(HttpClient& client, const QString& team, const QString& file);
/// Of that photo; empty while the endpoint does not know it.
QString photoState(HttpClient& client, const QString& team, const QString& photo);

/// What tests of headshots do as the owner of a team with a photo: a base for them, over the real endpoint.
class PhotographedTeam {
protected:
    /// As the owner of the endpoint's one team.
    void signIn();
    int credits(const char* account);
    /// Asks for one headshot of the photo; its id.
    QString generate(const QString& style);
    /// Waits until it is completed or has failed.
    QJsonObject ended(const QString& headshot);

    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString teamId_;
    QString team_; ///< where its routes begin
    QString photo_;
};

} // namespace headroom::test
