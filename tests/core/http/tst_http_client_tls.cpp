#include "core/http/client/client.h"
#include "tls_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>

using namespace headroom;
using namespace headroom::http;

/// Certificates are checked, whoever issued them and whatever they are for.
class ClientTlsTest : public QObject {
    Q_OBJECT

    QTemporaryDir directory_;

    Result<ClientResponse> get(const TlsServer& server, const std::string& trusted) {
        ClientOptions options;
        if (!trusted.empty()) {
            options.caFile = directory_.filePath("ca.pem").toStdString();
            std::ofstream(options.caFile) << trusted;
        }
        ClientRequest request;
        request.method = "POST";
        request.url = server.url("/");
        request.body = std::string("the credit card");
        return (*Client::create(options))->send(request);
    }

private Q_SLOTS:
    // OpenSSL writes without MSG_NOSIGNAL: without the client's care a peer that leaves would end this test.
    void initTestCase() { QVERIFY(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR); }

    void unknownIssuersAreRefusedBeforeAnythingIsSent() {
        const TlsServer server("IP:127.0.0.1");
        const auto answer = get(server, {});
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    }

    void trustedIssuersAreAccepted() {
        const TlsServer server("IP:127.0.0.1");
        const auto answer = get(server, server.certificatePem());
        QVERIFY2(answer, answer ? "" : describe(answer.error()).c_str());
        QCOMPARE(answer->body, std::string("secret"));
    }

    void certificatesForOthersAreRefused() {
        const TlsServer server("DNS:example.org");
        const auto answer = get(server, server.certificatePem());
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    }
};

QTEST_GUILESS_MAIN(ClientTlsTest)
#include "tst_http_client_tls.moc"
