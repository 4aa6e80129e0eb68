#include "core/base/crypto.h"
#include "core/http/url.h"
#include "core/storage/remote/remote_times.h"
#include "core/storage/s3/s3_address.h"
#include "core/storage/s3/sigv4.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>

using namespace headroom;
using namespace headroom::storage;

namespace {

QJsonObject vectors(const char* name) {
    QFile file(QStringLiteral(HEADROOM_SOURCE_DIR "/tests/core/storage/vectors/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

std::string textOf(const QJsonValue& value) {
    return value.toString().toStdString();
}

/// `20261122T000000Z`
Timestamp momentOf(const QString& amz) {
    QString iso = amz.mid(0, 4) + "-" + amz.mid(4, 2) + "-" + amz.mid(6, 2) + "T" + amz.mid(9, 2) + ":" +
                  amz.mid(11, 2) + ":" + amz.mid(13, 2) + "Z";
    return parseIsoTime(iso.toStdString()).value();
}

S3Credentials credentialsOf(const QJsonObject& object) {
    return {.accessKey = textOf(object["accessKeyId"]),
            .secretKey = textOf(object["secretAccessKey"]),
            .sessionToken = {}};
}

std::string signatureIn(const std::string& text) {
    const std::size_t at = text.rfind("Signature=");
    return at == std::string::npos ? text : text.substr(at + 10);
}

const S3Credentials documented{.accessKey = "AKIAIOSFODNN7EXAMPLE",
                               .secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                               .sessionToken = {}};
const SigningScope documentedScope{
    .region = "us-east-1", .service = "s3", .at = momentOf(QStringLiteral("20130524T000000Z"))};

SignedRequest documentedRequest(std::string method, std::string path) {
    SignedRequest request{.method = std::move(method),
                          .path = std::move(path),
                          .query = {},
                          .headers = {{"Host", "examplebucket.s3.amazonaws.com"}},
                          .payloadHash = toHex(sha256(""))};
    request.headers.set("x-amz-date", "20130524T000000Z");
    request.headers.set("x-amz-content-sha256", request.payloadHash);
    return request;
}

} // namespace

/// Our signatures against those of AWS's own libraries and documentation.
class SigV4Test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presignedLinksEqualThoseOfTheOfficialLibrary_data() {
        QTest::addColumn<QJsonObject>("entry");
        const QJsonArray entries = vectors("s3_sigv4.json")["presigned"].toArray();
        QCOMPARE(entries.size(), 12);
        for (const QJsonValue& entry : entries)
            QTest::addRow("%s %s", qPrintable(entry["style"].toString()), qPrintable(entry["op"].toString()))
                << entry.toObject();
    }
    void presignedLinksEqualThoseOfTheOfficialLibrary() {
        QFETCH(QJsonObject, entry);
        const QJsonObject all = vectors("s3_sigv4.json");
        const std::string url = textOf(entry["url"]);
        const std::size_t pathAt = url.find('/', url.find("://") + 3);
        const std::size_t queryAt = url.find('?');
        SignedRequest request{.method = textOf(entry["method"]),
                              .path = url.substr(pathAt, queryAt - pathAt),
                              .query = {},
                              .headers = {},
                              .payloadHash = {}};
        const auto parameters = http::Parameters::parse(url.substr(queryAt + 1));
        QVERIFY(parameters.has_value());
        // What the library adds by itself stays in; what the signature is made of is made by us.
        for (const auto& [name, value] : *parameters)
            if (!name.starts_with("X-Amz-") || name == "X-Amz-Content-Sha256")
                request.query.emplace_back(name, value);
        const QJsonObject headers = entry["signed_headers"].toObject();
        for (const QString& name : headers.keys())
            request.headers.add(name.toStdString(), textOf(headers[name]));
        const SigningScope scope{
            .region = textOf(all["region"]), .service = "s3", .at = momentOf(all["date"].toString())};
        const std::string query = presignedQuery(request, scope, credentialsOf(all["credentials"].toObject()),
                                                 entry["expires"].toInt());
        QCOMPARE(signatureIn(query), std::string(*parameters->find("X-Amz-Signature")));
        const auto made = http::Parameters::parse(query);
        QCOMPARE(made->size(), parameters->size());
        for (const auto& [name, value] : *parameters)
            QCOMPARE(std::string(made->find(name).value_or("")), value);
    }

    void signedHeadersEqualThoseOfTheOfficialLibrary_data() {
        QTest::addColumn<QJsonObject>("entry");
        const QJsonArray entries = vectors("s3_sigv4.json")["header_signed"].toArray();
        QCOMPARE(entries.size(), 5);
        for (const QJsonValue& entry : entries)
            QTest::newRow(qPrintable(entry["name"].toString())) << entry.toObject();
    }
    void signedHeadersEqualThoseOfTheOfficialLibrary() {
        QFETCH(QJsonObject, entry);
        const QJsonObject all = vectors("s3_sigv4.json");
        SignedRequest request{.method = textOf(entry["method"]),
                              .path = textOf(entry["path"]),
                              .query = {},
                              .headers = {},
                              .payloadHash = toHex(sha256(textOf(entry["body"])))};
        const QJsonObject query = entry["query"].toObject();
        for (const QString& name : query.keys())
            request.query.emplace_back(name.toStdString(), textOf(query[name]));
        const QJsonObject headers = entry["headers_out"].toObject();
        S3Credentials credentials = credentialsOf(all["credentials"].toObject());
        for (const QString& name : headers.keys())
            if (name != "authorization") request.headers.add(name.toStdString(), textOf(headers[name]));
        if (headers.contains("x-amz-content-sha256"))
            request.payloadHash = textOf(headers["x-amz-content-sha256"]);
        const SigningScope scope{
            .region = textOf(all["region"]), .service = "s3", .at = momentOf(all["date"].toString())};
        QCOMPARE(authorization(request, scope, credentials), textOf(headers["authorization"]));
    }

    // docs.aws.amazon.com, "Signature Calculations for the Authorization Header", 2013-05-24.
    void theWorkedExamplesOfTheDocumentationComeOut() {
        const QJsonObject expected = vectors("s3_sigv4.json")["aws_docs_examples"].toObject();
        SignedRequest range = documentedRequest("GET", "/test.txt");
        range.headers.set("Range", "bytes=0-9");
        QCOMPARE(signatureIn(authorization(range, documentedScope, documented)),
                 textOf(expected["GET_test_txt_range_0_9"]));

        SignedRequest put = documentedRequest("PUT", "/test%24file.text");
        put.payloadHash = toHex(sha256("Welcome to Amazon S3."));
        put.headers.set("x-amz-content-sha256", put.payloadHash);
        put.headers.set("Date", "Fri, 24 May 2013 00:00:00 GMT");
        put.headers.set("x-amz-storage-class", "REDUCED_REDUNDANCY");
        QCOMPARE(signatureIn(authorization(put, documentedScope, documented)),
                 textOf(expected["PUT_test_dollar_file_text"]));

        SignedRequest lifecycle = documentedRequest("GET", "/");
        lifecycle.query = {{"lifecycle", ""}};
        QCOMPARE(signatureIn(authorization(lifecycle, documentedScope, documented)),
                 textOf(expected["GET_lifecycle"]));

        SignedRequest list = documentedRequest("GET", "/");
        list.query = {{"prefix", "J"}, {"max-keys", "2"}};
        QCOMPARE(signatureIn(authorization(list, documentedScope, documented)),
                 textOf(expected["GET_list_max_keys_2_prefix_J"]));

        SignedRequest link{.method = "GET",
                           .path = "/test.txt",
                           .query = {},
                           .headers = {{"Host", "examplebucket.s3.amazonaws.com"}},
                           .payloadHash = {}};
        QCOMPARE(signatureIn(presignedQuery(link, documentedScope, documented, 86400)),
                 textOf(expected["presigned_GET_test_txt_86400"]));
    }

    // AWS's general suite: another service's name, and paths as its non-S3 services have them.
    void theGeneralSuiteComesOut_data() {
        QTest::addColumn<QJsonObject>("entry");
        const QJsonArray entries = vectors("sigv4_suite.json")["requests"].toArray();
        QCOMPARE(entries.size(), 24);
        for (const QJsonValue& entry : entries)
            QTest::newRow(qPrintable(entry["name"].toString())) << entry.toObject();
    }
    void theGeneralSuiteComesOut() {
        QFETCH(QJsonObject, entry);
        const QJsonObject all = vectors("sigv4_suite.json");
        const QJsonObject asked = entry["request"].toObject();
        SignedRequest request{.method = textOf(asked["method"]),
                              .path = {},
                              .query = {},
                              .headers = {},
                              .payloadHash = toHex(sha256(textOf(asked["body"])))};
        for (const QChar c : asked["path"].toString())
            request.path += c == '/' ? "/" : http::percentEncoded(QString(c).toStdString());
        const QJsonObject query = asked["query"].toObject();
        for (const QString& name : query.keys())
            request.query.emplace_back(name.toStdString(), textOf(query[name]));
        const QJsonObject headers = asked["headers"].toObject();
        for (const QString& name : headers.keys())
            request.headers.add(name.toStdString(), textOf(headers[name]));
        const SigningScope scope{.region = textOf(all["region"]),
                                 .service = textOf(all["service"]),
                                 .at = momentOf(all["signingDate"].toString())};
        QCOMPARE(authorization(request, scope, credentialsOf(all["credentials"].toObject())),
                 textOf(entry["authorization"]));
    }

    void aSessionTokenIsPartOfALink() {
        S3Credentials temporary = documented;
        temporary.sessionToken = "a/token+";
        SignedRequest link{.method = "GET",
                           .path = "/test.txt",
                           .query = {},
                           .headers = {{"Host", "examplebucket.s3.amazonaws.com"}},
                           .payloadHash = {}};
        const std::string query = presignedQuery(link, documentedScope, temporary, 60);
        QVERIFY(query.find("X-Amz-Security-Token=a%2Ftoken%2B") != std::string::npos);
        QVERIFY(signatureIn(query) != signatureIn(presignedQuery(link, documentedScope, documented, 60)));
    }

    void addressesAreMadeInBothStyles() {
        S3Options options{.endpoint = "https://s3.Example.com:443/",
                          .region = "r",
                          .bucket = "faces",
                          .addressing = S3Addressing::Path,
                          .credentials = documented};
        const auto path = S3Address::create(options);
        QVERIFY(path.has_value());
        QCOMPARE(path->host(), std::string("s3.example.com"));
        QCOMPARE(path->path("a/b c/\xC3\xBC+"), std::string("/faces/a/b%20c/%C3%BC%2B"));
        QCOMPARE(path->url("", "list-type=2"), std::string("https://s3.example.com/faces?list-type=2"));
        options.addressing = S3Addressing::VirtualHost;
        options.endpoint = "http://localhost:9000";
        const auto host = S3Address::create(options);
        QVERIFY(host.has_value());
        QCOMPARE(host->host(), std::string("faces.localhost:9000"));
        QCOMPARE(host->url("a/b", ""), std::string("http://faces.localhost:9000/a/b"));
        QCOMPARE(host->url("", "uploads="), std::string("http://faces.localhost:9000/?uploads="));
    }

    void addressesThatCannotBeMeantAreRefused_data() {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("bucket");
        for (const char* endpoint :
             {"", "s3.example.com", "ftp://s3.example.com", "https://", "https://s3.example.com/path",
              "https://user:word@s3.example.com", "http://s3.example.com", "http://127.0.0.1.example.com",
              "http://127.evil.com", "https://a b"})
            QTest::addRow("endpoint '%s'", endpoint) << QString(endpoint) << "faces";
        for (const char* bucket : {"", "ab", "Faces", "a/b", "-faces", "faces.", "a_b"})
            QTest::addRow("bucket '%s'", bucket) << "https://s3.example.com" << QString(bucket);
    }
    void addressesThatCannotBeMeantAreRefused() {
        QFETCH(QString, endpoint);
        QFETCH(QString, bucket);
        const auto address = S3Address::create({.endpoint = endpoint.toStdString(),
                                                .region = "r",
                                                .bucket = bucket.toStdString(),
                                                .addressing = S3Addressing::Path,
                                                .credentials = documented});
        QVERIFY(!address);
        QVERIFY(address.error().code == ErrorCode::InvalidInput);
        QVERIFY(!address.error().detail.empty());
    }
};

QTEST_GUILESS_MAIN(SigV4Test)
#include "tst_storage_sigv4.moc"
