#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

namespace headroom::test {

struct HttpAnswer {
    int status = 0; ///< 0 when there was no answer
    QByteArray body;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case

    QJsonObject json() const;
    /// The stable code of a problem detail.
    QString code() const;
};

/// A plain HTTP client that waits, for tests.
class HttpClient {
public:
    explicit HttpClient(QUrl base)
        : base_(std::move(base)) {}

    void setToken(const QString& token) { token_ = token; }
    const QString& token() const { return token_; }

    HttpAnswer send(const QByteArray& method, const QString& path, const QByteArray& body = {},
                    QMap<QByteArray, QByteArray> headers = {});
    HttpAnswer get(const QString& path) { return send("GET", path); }
    /// JSON with a fresh Idempotency-Key unless `key` is given.
    HttpAnswer command(const QByteArray& method, const QString& path, const QJsonObject& body,
                       const QString& key = {});

private:
    QUrl base_;
    QString token_;
    QNetworkAccessManager network_;
};

/// The real headroom-endpoint in a folder of its own, on a free port.
class EndpointProcess {
public:
    explicit EndpointProcess(QProcessEnvironment environment = QProcessEnvironment::systemEnvironment());
    ~EndpointProcess();

    /// From the next start on.
    void setEnvironment(const QString& name, const QString& value) { environment_.insert(name, value); }

    /// Starts (again), and waits until it listens. The port stays the same.
    void start(const QStringList& arguments = {QStringLiteral("serve")});
    /// Like an operator: SIGTERM, and waits. Returns the exit code.
    int stop();
    /// Like a power cut.
    void kill();
    /// Runs a subcommand such as `verify` on the same data and waits.
    HttpAnswer run(const QStringList& arguments);

    QUrl address() const { return address_; }
    QString dataFolder() const { return folder_.filePath(QStringLiteral("data")); }
    QByteArray log() const { return log_; }
    QProcess& process() { return *process_; }

    /// A team with this owner, made by the operator's command; returns the owner's e-mail.
    QString createTeam(const QString& name, const QString& ownerEmail);
    /// Signs in by the code of the mail that the endpoint wrote to its mail folder; returns the answer with
    /// the token.
    QJsonObject signIn(const QString& email);

private:
    QTemporaryDir folder_;
    QProcessEnvironment environment_;
    std::unique_ptr<QProcess> process_;
    QUrl address_;
    QByteArray log_;
};

} // namespace headroom::test
