// Photos that go by themselves when their days are over, with the real endpoint.
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"

#include <QDirIterator>
#include <QImage>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using headroom::test::EndpointProcess;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::photoState;
using headroom::test::uploadPhoto;

class EndpointRetentionTest : public QObject, protected headroom::test::PhotographedTeam {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        sqlite_ = QStandardPaths::findExecutable(QStringLiteral("sqlite3"));
        if (sqlite_.isEmpty()) QSKIP("sqlite3 is not installed");
        endpoint_ = std::make_unique<EndpointProcess>();
        endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("owner@northwind.test"));
        endpoint_->start();
        signIn();
        const QString photos = QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/");
        old_ = upload(photos + QStringLiteral("white_house_2013.jpg"));
        photo_ = upload(photos + QStringLiteral("astronaut.jpg"));
        QCOMPARE(photoState(*client_, team_, old_), QStringLiteral("usable"));
        const QString nobody = folder_.filePath(QStringLiteral("nobody.jpg"));
        QImage picture(800, 1000, QImage::Format_RGB32);
        picture.fill(Qt::darkGreen);
        QVERIFY(picture.save(nobody));
        QCOMPARE(photoState(*client_, team_, upload(nobody)), QStringLiteral("refused"));
        QCOMPARE(storedPhotos(), 3);
        QCOMPARE(endpoint_->stop(), 0);
        QProcess sqlite;
        sqlite.start(sqlite_, {endpoint_->dataFolder() + QStringLiteral("/headroom.db"),
                               QStringLiteral("UPDATE photos SET created_at = created_at - 31 * 86400000 "
                                              "WHERE id = '%1'")
                                   .arg(old_)});
        QVERIFY(sqlite.waitForFinished());
        QVERIFY2(sqlite.exitCode() == 0, sqlite.readAllStandardError().constData());
    }

    void withoutALimitEverythingStays() {
        endpoint_->setEnvironment(QStringLiteral("HEADROOM_PHOTO_DAYS"), QStringLiteral("0"));
        endpoint_->start();
        // What was refused goes in any case, after old photos would have gone.
        QTRY_COMPARE_WITH_TIMEOUT(storedPhotos(), 2, patienceMs);
        QCOMPARE(photoState(*client_, team_, old_), QStringLiteral("usable"));
        QCOMPARE(endpoint_->stop(), 0);
    }

    void aPhotoThatIsTooOldGoesWithItsBytes() {
        endpoint_->setEnvironment(QStringLiteral("HEADROOM_PHOTO_DAYS"), QStringLiteral("30"));
        endpoint_->start();
        QTRY_VERIFY_WITH_TIMEOUT(photoState(*client_, team_, old_) != QStringLiteral("usable"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(storedPhotos(), 1, patienceMs);
        QCOMPARE(photoState(*client_, team_, photo_), QStringLiteral("usable"));
        QCOMPARE(client_->get(team_ + QStringLiteral("/photos/") + old_ + QStringLiteral("/content")).status,
                 410);
        QCOMPARE(endpoint_->stop(), 0);
    }

    void whatIsNoNumberOfDaysIsRefused() {
        endpoint_->setEnvironment(QStringLiteral("HEADROOM_PHOTO_DAYS"), QStringLiteral("soon"));
        const auto refused = endpoint_->run({QStringLiteral("serve")});
        QVERIFY(refused.status != 0);
        QVERIFY2(refused.body.contains("HEADROOM_PHOTO_DAYS"), refused.body.constData());
    }

private:
    /// Returns when it has been looked at.
    QString upload(const QString& file) {
        const QString id = uploadPhoto(*client_, team_, file);
        const auto isLookedAt = [&] {
            const QString state = photoState(*client_, team_, id);
            return state == QStringLiteral("usable") || state == QStringLiteral("refused");
        };
        if (!QTest::qWaitFor(isLookedAt, patienceMs)) qWarning("%s was not looked at", qPrintable(file));
        return id;
    }
    int storedPhotos() const {
        int count = 0;
        QDirIterator files(endpoint_->dataFolder() + QStringLiteral("/blobs/photos"), QDir::Files,
                           QDirIterator::Subdirectories);
        for (; files.hasNext(); files.next())
            ++count;
        return count;
    }

    QTemporaryDir folder_;
    QString sqlite_;
    QString old_;
};

QTEST_GUILESS_MAIN(EndpointRetentionTest)
#include "tst_endpoint_retention.moc"
