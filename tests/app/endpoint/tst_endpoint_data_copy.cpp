// Copies of people's data over the real endpoint: from a photo to a file that another program unpacks, with
// an endpoint that is killed while it prepares them.
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/sandbox_process.h"
#include "tests/support/unzipped.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTest>
#include <QUuid>

using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::photoState;
using headroom::test::SandboxProcess;
using headroom::test::unzipped;
using headroom::test::uploadPhoto;

namespace {

const QString photoFile = QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/white_house_2013.jpg");

QByteArray sha256Of(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

int filesBelow(const QString& folder) {
    int count = 0;
    for (QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         walk.hasNext();) {
        walk.next();
        ++count;
    }
    return count;
}

} // namespace

class EndpointDataCopyTest : public QObject, protected headroom::test::PhotographedTeam {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        endpoint_ = std::make_unique<EndpointProcess>(sandbox_.endpointEnvironment());
        QVERIFY(sandbox_.start(endpoint_->address()));
        endpoint_->createTeam(QStringLiteral("Füße & Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        signIn();
        const HttpAnswer paid = headroom::test::buyStarter(*client_, teamId_);
        QVERIFY2(paid.status == 303, paid.body.constData());
        QTRY_COMPARE_WITH_TIMEOUT(credits("pool"), 50, patienceMs);
        photo_ = uploadPhoto(*client_, team_, photoFile);
        QTRY_COMPARE_WITH_TIMEOUT(photoState(*client_, team_, photo_), QStringLiteral("usable"), patienceMs);
        headshot_ = generate(QStringLiteral("studio-grey"));
        QCOMPARE(ended(headshot_).value(QStringLiteral("state")).toString(), QStringLiteral("completed"));
        member_ = invited(QStringLiteral("member@northwind.test"), QStringLiteral("member"));
        admin_ = invited(QStringLiteral("admin@northwind.test"), QStringLiteral("admin"));
    }

    void cleanupTestCase() {
        QCOMPARE(endpoint_->stop(), 0);
        QVERIFY2(!endpoint_->log().contains("@northwind.test"), "an address stands in the log");
    }

    void onesOwnCopyHoldsTheBytesThatTheEndpointServes() {
        const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
        const HttpAnswer asked = ask(*client_, QStringLiteral("own"), key);
        QVERIFY2(asked.status == 202, asked.body.constData());
        const QString id = idOf(asked);
        QCOMPARE(idOf(ask(*client_, QStringLiteral("own"), key)), id); // a repeat is the same
        const QJsonObject ready = ended(*client_, id, "ready");
        QCOMPARE(ready.value(QStringLiteral("scope")).toString(), QStringLiteral("own"));
        const HttpAnswer content = client_->get(contentOf(id));
        QCOMPARE(content.status, 200);
        QCOMPARE(content.headers.value("content-type"), QByteArray("application/zip"));
        QVERIFY(content.headers.value("content-disposition")
                    .startsWith("attachment; filename=\"headroom-own-data-"));
        QCOMPARE(content.headers.value("cache-control"), QByteArray("private, no-store"));
        QCOMPARE(content.headers.value("etag"), '"' + sha256Of(content.body) + '"');
        QCOMPARE(content.body.size(), ready.value(QStringLiteral("size_bytes")).toInteger());
        const HttpAnswer part = client_->send("GET", contentOf(id), {}, {{"Range", "bytes=100-199"}});
        QCOMPARE(part.status, 206);
        QCOMPARE(part.body, content.body.mid(100, 100));

        const auto files = opened(content.body);
        const QByteArray headshot =
            client_->get(team_ + QStringLiteral("/headshots/%1/content").arg(headshot_)).body;
        const QByteArray photo = client_->get(team_ + QStringLiteral("/photos/%1/content").arg(photo_)).body;
        QVERIFY(!headshot.isEmpty() && !photo.isEmpty());
        QCOMPARE(files.value(QStringLiteral("headshots/owner-studio-grey-1.jpg")), headshot);
        QVERIFY(files.values().contains(photo));
        const QJsonObject data = dataOf(files);
        QCOMPARE(data.value(QStringLiteral("account")).toObject().value(QStringLiteral("address")).toString(),
                 QStringLiteral("owner@northwind.test"));
        QVERIFY(files.value(QStringLiteral("README.txt")).contains("Füße & Northwind"));
        // Nothing that opens a door.
        for (const QByteArray& bytes : files) {
            QVERIFY(!bytes.contains(client_->token().toLatin1()));
            QVERIFY(!bytes.contains(sha256Of(client_->token().toLatin1())));
        }
        // The mail says where it is and how long.
        QTRY_VERIFY_WITH_TIMEOUT(mailWith("Subject: The copy of your data is ready"), patienceMs);
    }

    void ownersAloneHaveACopyOfTheTeam() {
        QCOMPARE(ask(*member_, QStringLiteral("team")).status, 403);
        QCOMPARE(ask(*admin_, QStringLiteral("team")).status, 403);
        QCOMPARE(ask(*client_, QStringLiteral("everything")).status, 400);
        const HttpAnswer asked = ask(*client_, QStringLiteral("team"));
        QCOMPARE(asked.status, 202);
        ended(*client_, idOf(asked), "ready");
        const auto files = opened(client_->get(contentOf(idOf(asked))).body);
        const QJsonObject data = dataOf(files);
        QCOMPARE(data.value(QStringLiteral("members")).toArray().size(), 3);
        QCOMPARE(data.value(QStringLiteral("headshots")).toArray().size(), 1);
        QVERIFY(files.value(QStringLiteral("ledger.csv")).contains("purchase,50,purchased"));
        QVERIFY(files.value(QStringLiteral("payments.csv")).contains("29.00,usd,paid"));
    }

    void toAnybodyElseItDoesNotExist() {
        const HttpAnswer asked = ask(*member_, QStringLiteral("own"));
        const QString id = idOf(asked);
        ended(*member_, id, "ready");
        for (HttpClient* other : {client_.get(), admin_.get()}) {
            QCOMPARE(other->get(contentOf(id)).status, 404);
            QCOMPARE(other->command("DELETE", copies() + QLatin1Char('/') + id, {}).status, 404);
            QVERIFY(stateOf(*other, id).isEmpty());
        }
        HttpClient stranger(endpoint_->address());
        QCOMPARE(stranger.get(contentOf(id)).status, 401);
        QCOMPARE(member_->get(contentOf(id)).status, 200);
        // Removed by who asked, it is gone with its bytes.
        const int before = storedCopies();
        QCOMPARE(member_->command("DELETE", copies() + QLatin1Char('/') + id, {}).status, 200);
        QCOMPARE(member_->get(contentOf(id)).status, 404);
        QTRY_COMPARE_WITH_TIMEOUT(storedCopies(), before - 1, patienceMs);
        // Three a day, removed ones too.
        for (int i = 0; i < 2; ++i)
            ended(*member_, idOf(ask(*member_, QStringLiteral("own"))), "ready");
        const HttpAnswer fourth = ask(*member_, QStringLiteral("own"));
        QCOMPARE(fourth.status, 429);
        QCOMPARE(fourth.code(), QStringLiteral("rate_limited"));
    }

    void killedWhileItPreparesItBeginsAnewAndLeavesNothing() {
        const QString sqlite = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite.isEmpty()) QSKIP("sqlite3 is not installed");
        for (int i = 0; i < 12; ++i) // so that preparing takes a while
            uploadPhoto(*admin_, team_, photoFile);
        const int before = storedCopies();
        int interrupted = 0;
        for (const int pauseMs : {0, 10, 40}) {
            const QString id = idOf(ask(*admin_, QStringLiteral("own")));
            QVERIFY(!id.isEmpty());
            QThread::msleep(pauseMs);
            endpoint_->kill();
            QProcess asked;
            asked.start(sqlite, {endpoint_->dataFolder() + QStringLiteral("/headroom.db"),
                                 QStringLiteral("SELECT state FROM data_copies WHERE id = '%1'").arg(id)});
            QVERIFY(asked.waitForFinished());
            if (asked.readAllStandardOutput().trimmed() == "preparing") ++interrupted;
            endpoint_->start();
            ended(*admin_, id, "ready");
            QCOMPARE(opened(admin_->get(contentOf(id)).body).keys().filter(QStringLiteral("photos/")).size(),
                     12);
            QCOMPARE(storedCopies(), before + 1);
            QTRY_COMPARE_WITH_TIMEOUT(filesBelow(endpoint_->dataFolder() + QStringLiteral("/data-copies")), 0,
                                      patienceMs);
            QCOMPARE(admin_->command("DELETE", copies() + QLatin1Char('/') + id, {}).status, 200);
            QTRY_COMPARE_WITH_TIMEOUT(storedCopies(), before, patienceMs);
        }
        QVERIFY(interrupted > 0);
    }

