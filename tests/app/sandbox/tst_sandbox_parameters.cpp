#include "app/sandbox/stripe/form_tree.h"
#include "app/sandbox/stripe/parameters.h"

#include <QTest>

using namespace headroom::sandbox;

namespace {

std::string tree(std::string_view form) {
    const auto parsed = parseForm(form);
    return parsed ? parsed->dump() : "refused";
}

} // namespace

class SandboxParametersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bracketsBecomeTrees_data() {
        QTest::addColumn<QByteArray>("form");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("flat") << QByteArray("a=1&b=x+y%26") << QByteArray(R"({"a":"1","b":"x y&"})");
        QTest::newRow("nested") << QByteArray("a[b][c]=1&a[d]=2")
                                << QByteArray(R"({"a":{"b":{"c":"1"},"d":"2"}})");
        QTest::newRow("encoded brackets") << QByteArray("a%5Bb%5D=1") << QByteArray(R"({"a":{"b":"1"}})");
        QTest::newRow("indexed") << QByteArray("a[0][x]=1&a[0][y]=2&a[1][x]=3")
                                 << QByteArray(R"({"a":[{"x":"1","y":"2"},{"x":"3"}]})");
        QTest::newRow("in order of arrival") << QByteArray("e[]=a&e[]=b") << QByteArray(R"({"e":["a","b"]})");
        QTest::newRow("out of order") << QByteArray("e[1]=b&e[0]=a") << QByteArray(R"({"e":["a","b"]})");
        QTest::newRow("top level stays an object") << QByteArray("0=a") << QByteArray(R"({"0":"a"})");
        QTest::newRow("empty") << QByteArray("") << QByteArray("{}");
        for (const char* bad : {"a[=1", "a]=1", "[a]=1", "a[b]c=1", "a=1&a=2", "a=1&a[b]=2", "a[b]=1&a=2",
                                "e[0]=a&e[2]=b", "a=%ff", "a=%zz", "a[b][c][d][e][f][g][h][i]=1"})
            QTest::newRow(bad) << QByteArray(bad) << QByteArray("refused");
    }
    void bracketsBecomeTrees() {
        QFETCH(QByteArray, form);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(tree({form.constData(), std::size_t(form.size())})), expected);
    }

    void shapesTypeWhatTheyAccept() {
        const Shape shape = Shape::object({{"n", Shape::integer(1, 9).required()},
                                           {"on", Shape::boolean()},
                                           {"list", Shape::list(Shape::choice({"a", "b"}), 2)},
                                           {"m", Shape::metadata()}});
        const auto good = shape.check(*parseForm("n=3&on=true&list[]=b&m[0]=x&m[k]="));
        QVERIFY(good);
        QCOMPARE(good->dump(), std::string(R"({"n":3,"on":true,"list":["b"],"m":{"0":"x"}})"));
        const auto param = [&](const char* form) {
            const auto answer = shape.check(*parseForm(form));
            return answer ? std::string("accepted") : answer.error().param;
        };
        QCOMPARE(param("on=true"), std::string("n"));
        QCOMPARE(param("n=0"), std::string("n"));
        QCOMPARE(param("n=10"), std::string("n"));
        QCOMPARE(param("n=1.0"), std::string("n"));
        QCOMPARE(param("n[x]=1"), std::string("n"));
        QCOMPARE(param("n=1&on=yes"), std::string("on"));
        QCOMPARE(param("n=1&list[]=c"), std::string("list[0]"));
        QCOMPARE(param("n=1&list[]=a&list[]=a&list[]=a"), std::string("list"));
        QCOMPARE(param("n=1&list=a"), std::string("list"));
        QCOMPARE(param("n=1&m[a][b]=c"), std::string("m[a]"));
        QCOMPARE(param("n=1&other[x]=1"), std::string("other"));
    }
};

QTEST_GUILESS_MAIN(SandboxParametersTest)
#include "tst_sandbox_parameters.moc"
