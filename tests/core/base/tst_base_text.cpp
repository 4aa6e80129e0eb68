#include "core/base/clock.h"
#include "core/base/html.h"
#include "core/base/ids.h"
#include "core/base/text.h"

#include <QTest>

using namespace headroom;

class TextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesAreNormalisedOrRefused_data() {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("ann@example.com") << QByteArray("ann@example.com");
        QTest::newRow("case and blanks")
            << QByteArray("  Ann.Lee@Example.COM ") << QByteArray("ann.lee@example.com");
        QTest::newRow("plus") << QByteArray("a+b@x.test") << QByteArray("a+b@x.test");
        QTest::newRow("header injection") << QByteArray("a@x.test\r\nBcc: b@x.test") << QByteArray();
        QTest::newRow("two signs") << QByteArray("a@b@x.test") << QByteArray();
        QTest::newRow("no domain") << QByteArray("a@") << QByteArray();
        QTest::newRow("no local part") << QByteArray("@x.test") << QByteArray();
        QTest::newRow("dots in a row") << QByteArray("a..b@x.test") << QByteArray();
        QTest::newRow("quoted") << QByteArray("\"a b\"@x.test") << QByteArray();
        QTest::newRow("bare host") << QByteArray("a@intranet") << QByteArray();
        QTest::newRow("long") << QByteArray(250, 'a') + "@x.test" << QByteArray();
    }
    void addressesAreNormalisedOrRefused() {
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, expected);
        const auto email = normalisedEmail(std::string_view(input.constData(), input.size()));
        QCOMPARE(QByteArray::fromStdString(email.value_or("")), expected);
    }

    void malformedUtf8IsNotClean() {
        QVERIFY(isCleanUtf8("Zoë Ångström 李 😀"));
        QVERIFY(!isCleanUtf8("\xc0\xaf"));         // overlong
        QVERIFY(!isCleanUtf8("\xed\xa0\x80"));     // surrogate
        QVERIFY(!isCleanUtf8("\xf4\x90\x80\x80")); // above U+10FFFF
        QVERIFY(!isCleanUtf8("a\nb"));
        QVERIFY(isCleanUtf8("a\nb", "\n"));
        QVERIFY(!isCleanUtf8("\xc2\x85")); // C1 control
        QVERIFY(!isCleanUtf8(std::string_view("a\0b", 3)));
        QCOMPARE(codePointCount("李😀"), std::size_t(2));
    }

    void integersTakeTheWholeText() {
        QCOMPARE(parseInteger("-12").value_or(0), -12);
        QVERIFY(!parseInteger(""));
        QVERIFY(!parseInteger("12x"));
        QVERIFY(!parseInteger(" 12"));
        QVERIFY(!parseInteger("9223372036854775808"));
    }

    void idsAreCanonicalUuids() {
        const TeamId id = TeamId::make();
        QVERIFY(isUuid(id.text()));
        QCOMPARE(id.text()[14], '4');
        QVERIFY(TeamId::parse(id.text()).has_value());
        QVERIFY(!TeamId::parse("").has_value());
        QVERIFY(!TeamId::parse("../../etc/passwd").has_value());
        QVERIFY(TeamId::make() != TeamId::make());
    }

    void momentsPrintInUtc() {
        QCOMPARE(isoText({1700000000123}), std::string("2023-11-14T22:13:20.123Z"));
        QCOMPARE(isoText({-1}), std::string("1969-12-31T23:59:59.999Z"));
        QCOMPARE(httpDate({784111777000}), std::string("Sun, 06 Nov 1994 08:49:37 GMT")); // RFC 9110, 5.6.7
    }

    void whatSomebodyTypedIsNoMarkup() {
        QCOMPARE(escapedHtml("<a href=\"x\" b='y'>&amp;"),
                 std::string("&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;"));
        QCOMPARE(escapedHtml("N\xc3\xb6rd"), std::string("N\xc3\xb6rd"));
    }
};

QTEST_APPLESS_MAIN(TextTest)
#include "tst_base_text.moc"
