#include "core/http/headers.h"
#include "core/http/http_limits.h"
#include "core/http/url.h"

#include <QTest>

using namespace headroom;
using namespace headroom::http;

class UrlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void escapesAreDecodedOrRefused() {
        QCOMPARE(*percentDecoded("a%20b%2B+"), std::string("a b++"));
        QCOMPARE(*percentDecoded("a+b", PlusSign::Blank), std::string("a b"));
        for (const char* bad : {"%", "%2", "%2g", "a%zz"})
            QVERIFY(!percentDecoded(bad));
    }

    void encodingSurvivesTheWayBack() {
        std::string all;
        for (int byte = 0; byte < 256; ++byte)
            all += static_cast<char>(byte);
        QCOMPARE(*percentDecoded(percentEncoded(all)), all);
        QCOMPARE(percentEncoded("a+b@x &=%"), std::string("a%2Bb%40x%20%26%3D%25"));
    }

    void formsKeepOrderAndRepeats() {
        const auto form = Parameters::parse("a=1&b=x+y&a=%26&empty&=v&&");
        QVERIFY(form);
        QCOMPARE(form->size(), std::size_t(5));
        QCOMPARE(std::string(*form->find("a")), std::string("1"));
        QCOMPARE(std::string(*form->find("b")), std::string("x y"));
        QCOMPARE(std::string(*form->find("empty")), std::string());
        QVERIFY(!form->find("c"));
        QCOMPARE(Parameters::parse(form->encoded())->encoded(), form->encoded());
    }

    void formsAreBounded() {
        std::string text;
        for (std::size_t i = 0; i < formParameters; ++i)
            text += "a&";
        QVERIFY(Parameters::parse(text));
        QVERIFY(!Parameters::parse(text + "a"));
        QVERIFY(!Parameters::parse("a=%f"));
    }

    void targetsAreTakenApart() {
        const auto target = parseTarget("/a%2Fb/c?x=1&y=");
        QVERIFY(target);
        QCOMPARE(target->path, std::string("/a%2Fb/c"));
        QCOMPARE(target->segments, (std::vector<std::string>{"a/b", "c"}));
        QCOMPARE(std::string(*target->query.find("x")), std::string("1"));
        QCOMPARE(parseTarget("http://host:1/p?q=2")->path, std::string("/p"));
        QCOMPARE(parseTarget("http://host?q=2")->path, std::string("/"));
        QCOMPARE(parseTarget("*")->path, std::string("*"));
    }

    void treacherousTargetsAreRefused() {
        for (const char* bad : {"", "a", "/../x", "/a/./b", "/%2e%2e/x", "/a%00", "/%", "/a#b", "/?%"})
            QVERIFY2(!parseTarget(bad), bad);
        std::string deep;
        for (std::size_t i = 0; i <= pathSegments; ++i)
            deep += "/a";
        QVERIFY(!parseTarget(deep));
    }

    void headersCompareWithoutCase() {
        Headers headers{{"Content-Type", "a"}, {"X", "1"}};
        headers.add("x", "2");
        QCOMPARE(headers.count("X"), std::size_t(2));
        headers.set("X", "3");
        QCOMPARE(headers.count("x"), std::size_t(1));
        QCOMPARE(std::string(headers.value("CONTENT-TYPE")), std::string("a"));
        QVERIFY(!headers.find("Y"));
        QVERIFY(isToken("X-Name") && !isToken("X Name") && !isToken("") && !isToken("X:"));
        QVERIFY(isFieldValue("a b\té") && !isFieldValue("a\nb") && !isFieldValue(std::string_view("\0", 1)));
    }
};

QTEST_GUILESS_MAIN(UrlTest)
#include "tst_http_url.moc"
