#include "core/http/server/file_body.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace headroom;
using namespace headroom::http;

class FileBodyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsFollowTheStandard_data() {
        QTest::addColumn<QString>("range");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("length");
        const auto row = [](const char* range, int status, int offset, int length) {
            QTest::newRow(*range ? range : "none")
                << QString::fromLatin1(range) << status << offset << length;
        };
        // A file of 100 bytes; RFC 9110, section 14.1.2
        row("", 200, 0, 100);
        row("bytes=0-0", 206, 0, 1);
        row("bytes=0-99", 206, 0, 100);
        row("bytes=10-", 206, 10, 90);
        row("bytes=-10", 206, 90, 10);
        row("bytes=-1000", 206, 0, 100);
        row("bytes=50-1000", 206, 50, 50);
        row("bytes=99-99", 206, 99, 1);
        row("bytes=100-", 416, 0, 0);
        row("bytes=-0", 416, 0, 0);
        row("bytes=99999999999999999999-", 416, 0, 0);
        row("bytes=5-99999999999999999999", 206, 5, 95);
        row("bytes=20-10", 200, 0, 100);
        row("bytes=a-b", 200, 0, 100);
        row("bytes=-", 200, 0, 100);
        row("bytes=+1-2", 200, 0, 100);
        row("bytes=0-1,5-6", 200, 0, 100);
        row("items=0-1", 200, 0, 100);
    }
    void partsFollowTheStandard() {
        QFETCH(QString, range);
        QFETCH(int, status);
        QFETCH(int, offset);
        QFETCH(int, length);
        Headers headers;
        if (!range.isEmpty()) headers.add("Range", range.toStdString());
        const FilePart part = selectPart(headers, "\"tag\"", 100);
        QCOMPARE(part.status, status);
        QCOMPARE(int(part.offset), offset);
        QCOMPARE(int(part.length), length);
    }

    void emptyFilesHaveNoRanges() {
        QCOMPARE(selectPart({}, "\"t\"", 0).status, 200);
        QCOMPARE(selectPart({{"Range", "bytes=0-"}}, "\"t\"", 0).status, 416);
    }

    void conditionsComeFirst_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("same tag") << "If-None-Match"
                                  << "\"tag\"" << 304;
        QTest::newRow("weak counts as same") << "If-None-Match"
                                             << "W/\"tag\"" << 304;
        QTest::newRow("one of a list") << "If-None-Match"
                                       << "\"a\", \"tag\"" << 304;
        QTest::newRow("any") << "If-None-Match"
                             << "*" << 304;
        QTest::newRow("other tag") << "If-None-Match"
                                   << "\"other\"" << 206;
        QTest::newRow("match") << "If-Match"
                               << "\"tag\"" << 206;
        QTest::newRow("match any") << "If-Match"
                                   << "*" << 206;
        QTest::newRow("no match") << "If-Match"
                                  << "\"x\"" << 412;
        QTest::newRow("weak never matches strongly") << "If-Match"
                                                     << "W/\"tag\"" << 412;
        QTest::newRow("range of the same file") << "If-Range"
                                                << "\"tag\"" << 206;
        QTest::newRow("range of another file") << "If-Range"
                                               << "\"old\"" << 200;
        QTest::newRow("range by date") << "If-Range"
                                       << "Sun, 22 Nov 2026 21:31:13 GMT" << 200;
    }
    void conditionsComeFirst() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, status);
        const Headers headers{{"Range", "bytes=0-1"}, {name.toStdString(), value.toStdString()}};
        QCOMPARE(selectPart(headers, "\"tag\"", 100).status, status);
    }

    void onlyRegularFilesAreOpened() {
        QTemporaryDir directory;
        const std::string path = directory.filePath("a").toStdString();
        std::ofstream(path) << "abc";
        const auto file = FileBody::open(path);
        QVERIFY(file);
        QCOMPARE(file->size, std::uint64_t(3));
        QCOMPARE(FileBody::open(path + "/b").error().code, ErrorCode::NotFound);
        QCOMPARE(FileBody::open(path + "x").error().code, ErrorCode::NotFound);
        QCOMPARE(FileBody::open(directory.path().toStdString()).error().code, ErrorCode::FileAccess);
        std::ofstream(path) << "abcd";
        QVERIFY(FileBody::open(path)->entityTag != file->entityTag);
    }
};

QTEST_GUILESS_MAIN(FileBodyTest)
#include "tst_http_file_body.moc"
