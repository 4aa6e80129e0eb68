#include "core/mail/folder_mailer.h"
#include "core/mail/mail_limits.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace headroom;
using namespace headroom::mail;

namespace {

class StandingClock final : public Clock {
public:
    Timestamp now() const override { return {ms}; }
    std::atomic<std::int64_t> ms{1'700'000'000'000};
};

const Sender studio{"studio@example.org", "Headroom"};

Message numbered(int number) {
    return {"ada@example.org", "Mail " + std::to_string(number), "Hello\n", "<p>Hello</p>"};
}

QStringList files(const QString& folder) {
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace

class FolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachMessageIsAFileThatOnlyItsOwnerReads() {
        const QTemporaryDir temporary;
        const StandingClock clock;
        const QString folder = temporary.filePath("a/mail");
        const auto mailer = FolderMailer::create(folder.toStdString(), studio, clock);
        QVERIFY(mailer.has_value());
        QVERIFY((*mailer)->send(numbered(1)).has_value());
        QVERIFY((*mailer)->send(numbered(2)).has_value());
        QCOMPARE(files(folder).size(), 2);
        for (const QString& name : files(folder)) {
            QVERIFY(name.startsWith("01700000000000-"));
            QVERIFY(name.endsWith(".eml"));
            QFile file(folder + "/" + name);
            QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().contains("Subject: Mail "));
        }
        QCOMPARE(QFileInfo(folder).permissions() & QFile::ReadOther, QFile::Permissions());
    }

    void aRefusedMessageLeavesNoFile() {
        const QTemporaryDir folder;
        const StandingClock clock;
        const auto mailer = FolderMailer::create(folder.path().toStdString(), studio, clock);
        Message message = numbered(1);
        message.subject = "x\r\nBcc: b@example.org";
        QVERIFY((*mailer)->send(message).error().code == ErrorCode::InvalidInput);
        QVERIFY(files(folder.path()).isEmpty());
    }

    void manyAtOnceAreAllWritten() {
        const QTemporaryDir folder;
        const StandingClock clock;
        const auto mailer = FolderMailer::create(folder.path().toStdString(), studio, clock);
        std::vector<std::thread> threads;
        std::atomic<int> sent = 0;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                for (int j = 0; j < 5; ++j)
                    if ((*mailer)->send(numbered(i * 5 + j))) ++sent;
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(sent.load(), 40);
        QCOMPARE(files(folder.path()).size(), 40);
    }

    void theOldestGoWhenThereAreTooMany() {
        const QTemporaryDir folder;
        StandingClock clock;
        const auto mailer = FolderMailer::create(folder.path().toStdString(), studio, clock);
        for (std::size_t i = 0; i < folderMessagesMax; ++i) {
            QFile old(folder.filePath(QString("%1-old.eml").arg(i, 14, 10, QChar('0'))));
            QVERIFY(old.open(QIODevice::WriteOnly));
        }
        QFile other(folder.filePath("notes.txt"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        QVERIFY((*mailer)->send(numbered(1)).has_value());
        const QStringList left = files(folder.path());
        QCOMPARE(left.size(), int(folderMessagesMax) + 1);
        QVERIFY(left.contains("notes.txt"));
        QVERIFY(!left.contains("00000000000000-old.eml"));
        QVERIFY(left.contains("00000000000001-old.eml"));
    }

    void aFolderThatCannotBeMadeIsAnError() {
        const QTemporaryDir folder;
        const StandingClock clock;
        QFile file(folder.filePath("taken"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto mailer = FolderMailer::create(folder.filePath("taken/mail").toStdString(), studio, clock);
        QVERIFY(mailer.error().code == ErrorCode::FileAccess);
        const auto nobody = FolderMailer::create(folder.path().toStdString(), {"", ""}, clock);
        QVERIFY(nobody.error().code == ErrorCode::InvalidInput);
    }

    void aFolderThatVanishedIsAnErrorEachTime() {
        const QTemporaryDir folder;
        const StandingClock clock;
        const auto mailer = FolderMailer::create(folder.filePath("mail").toStdString(), studio, clock);
        QVERIFY(QDir(folder.filePath("mail")).removeRecursively());
        QVERIFY((*mailer)->send(numbered(1)).error().code == ErrorCode::FileAccess);
    }
};

QTEST_APPLESS_MAIN(FolderTest)
#include "tst_mail_folder.moc"
