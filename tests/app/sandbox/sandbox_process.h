#pragma once

#include "core/http/client/client.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <string>

/// QCOMPARE looks for conversions that JSON values cannot bear.
#define JSON_COMPARE(actual, expected)                                                                       \
    QVERIFY2((actual) == nlohmann::ordered_json(expected), nlohmann::ordered_json(actual).dump().c_str())

/// The real headroom-sandbox on a free port, with a state directory that outlives its restarts, and a client
/// for it.
class SandboxProcess {
public:
    using Json = nlohmann::ordered_json;

    SandboxProcess();
    ~SandboxProcess();

    /// True once it listens.
    bool start(const QStringList& arguments = {});
    /// Ends it as a crash or the OOM killer does.
    void kill();
    /// Asks it to end; its exit code.
    int stop();

    std::string url(const std::string& path) const;
    QString stateDirectory() const { return directory_.filePath(QStringLiteral("state")); }

    struct Answer {
        int status = 0;
        headroom::http::Headers headers;
        std::string body;
        Json json;

        /// error.code or error.type of a refusal.
        std::string errorCode() const;
        std::string errorParam() const;
    };
    Answer get(const std::string& path) const;
    /// A form, already encoded.
    Answer post(const std::string& path, const std::string& form, headroom::http::Headers headers = {}) const;
    Answer send(headroom::http::ClientRequest request) const;

    /// A new session over `cents`; with an idempotency key of its own.
    Json createSession(int cents = 2900, const std::string& more = {}) const;
    /// Types a card on the checkout page.
    Answer pay(const Json& session, const std::string& number) const;

private:
    QTemporaryDir directory_;
    QProcess process_;
    int port_ = 0;
    std::unique_ptr<headroom::http::Client> client_;
};

/// A session's form with one item, without success_url and the rest.
std::string itemForm(int cents, const std::string& name = "Starter");
