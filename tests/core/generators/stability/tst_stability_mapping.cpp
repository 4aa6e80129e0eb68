#include "core/generators/stability/stability_mapping.h"
#include "core/studio/styles.h"

#include <QTest>

#include <algorithm>

using namespace headroom;
using namespace headroom::generators::stability;

namespace {

/// moc does not understand raw strings with quotes in them.
std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

} // namespace

class MappingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBuiltInOneKnowsOnlyStylesThatThereAre() {
        const auto mapping = StabilityMapping::builtIn();
        QVERIFY2(mapping.has_value(), mapping ? "" : mapping.error().detail.c_str());
        for (const std::string& style : mapping->styles())
            QVERIFY2(studio::findStyle(style) != nullptr, style.c_str());
        QVERIFY(mapping->styles().size() >= 10);
        // A picture without colours is nothing that a new background makes.
        QVERIFY(mapping->find("monochrome") == nullptr);
        QVERIFY(mapping->find("clean-white")->operation == Operation::CutOut);
        QVERIFY(mapping->find("charcoal")->lights.size() > 1);
        QVERIFY(mapping->prices().relightMicros > 0);
    }

    void whatStylesShareIsSaidOnce() {
        const auto mapping = StabilityMapping::parse(
            quoted("{'common':{'negative':'text','lights':['none']},'styles':{'a':{'background':'x'},"
                   "'b':{'background':'y','negative':'logo','lights':['left','below']}}}"));
        QVERIFY2(mapping.has_value(), mapping ? "" : mapping.error().detail.c_str());
        QCOMPARE(mapping->find("a")->negativePrompt, std::string("text"));
        QCOMPARE(mapping->find("b")->negativePrompt, std::string("logo"));
        QVERIFY(mapping->find("b")->lights == std::vector({LightSide::Left, LightSide::Below}));
        QVERIFY(mapping->find("c") == nullptr);
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("place");
        const std::tuple<const char*, const char*, const char*> rows[] = {
            {"not json", "hello", "the file"},
            {"no styles", "{}", "styles"},
            {"unknown member", "{'stiles':{}}", "stiles"},
            {"no background", "{'styles':{'a':{}}}", "styles.a"},
            {"share beyond one", "{'styles':{'a':{'background':'x','preserve_subject':1.5}}}",
             "preserve_subject"},
            {"another language", "{'styles':{'a':{'background':'B\xc3\xbcro'}}}", "styles.a.background"},
            {"unknown side", "{'styles':{'a':{'background':'x','lights':['behind']}}}", "lights"},
            {"unknown operation", "{'styles':{'a':{'operation':'paint'}}}", "operation"},
            {"negative price", "{'price':{'relight':-1},'styles':{'a':{'background':'x'}}}", "price.relight"},
            {"huge photo", "{'photo_edge':9000,'styles':{'a':{'background':'x'}}}", "photo_edge"},
        };
        for (const auto& [name, file, place] : rows)
            QTest::newRow(name) << QByteArray::fromStdString(quoted(file)) << place;
    }
    void mistakesAreNamed() {
        QFETCH(QByteArray, file);
        QFETCH(QString, place);
        const auto mapping = StabilityMapping::parse(file.toStdString());
        QVERIFY(!mapping);
        QCOMPARE(mapping.error().code, ErrorCode::InvalidInput);
        QVERIFY2(QString::fromStdString(mapping.error().detail).contains(place),
                 mapping.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(MappingTest)
#include "tst_stability_mapping.moc"
