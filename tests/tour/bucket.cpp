#include "tests/tour/bucket.h"

#include "tests/support/endpoint_process.h"
#include "tests/tour/expectation.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

namespace headroom::tour {

namespace {

using test::HttpAnswer;
using test::HttpClient;
using Headers = QMap<QByteArray, QByteArray>;

/// More than a tour makes: its listings have one page.
constexpr int pageMax = 500;

HttpAnswer checked(HttpAnswer answer, const QString& what) {
    expect(answer.status >= 200 && answer.status < 300, what,
           QStringLiteral("%1 %2").arg(answer.status).arg(QString::fromUtf8(answer.body)));
    return answer;
}

QList<Bucket::Object> objectsIn(const QJsonArray& rows, const char* key, const char* bytes) {
    expect(rows.size() < pageMax, QStringLiteral("fewer objects than fit on a page"));
    QList<Bucket::Object> found;
    for (const QJsonValue& row : rows)
        found << Bucket::Object{row[QLatin1String(key)].toString(), row[QLatin1String(bytes)].toInteger()};
    return found;
}

/// By OpenStack's object storage protocol, with the login that tests/support/swift sets up.
class SwiftBucket final : public Bucket {
public:
    SwiftBucket(const QUrl& server, const QString& name)
        : client_(server) {
        const HttpAnswer login =
            checked(client_.send("GET", QStringLiteral("/auth/v1.0"), {},
                                 {{"X-Auth-User", "test:tester"}, {"X-Auth-Key", "testing"}}),
                    QStringLiteral("a login at the S3 server"));
        token_ = login.headers.value("x-auth-token");
        path_ =
            QUrl(QString::fromLatin1(login.headers.value("x-storage-url"))).path() + QLatin1Char('/') + name;
        checked(client_.send("PUT", path_, {}, headers()), QStringLiteral("a bucket"));
    }

    QList<Object> list() override {
        const HttpAnswer page = checked(
            client_.send("GET", path_ + QStringLiteral("?format=json&limit=%1").arg(pageMax), {}, headers()),
            QStringLiteral("a listing of the bucket"));
        return objectsIn(QJsonDocument::fromJson(page.body).array(), "name", "bytes");
    }

    QByteArray read(const QString& key) override {
        return checked(client_.send("GET", path_ + QLatin1Char('/') + key, {}, headers()), key).body;
    }

private:
    Headers headers() const { return {{"X-Auth-Token", token_}}; }

    HttpClient client_;
    QByteArray token_;
    QString path_;
};

class CloudinaryBucket final : public Bucket {
public:
    explicit CloudinaryBucket(const QUrl& sandbox)
        : client_(sandbox) {}

    QList<Object> list() override {
        const Headers headers{{"Authorization", "Basic " + (key_ + ':' + secret_).toBase64()}};
        const QString path = base_ + QStringLiteral("/resources/raw/authenticated?max_results=%1");
        const HttpAnswer page = checked(client_.send("GET", path.arg(pageMax), {}, headers),
                                        QStringLiteral("a listing of Cloudinary"));
        return objectsIn(page.json().value(QStringLiteral("resources")).toArray(), "public_id", "bytes");
    }

    /// By a link that is signed as Cloudinary describes: the parameters in their order, and the secret.
    QByteArray read(const QString& key) override {
        const QString signedPart = QStringLiteral("public_id=%1&timestamp=%2&type=authenticated")
                                       .arg(key)
                                       .arg(QDateTime::currentSecsSinceEpoch());
        const QByteArray signature =
            QCryptographicHash::hash(signedPart.toUtf8() + secret_, QCryptographicHash::Sha1).toHex();
        return checked(client_.get(base_ + QStringLiteral("/raw/download?%1&api_key=%2&signature=%3")
                                               .arg(signedPart, QString::fromLatin1(key_),
                                                    QString::fromLatin1(signature))),
                       key)
            .body;
    }

private:
    const QString base_ = QStringLiteral("/cloudinary/v1_1/sandbox");
    const QByteArray key_ = "sandbox";
    const QByteArray secret_ = "sandbox-secret";
    HttpClient client_;
};

class VercelBlobBucket final : public Bucket {
public:
    explicit VercelBlobBucket(const QUrl& sandbox)
        : client_(sandbox) {
        client_.setToken(QStringLiteral("vercel_blob_rw_sandbox_secret"));
    }

    QList<Object> list() override {
        const Headers headers{{"x-api-version", "12"},
                              {"x-vercel-blob-store-id", "sandbox"},
                              {"x-api-blob-request-id", "sandbox:1:1"},
                              {"x-api-blob-request-attempt", "0"}};
        const HttpAnswer page = checked(
            client_.send("GET", QStringLiteral("/vercel-blob/api?limit=%1").arg(pageMax), {}, headers),
            QStringLiteral("a listing of Vercel Blob"));
        return objectsIn(page.json().value(QStringLiteral("blobs")).toArray(), "pathname", "size");
    }

    QByteArray read(const QString& key) override {
        return checked(client_.get(QStringLiteral("/vercel-blob/content/") + key), key).body;
    }

private:
    HttpClient client_;
};

class DiskBucket final : public Bucket {
public:
    explicit DiskBucket(QString folder)
        : folder_(std::move(folder)) {}

    QList<Object> list() override {
        QDirIterator walk(folder_, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString path = walk.next().mid(folder_.size() + 1);
            QStringList segments = path.split(QLatin1Char('/'));
            // Those with a '_' only keep folders small.
            segments.removeIf([](const QString& segment) { return segment.startsWith(QLatin1Char('_')); });
            paths_.insert(segments.join(QLatin1Char('/')), path);
        }
        QList<Object> found;
        for (auto path = paths_.cbegin(); path != paths_.cend(); ++path)
            found << Object{path.key(), QFileInfo(folder_ + QLatin1Char('/') + path.value()).size()};
        return found;
    }

    QByteArray read(const QString& key) override {
        QFile file(folder_ + QLatin1Char('/') + paths_.value(key));
        expect(file.open(QIODevice::ReadOnly), key, file.errorString());
        return file.readAll();
    }

private:
    QString folder_;
    QMap<QString, QString> paths_;
};

} // namespace

std::unique_ptr<Bucket> diskBucket(const QString& folder) {
    return std::make_unique<DiskBucket>(folder);
}

std::unique_ptr<Bucket> swiftBucket(const QUrl& server, const QString& name) {
    return std::make_unique<SwiftBucket>(server, name);
}

std::unique_ptr<Bucket> cloudinaryBucket(const QUrl& sandbox) {
    return std::make_unique<CloudinaryBucket>(sandbox);
}

std::unique_ptr<Bucket> vercelBlobBucket(const QUrl& sandbox) {
    return std::make_unique<VercelBlobBucket>(sandbox);
}

} // namespace headroom::tour
