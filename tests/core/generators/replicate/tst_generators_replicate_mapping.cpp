#include "core/generators/replicate/failure_words.h"
#include "core/generators/replicate/ready_mappings.h"
#include "core/generators/replicate/replicate_objects.h"
#include "core/generators/replicate/schema_check.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace headroom;
using namespace headroom::generators;
using namespace headroom::generators::replicate;
using hosted::Problem;
using nlohmann::json;

namespace {

/// The schemas that the stand-in serves, as Replicate would.
json schemaOf(const std::string& model) {
    std::ifstream file(HEADROOM_SOURCE_DIR "/app/sandbox/replicate/models.json");
    const json models = json::parse(file);
    return {{"components", {{"schemas", models[model]["schemas"]}}}};
}

const std::map<std::string, std::string, std::less<>> prompts{{"a", "words of a"}, {"b", "words of b"}};

json good() {
    return {{"model", "google/nano-banana-pro"},
            {"photos", {{"list", "image_input"}, {"most", 3}}},
            {"input", {{"prompt", "A headshot: {style}. {style}!"}, {"aspect_ratio", "4:5"}}},
            {"price", {{"per_output", 0.15}}}};
}

std::string complaint(const json& mapping) {
    const auto parsed = StyleMapping::parse("own.json", mapping.dump(), prompts);
    if (!parsed) return parsed.error().detail;
    const auto checked = checkAgainstSchema(*parsed, schemaOf("google/nano-banana-pro"));
    return checked ? std::string() : checked.error().detail;
}

} // namespace

class ReplicateMappingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyReadyMappingFitsItsModel_data() {
        QTest::addColumn<QString>("name");
        for (const std::string& name : readyMappings())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void everyReadyMappingFitsItsModel() {
        QFETCH(QString, name);
        const auto mapping = readyMapping(name.toStdString());
        QVERIFY2(mapping, mapping ? "" : mapping.error().detail.c_str());
        const auto checked = checkAgainstSchema(*mapping, schemaOf(mapping->model()));
        QVERIFY2(checked, checked ? "" : checked.error().detail.c_str());
        QVERIFY(mapping->knowsStyle("studio-grey"));
        QVERIFY(mapping->price().expectedMicros() > 0);
    }

    void aModelThatIsNotThereIsSaidWithThoseThatAre() {
        const auto none = readyMapping("dall-e");
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QVERIFY(none.error().detail.find("nano-banana-pro") != std::string::npos);
        QVERIFY(!readyMapping("style_prompts"));
    }

    void inputsHavePhotosWordsAndSeedWhereTheModelWantsThem() {
        const auto list = *StyleMapping::parse("own.json", good().dump(), prompts);
        QCOMPARE(list.photosFor(7), std::size_t(3));
        const json input = list.inputFor("b", {"u1", "u2"}, 7);
        QVERIFY(input == json({{"prompt", "A headshot: words of b. words of b!"},
                               {"aspect_ratio", "4:5"},
                               {"image_input", {"u1", "u2"}}}));
        json fields = good();
        fields["photos"] = {{"fields", {"main", "second"}}};
        fields["seed"] = "seed";
        fields["styles"] = {{"b", {{"words", "own words"}, {"input", {{"background", "white"}}}}}};
        const auto own = *StyleMapping::parse("own.json", fields.dump(), prompts);
        QVERIFY(!own.knowsStyle("a"));
        QVERIFY(own.inputFor("b", {"u1"}, 7) == json({{"prompt", "A headshot: own words. own words!"},
                                                      {"aspect_ratio", "4:5"},
                                                      {"background", "white"},
                                                      {"main", "u1"},
                                                      {"seed", 7}}));
    }