    void whoLeavesTakesTheirCopiesAlong() {
        QVERIFY(storedCopies() >= 3); // the owner's two and the member's
        QString member;
        for (const QJsonValue& row : client_->get(team_ + QStringLiteral("/members"))
                                         .json()
                                         .value(QStringLiteral("members"))
                                         .toArray())
            if (row.toObject().value(QStringLiteral("email")).toString() ==
                QStringLiteral("member@northwind.test"))
                member = row.toObject().value(QStringLiteral("id")).toString();
        QCOMPARE(client_->command("DELETE", team_ + QStringLiteral("/members/") + member, {}).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(storedCopies(), 2, patienceMs);
    }

private:
    std::unique_ptr<HttpClient> invited(const QString& email, const QString& role) {
        const QJsonObject line{{QStringLiteral("email"), email}, {QStringLiteral("role"), role}};
        client_->command("POST", team_ + QStringLiteral("/members"),
                         {{QStringLiteral("invitations"), QJsonArray{line}}});
        auto client = std::make_unique<HttpClient>(endpoint_->address());
        client->setToken(endpoint_->signIn(email).value(QStringLiteral("token")).toString());
        return client;
    }
    QString copies() const { return team_ + QStringLiteral("/data-copies"); }
    QString contentOf(const QString& id) const { return copies() + QStringLiteral("/%1/content").arg(id); }
    HttpAnswer ask(HttpClient& client, const QString& scope, const QString& key = {}) {
        return client.command("POST", copies(), {{QStringLiteral("scope"), scope}}, key);
    }
    static QString idOf(const HttpAnswer& answer) {
        return answer.json().value(QStringLiteral("copy")).toObject().value(QStringLiteral("id")).toString();
    }
    QJsonObject stateOf(HttpClient& client, const QString& id) {
        for (const QJsonValue& row : client.get(copies()).json().value(QStringLiteral("copies")).toArray())
            if (row.toObject().value(QStringLiteral("id")).toString() == id) return row.toObject();
        return {};
    }
    using PhotographedTeam::ended;
    QJsonObject ended(HttpClient& client, const QString& id, const char* state) {
        const auto is = [&] {
            return stateOf(client, id).value(QStringLiteral("state")).toString() == QLatin1String(state);
        };
        if (!QTest::qWaitFor(is, patienceMs)) qWarning("%s", endpoint_->log().right(6000).constData());
        return stateOf(client, id);
    }
    static QMap<QString, QByteArray> opened(const QByteArray& bytes) {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("copy.zip")));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
        file.close();
        return unzipped(file.fileName());
    }
    static QJsonObject dataOf(const QMap<QString, QByteArray>& files) {
        return QJsonDocument::fromJson(files.value(QStringLiteral("data.json"))).object();
    }
    int storedCopies() const {
        return filesBelow(endpoint_->dataFolder() + QStringLiteral("/blobs/data-copies"));
    }
    bool mailWith(const QByteArray& words) const {
        for (QDirIterator walk(endpoint_->dataFolder() + QStringLiteral("/mail"), {QStringLiteral("*.eml")});
             walk.hasNext();) {
            QFile mail(walk.next());
            if (mail.open(QIODevice::ReadOnly) && mail.readAll().contains(words)) return true;
        }
        return false;
    }

    SandboxProcess sandbox_;
    QString headshot_;
    std::unique_ptr<HttpClient> member_;
    std::unique_ptr<HttpClient> admin_;
};

QTEST_GUILESS_MAIN(EndpointDataCopyTest)
#include "tst_endpoint_data_copy.moc"
