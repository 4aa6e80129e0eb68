#include "core/client/api_client.h"

#include "core/client/client_limits.h"

#include <QHostAddress>
#include <QPointer>

#include <nlohmann/json.hpp>

namespace headroom::client {

namespace {

bool isThisComputer(const QString& host) {
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

ErrorCode codeOfStatus(int status) {
    switch (status) {
    case 400:
    case 422:
        return ErrorCode::InvalidInput;
    case 401:
        return ErrorCode::Unauthenticated;
    case 403:
        return ErrorCode::Forbidden;
    case 404:
        return ErrorCode::NotFound;
    case 408:
    case 504:
        return ErrorCode::Timeout;
    case 409:
        return ErrorCode::Conflict;
    case 410:
        return ErrorCode::Gone;
    case 412:
        return ErrorCode::PreconditionFailed;
    case 413:
        return ErrorCode::TooLarge;
    case 415:
        return ErrorCode::UnsupportedMediaType;
    case 423:
        return ErrorCode::UploadLocked;
    case 429:
        return ErrorCode::RateLimited;
    case 460:
        return ErrorCode::ChecksumMismatch;
    default:
        return status >= 500 ? ErrorCode::Unavailable : ErrorCode::InvalidInput;
    }
}

/// Errors after which nothing can have reached the endpoint.
bool neverConnected(QNetworkReply::NetworkError error) {
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::UnknownNetworkError:
        return true;
    default: // Qt's list of some forty
        return false;
    }
}

} // namespace

ApiClient::ApiClient(QUrl endpoint, int timeoutMs, QObject* parent)
    : QObject(parent)
    , endpoint_(std::move(endpoint))
    , timeoutMs_(timeoutMs)
    , network_(this) {
    network_.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

Result<QUrl> ApiClient::checkEndpoint(const QUrl& endpoint) {
    const bool secure = endpoint.scheme() == QLatin1String("https");
    const bool local = endpoint.scheme() == QLatin1String("http") && isThisComputer(endpoint.host());
    if (!endpoint.isValid() || endpoint.host().isEmpty() || !(secure || local))
        return fail(ErrorCode::InvalidInput, "an endpoint is https, or http on this computer");
    QUrl clean = endpoint.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment |
                                   QUrl::StripTrailingSlash);
    return clean;
}

QUrl ApiClient::url(const QString& path) const {
    return QUrl(endpoint_.toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash) + path);
}

QNetworkRequest ApiClient::request(const QUrl& url, int timeoutMs) const {
    QNetworkRequest request(url);
    request.setTransferTimeout(timeoutMs);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setHeader(QNetworkRequest::UserAgentHeader, QByteArrayLiteral("Headroom/" HEADROOM_VERSION));
    // An upload's location comes from the endpoint's answer; the token goes nowhere else.
    const bool ours = url.scheme() == endpoint_.scheme() && url.host() == endpoint_.host() &&
                      url.port(-1) == endpoint_.port(-1);
    if (ours && !token_.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token_);
    return request;
}

void ApiClient::send(const ApiRequest& asked, QObject* context, std::function<void(ApiResult)> then) {
    QNetworkRequest httpRequest =
        request(url(asked.path), asked.timeoutMs > 0 ? asked.timeoutMs : timeoutMs_);
    httpRequest.setRawHeader("Accept", "application/json, application/problem+json");
    if (!asked.idempotencyKey.isEmpty()) httpRequest.setRawHeader("Idempotency-Key", asked.idempotencyKey);
    if (!asked.body.isEmpty()) httpRequest.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    // No upload device for nothing: one of size zero has been seen to leave the request waiting (Qt 6.4.2).
    QNetworkReply* reply = nullptr;
    if (asked.body.isEmpty()) {
        if (asked.method != "GET") httpRequest.setHeader(QNetworkRequest::ContentLengthHeader, 0);
        reply = network_.sendCustomRequest(httpRequest, asked.method);
    } else {
        reply = network_.sendCustomRequest(httpRequest, asked.method, asked.body);
    }
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > answerMaxBytes) reply->abort();
    });
    // The reply is ours to free, whether or not the asker still lives.
    connect(reply, &QNetworkReply::finished, this,
            [reply, context = QPointer<QObject>(context), then = std::move(then)] {
                reply->deleteLater();
                if (!context) return;
                const QByteArray body = reply->readAll();
                const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                const bool whole = reply->error() == QNetworkReply::NoError;
                if (whole && status >= 200 && status < 300)
                    then(ApiAnswer{status, body});
                else
                    then(tl::unexpected<ApiError>(errorOf(*reply, body)));
            });
}

ApiError ApiClient::errorOf(QNetworkReply& reply, const QByteArray& body) {
    ApiError result;
    result.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    result.body = body;
    if (result.status < 300) { // no answer, or one that broke off
        result.status = 0;
        result.error = {neverConnected(reply.error()) ? ErrorCode::Offline
                        : reply.error() == QNetworkReply::OperationCanceledError ||
                                reply.error() == QNetworkReply::TimeoutError
                            ? ErrorCode::Timeout
                            : ErrorCode::UnknownOutcome,
                        reply.errorString().toStdString()};
        return result;
    }
    result.error.code = codeOfStatus(result.status);
    const auto problem = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
    if (problem.is_object()) {
        if (const auto code = problem.find("code"); code != problem.end() && code->is_string()) {
            result.error.code =
                errorCodeFromName(code->get_ref<const std::string&>()).value_or(result.error.code);
            result.coded = true;
        }
        if (const auto detail = problem.find("detail"); detail != problem.end() && detail->is_string())
            result.error.detail = detail->get<std::string>().substr(0, 500);
    }
    bool isNumber = false;
    const qint64 seconds = reply.rawHeader("Retry-After").trimmed().toLongLong(&isNumber);
    if (isNumber && seconds >= 0) result.retryAfterMs = std::min<qint64>(seconds, 3600) * 1000;
    return result;
}

} // namespace headroom::client
