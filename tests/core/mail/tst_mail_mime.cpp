#include "core/mail/mail_limits.h"
#include "core/mail/mime.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace headroom;
using namespace headroom::mail;

namespace {

constexpr const char* id = "0f8fad5b-d9cb-469f-a165-70867728950e";
const Sender studio{"studio@example.org", "Headroom"};
const Timestamp date{1'795'383'073'045}; // 22 Nov 2026 21:31:13 UTC

Message good() {
    return {"ada@example.org", "Hello", "Hello\n", "<p>Hello</p>\n"};
}

/// What Python's email package reads from the mail.
QJsonObject readBack(const std::string& text) {
    const QTemporaryDir folder;
    QFile file(folder.filePath("mail.eml"));
    if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
    file.write(QByteArray::fromStdString(text));
    file.close();
    QProcess python;
    python.start("python3",
                 {QString(HEADROOM_SOURCE_DIR) + "/tests/core/mail/read_mail.py", file.fileName()});
    if (!python.waitForFinished() || python.exitCode() != 0)
        qFatal("python3: %s", python.readAllStandardError().constData());
    return QJsonDocument::fromJson(python.readAllStandardOutput()).object();
}

bool pythonExists() {
    return !QStandardPaths::findExecutable("python3").isEmpty();
}

} // namespace

class MimeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anotherProgramReadsWhatWasWritten_data() {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("senderName");
        QTest::newRow("plain") << "482913 is your Headroom code"
                               << "Hello\n"
                               << "Headroom";
        QTest::newRow("accents") << "Zoë lädt dich ein"
                                 << "Grüße – schön\n"
                                 << "Büro für Köpfe";
        QTest::newRow("long and wide") << QString("李小龍 invites 🎬 ").repeated(12).trimmed()
                                       << QString("李小龍🎬 ").repeated(100) + "\nend\n"
                                       << QString("Ж").repeated(19);
        QTest::newRow("ascii, long") << QString("a very long subject ").repeated(10).trimmed()
                                     << QString("x").repeated(5000) + "\n"
                                     << QString("Long Name ").repeated(3).trimmed();
        QTest::newRow("looks encoded") << "=?UTF-8?B?aGFjaw==?="
                                       << "=3D is = and =_headroom_\n"
                                       << "=?UTF-8?Q?x?=";
        QTest::newRow("blanks at line ends") << "Blanks"
                                             << "one \ntwo\t\n \n\n.dot\nFrom here\nlast "
                                             << "";
        QTest::newRow("quotes in the name") << "Quotes"
                                            << "Hello\n"
                                            << "Ada \"Countess\" \\ L, <x@y.z>";
    }
    void anotherProgramReadsWhatWasWritten() {
        if (!pythonExists()) QSKIP("python3 is not installed");
        QFETCH(QString, subject);
        QFETCH(QString, text);
        QFETCH(QString, senderName);
        Message message = good();
        message.subject = subject.toStdString();
        message.text = text.toStdString();
        message.html = ("<p>" + text + "</p>\n").toStdString();
        const auto mail = mimeText(message, {"studio@example.org", senderName.toStdString()}, date, id);
        QVERIFY(mail.has_value());
        const QJsonObject read = readBack(*mail);
        QCOMPARE(read["defects"].toArray(), QJsonArray());
        QCOMPARE(read["headers"]["subject"].toString(), subject);
        QCOMPARE(read["from_name"].toString(), senderName);
        QCOMPARE(read["from_address"].toString(), QString("studio@example.org"));
        QCOMPARE(read["to"].toArray(), QJsonArray({"ada@example.org"}));
        QCOMPARE(read["date"].toString(), QString("2026-11-22T21:31:13+00:00"));
        QCOMPARE(read["headers"]["message-id"].toString(), QString("<%1@example.org>").arg(id));
        QCOMPARE(read["type"].toString(), QString("multipart/alternative"));
        QCOMPARE(read["types"].toArray(), QJsonArray({"text/plain", "text/html"}));
        // The line end before a boundary belongs to the boundary, so ours comes back as it was.
        QCOMPARE(read["bodies"][0].toString(), text);
        QCOMPARE(read["bodies"][1].toString(), "<p>" + text + "</p>\n");
        QVERIFY(read["longest_line"].toInt() <= 78);
        QCOMPARE(read["bare_line_ends"].toInt(), 0);
    }

    void allLineEndsBecomeOneKind() {
        QCOMPARE(QByteArray::fromStdString(quotedPrintable("a\nb\r\nc\rd")), QByteArray("a\r\nb\r\nc\r\nd"));
    }

    void aMailThatCouldSmuggleIsRefused_data() {
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("header in the subject")
            << QByteArray("a@example.org") << QByteArray("x\r\nBcc: b@example.org") << QByteArray("x");
        QTest::newRow("bare line feed")
            << QByteArray("a@example.org") << QByteArray("x\nBcc: b") << QByteArray("x");
        QTest::newRow("nul") << QByteArray("a@example.org") << QByteArray("x\0y", 3) << QByteArray("x");
        QTest::newRow("command in the address")
            << QByteArray("a@example.org>\r\nRCPT TO:<b@example.org") << QByteArray("x") << QByteArray("x");
        QTest::newRow("two addresses")
            << QByteArray("a@example.org, b@example.org") << QByteArray("x") << QByteArray("x");
        QTest::newRow("brackets") << QByteArray("<a@example.org>") << QByteArray("x") << QByteArray("x");
        QTest::newRow("no address") << QByteArray("") << QByteArray("x") << QByteArray("x");
        QTest::newRow("no subject") << QByteArray("a@example.org") << QByteArray(" ") << QByteArray("x");
        QTest::newRow("no text") << QByteArray("a@example.org") << QByteArray("x") << QByteArray("");
        QTest::newRow("control in the text")
            << QByteArray("a@example.org") << QByteArray("x") << QByteArray("\x1b[2J");
        QTest::newRow("not utf-8") << QByteArray("a@example.org") << QByteArray("x\xff") << QByteArray("x");
        QTest::newRow("subject too long")
            << QByteArray("a@example.org") << QByteArray(subjectMaxBytes + 1, 'x') << QByteArray("x");
        QTest::newRow("text too large")
            << QByteArray("a@example.org") << QByteArray("x") << QByteArray(bodyMaxBytes + 1, 'x');
    }
    void aMailThatCouldSmuggleIsRefused() {
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, subject);
        QFETCH(QByteArray, text);
        const auto mail =
            mimeText({to.toStdString(), subject.toStdString(), text.toStdString(), "x"}, studio, date, id);
        QVERIFY(!mail);
        QVERIFY(mail.error().code == ErrorCode::InvalidInput);
    }

    void aSenderThatCouldSmuggleIsRefused() {
        QVERIFY(mimeText(good(), studio, date, id).has_value());
        QVERIFY(!mimeText(good(), {"x@example.org", "A\r\nBcc: b@example.org"}, date, id));
        QVERIFY(!mimeText(good(), {"x@example.org", std::string(senderNameMaxBytes + 1, 'x')}, date, id));
        QVERIFY(!mimeText(good(), {"x@example.org>\r\n", "A"}, date, id));
        QVERIFY(!mimeText(good(), studio, date, "x@y>\r\n"));
    }
};

QTEST_APPLESS_MAIN(MimeTest)
#include "tst_mail_mime.moc"