    void whatIsWrongIsSaidWithItsField_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* pointer, const char* value, const char* said) {
            QTest::newRow(name) << pointer << value << said;
        };
        row("unknown field", "/input/seeed", "1", "input.seeed is not a field of google/nano-banana-pro");
        row("enum", "/input/aspect_ratio", "\"4x5\"",
            "input.aspect_ratio is \"4x5\", but must be one of: 1:1");
        row("type", "/input/prompt", "7", "input.prompt is 7, but must be of type string");
        row("too many photos", "/photos/most", "15", "photos.most must be 1 to 14");
        row("another photo field", "/photos/list", "\"images\"", "input.images is not a field");
        row("model", "/model", "\"nano\"", "model must be owner/name");
        row("path in the model", "/model", "\"../x/y\"", "model must be owner/name");
        row("version", "/version", "\"abc\"", "version must be official, latest or 64");
        row("unknown member", "/promt", "1", "\"promt\" is not a member of mappings");
        row("negative price", "/price/per_output", "-1", "price has per_output");
        row("no seconds", "/price/per_second", "0.1", "price.seconds must say");
        row("no styles", "/styles", "{}", "styles must be an object with styles");
        row("style member", "/styles", "{\"a\":{\"promt\":1}}", "styles.a.promt must be");
        row("deadline", "/cancel_after_seconds", "4", "cancel_after_seconds must be 5 to 1800");
        row("edge", "/prepare", "{\"edge\":10}", "prepare.edge must be");
    }
    void whatIsWrongIsSaidWithItsField() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, said);
        QCOMPARE(complaint(good()), std::string());
        json mapping = good();
        mapping[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        const std::string complained = complaint(mapping);
        QVERIFY2(complained.starts_with("mapping own.json"), complained.c_str());
        QVERIFY2(complained.find(said.toStdString()) != std::string::npos, complained.c_str());
    }

    void requiredFieldsBoundsAndSchemasThatCannotBeReadAreSaid() {
        json mapping = good();
        mapping["input"].erase("prompt");
        QVERIFY(complaint(mapping).find("input.prompt is missing") != std::string::npos);
        const auto photomaker = readyMapping("photomaker");
        json schema = schemaOf("tencentarc/photomaker");
        schema["components"]["schemas"]["Input"]["properties"]["num_steps"]["maximum"] = 30;
        QVERIFY(checkAgainstSchema(*photomaker, schema)
                    .error()
                    .detail.find("input.num_steps is 40, but must be at most 30") != std::string::npos);
        QVERIFY(!checkAgainstSchema(*photomaker, json()));
        QVERIFY(!checkAgainstSchema(*photomaker, {{"components", 7}}));
    }

    void anOperatorsFileIsReadWithItsComments() {
        QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("own.json")).toStdString();
        std::ofstream(path) << "// ours\n" << good().dump();
        const auto mapping = readMapping(path);
        QVERIFY(mapping);
        QVERIFY(mapping->knowsStyle("garden"));
        QCOMPARE(readMapping(path + ".none").error().code, ErrorCode::FileAccess);
    }

    void whateverIsNotKnownAsUnfinishedIsTheEnd() {
        const auto statusOf = [](const char* status) {
            return predictionFrom({{"id", "p"}, {"status", status}})->status;
        };
        QVERIFY(statusOf("starting") == Status::Unfinished);
        QVERIFY(statusOf("processing") == Status::Unfinished);
        QVERIFY(statusOf("succeeded") == Status::Succeeded);
        QVERIFY(statusOf("aborted") == Status::Aborted);
        QVERIFY(statusOf("canceled") == Status::Canceled);
        QVERIFY(statusOf("evaporated") == Status::Other);
        QVERIFY(!predictionFrom({{"status", "failed"}}));
        QVERIFY(!predictionFrom(json::array()));
    }

    void outputsAreReadInEveryShape() {
        using Texts = std::vector<std::string>;
        QVERIFY(outputsOf("u") == Texts{"u"});
        QVERIFY((outputsOf({"u", "v"}) == Texts{"u", "v"}));
        QVERIFY(outputsOf({{"image", "u"}}) == Texts{"u"});
        QVERIFY(outputsOf(nullptr).empty());
    }

    void wordsOfFailuresAreSorted() {
        QVERIFY(problemOfFailure("The input or output was flagged as sensitive. (E005)") ==
                Problem::ContentRefused);
        QVERIFY(problemOfFailure("NSFW content detected") == Problem::ContentRefused);
        QVERIFY(problemOfFailure("No face detected in the input image") == Problem::PhotoRefused);
        QVERIFY(problemOfFailure("Service is temporarily unavailable due to high demand (E003)") ==
                Problem::Busy);
        QVERIFY(problemOfFailure("CUDA out of memory") == Problem::Failed);
        QVERIFY(problemOfFailure("") == Problem::Failed);
    }
};

QTEST_GUILESS_MAIN(ReplicateMappingTest)
#include "tst_generators_replicate_mapping.moc"
