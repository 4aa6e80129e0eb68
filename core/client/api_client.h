#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QUrl>

#include <functional>
#include <optional>

namespace headroom::client {

struct ApiRequest {
    QByteArray method = "GET";
    QString path; ///< below the endpoint, with query: "/api/me"
    QByteArray body;
    QByteArray idempotencyKey; ///< for commands
    int timeoutMs = 0;         ///< for what takes the endpoint longer than usual; 0: the client's
};

struct ApiAnswer {
    int status = 200;
    QByteArray body;
};

struct ApiError {
    Error error;
    int status = 0;  ///< 0: no answer came
    QByteArray body; ///< the problem as it came
    std::optional<qint64> retryAfterMs;
    /// The endpoint itself said so: the answer carries one of our codes. A proxy or a hotel's sign-in page
    /// may answer 403 or 404 too, and must not make anybody wipe a cache or give up a command.
    bool coded = false;
};

using ApiResult = tl::expected<ApiAnswer, ApiError>;

/// Talks to one endpoint in one user's name. Lives on the network's thread, as everything that it makes.
///
/// Refuses plain HTTP to anything but this very computer, follows no redirects (an endpoint has none, and the
/// token must not travel), limits every answer in size and time.
class ApiClient : public QObject {
    Q_OBJECT

public:
    ApiClient(QUrl endpoint, int timeoutMs, QObject* parent = nullptr);

    /// InvalidInput for an endpoint that is not https (or http to this computer).
    static Result<QUrl> checkEndpoint(const QUrl& endpoint);

    void setToken(const QByteArray& token) { token_ = token; }
    bool hasToken() const { return !token_.isEmpty(); }
    const QUrl& endpoint() const { return endpoint_; }

    /// `then` is called once on this thread, unless `context` is gone by then.
    void send(const ApiRequest& request, QObject* context, std::function<void(ApiResult)> then);

    /// A request with token and time limit, for what is not JSON: uploads, downloads, pushes.
    QNetworkRequest request(const QUrl& url, int timeoutMs) const;
    QUrl url(const QString& path) const;
    QNetworkAccessManager& network() { return network_; }

    /// What a finished reply that went wrong means. Offline when there was no connection, Timeout or
    /// UnknownOutcome when the answer is missing, else the code of the problem.
    static ApiError errorOf(QNetworkReply& reply, const QByteArray& body);

private:
    QUrl endpoint_;
    int timeoutMs_;
    QByteArray token_;
    QNetworkAccessManager network_;
};

} // namespace headroom::client
