#include "core/generators/generators_limits.h"
#include "core/generators/render_protocol.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace headroom;
using namespace headroom::generators;

namespace {

RenderOrder someOrder() {
    return {{.id = RequestId::make(),
             .seed = 18'000'000'000'000'000'000ULL,
             .photos = {{PhotoId::make(), "/folder with \"quotes\"/ä", "image/jpeg"}},
             .headshots = {{HeadshotId::make(), "charcoal", 2, 5}},
             .folder = "/out"}};
}

/// moc does not understand raw strings with quotes in them.
std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

} // namespace

class ProtocolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ordersComeBackAsTheyWere() {
        const RenderOrder order = someOrder();
        const auto parsed = parseOrder(formatOrder(order));
        QVERIFY(parsed.has_value());
        const auto& back = std::get<RenderOrder>(*parsed).request;
        QVERIFY(back.id == order.request.id);
        QCOMPARE(back.seed, order.request.seed);
        QVERIFY(back.photos[0].file == order.request.photos[0].file);
        QVERIFY(back.headshots[0].id == order.request.headshots[0].id);
        QCOMPARE(back.headshots[0].styleCount, 5);
        QVERIFY(std::get<CheckOrder>(*parseOrder(formatOrder(CheckOrder{"/a", "/b"}))).file == "/a");
        QCOMPARE(std::get<PreviewOrder>(*parseOrder(formatOrder(PreviewOrder{"/a", "/b", 512}))).edge, 512);
    }

    void ordersAboutPicturesComeBackAsTheyWere() {
        const PrepareOrder prepare{"/a",
                                   "/b",
                                   {.edgeMax = 1536,
                                    .pixelsMax = 1'048'576,
                                    .bytesMax = 9'000'000,
                                    .aspectMax = 2.25,
                                    .part = PhotoPart::Portrait}};
        const auto prepared = std::get<PrepareOrder>(*parseOrder(formatOrder(prepare)));
        QVERIFY(prepared.file == prepare.file && prepared.folder == prepare.folder);
        QCOMPARE(prepared.wanted.edgeMax, 1536);
        QCOMPARE(prepared.wanted.pixelsMax, std::int64_t(1'048'576));
        QCOMPARE(prepared.wanted.bytesMax, std::int64_t(9'000'000));
        QCOMPARE(prepared.wanted.aspectMax, 2.25);
        QVERIFY(prepared.wanted.part == PhotoPart::Portrait);
        const JudgeOrder judge{{.file = "/r",
                                .sources = {{PhotoId::make(), "/s", "image/png"}},
                                .consent = LikenessConsent::Given,
                                .origin = Origin::Altered,
                                .generator = "replicate"},
                               "/b"};
        const auto judged = std::get<JudgeOrder>(*parseOrder(formatOrder(judge)));
        QVERIFY(judged.result.file == "/r" && judged.result.sources.at(0).file == "/s");
        QVERIFY(judged.result.consent == LikenessConsent::Given && judged.result.origin == Origin::Altered);
        QCOMPARE(judged.result.generator, std::string("replicate"));
        QVERIFY(!parseOrder(formatOrder(PrepareOrder{"/a", "/b", {.edgeMax = preparedEdgeMax + 1}})));
        QVERIFY(!parseOrder(formatOrder(PrepareOrder{"/a", "/b", {.aspectMax = 0.5}})));
        const reply::Judged answer{1024, 1280, Likeness::Same};
        QVERIFY(std::get<reply::Judged>(*parseReply(formatReply(answer))).likeness == Likeness::Same);
        QVERIFY(!parseReply(formatReply(reply::Judged{0, 1, Likeness::Same})));
        QCOMPARE(std::get<reply::Prepared>(*parseReply(formatReply(reply::Prepared{3, 4}))).height, 4);
    }

    void aPreviewIsNoLargerThanPreviewsAre() {
        QVERIFY(!parseOrder(formatOrder(PreviewOrder{"/a", "/b", previewEdgeMax + 1})));
        QVERIFY(!parseOrder(formatOrder(PreviewOrder{"/a", "/b", 0})));
        QVERIFY(!parseReply(formatReply(reply::Previewed{previewEdgeMax + 1, 1})));
        QCOMPARE(std::get<reply::Previewed>(*parseReply(formatReply(reply::Previewed{3, 4}))).height, 4);
    }

    void aLineIsOneLineWhateverIsInIt() {
        QVERIFY(formatOrder(CheckOrder{"/a\nb", "/b"}).find('\n') == std::string::npos);
        const reply::Unmade unmade{HeadshotId::make(), ErrorCode::PhotoNoFace, Verdict::NoneEver,
                                   "bad \xff\n bytes"};
        const std::string line = formatReply(unmade);
        QVERIFY(line.find('\n') == std::string::npos);
        const auto back = parseReply(line);
        QVERIFY(back.has_value());
        QVERIFY(std::get<reply::Unmade>(*back).verdict == Verdict::NoneEver);
        QVERIFY(std::get<reply::Unmade>(*back).code == ErrorCode::PhotoNoFace);
    }

    void repliesComeBackAsTheyWere() {
        const reply::Made made{.headshot = HeadshotId::make(),
                               .photo = PhotoId::make(),
                               .width = 1024,
                               .height = 1280,
                               .mediaType = "image/jpeg",
                               .variantJson = quoted("{'light':'left'}")};
        const auto back = std::get<reply::Made>(*parseReply(formatReply(made)));
        QVERIFY(back.headshot == made.headshot && back.photo == made.photo);
        QCOMPARE(back.variantJson, made.variantJson);
        const reply::Checked checked{.refusal = ErrorCode::PhotoTooDark,
                                     .width = 1,
                                     .height = 2,
                                     .mediaType = "image/png",
                                     .reportJson = "{}"};
        QVERIFY(std::get<reply::Checked>(*parseReply(formatReply(checked))).refusal ==
                ErrorCode::PhotoTooDark);
        QVERIFY(std::holds_alternative<reply::Finished>(*parseReply(formatReply(reply::Finished{}))));
    }

    void strangersLinesAreRefused_data() {
        QTest::addColumn<QByteArray>("line");
        const auto madeLine = [](const char* width, const char* variant) {
            const std::string id = newUuid();
            return quoted("{'event':'made','id':'" + id + "','photo':'" + id + "','width':" + width +
                          ",'height':1,'media_type':'image/jpeg','variant':" + variant + "}");
        };
        QVERIFY(parseReply(madeLine("1", "{}")));
        const std::pair<const char*, std::string> lines[] = {
            {"empty", ""},
            {"not json", "hello"},
            {"array", "[]"},
            {"no event", "{}"},
            {"unknown event", quoted("{'event':'boo'}")},
            {"id is a path", quoted("{'event':'looking','photo':'../../etc/passwd'}")},
            {"huge side", madeLine("99999999", "{}")},
            {"negative side", madeLine("-1", "{}")},
            {"side of zero", madeLine("0", "{}")},
            {"broken side", madeLine("1.5", "{}")},
            {"variant is text", madeLine("1", "'x'")},
            {"unknown code", quoted("{'event':'failed','code':'no_such_code','detail':''}")},
            {"deep", std::string(20'000, '[')},
            {"long", quoted("{'event':'finished','x':'") + std::string(40'000, 'x') + quoted("'}")},
        };
        for (const auto& [name, line] : lines)
            QTest::newRow(name) << QByteArray::fromStdString(line);
    }
    void strangersLinesAreRefused() {
        QFETCH(QByteArray, line);
        QVERIFY(!parseReply(line.toStdString()));
    }

    void editedLinesNeverConfuseTheReader() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const std::vector<std::string> seeds{
            formatOrder(someOrder()), formatOrder(CheckOrder{"/x", "/b"}),
            formatReply(reply::Made{HeadshotId::make(), PhotoId::make(), 1, 1, "image/jpeg", "{}"}),
            formatReply(reply::Checked{ErrorCode::PhotoNoFace, 1, 1, "image/jpeg", "{}"}),
            formatReply(reply::Failed{ErrorCode::Internal, "x"})};
        for (int round = 0; round < 20'000; ++round) {
            std::string line = seeds[random() % seeds.size()];
            for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
                const std::size_t at = random() % line.size();
                if (random() % 3 == 0)
                    line.erase(at, 1 + random() % 9);
                else
                    line[at] = static_cast<char>(random());
                if (line.empty()) line = "x";
            }
            const auto reply = parseReply(line);
            if (reply) {
                if (const auto* made = std::get_if<reply::Made>(&*reply))
                    QVERIFY(isUuid(made->headshot.text()) && made->width >= 1 &&
                            made->width <= headshotSideMax);
            } else {
                QVERIFY(reply.error().code == ErrorCode::InvalidInput ||
                        reply.error().code == ErrorCode::TooLarge);
            }
            (void)parseOrder(line);
        }
    }

    void resultsStayInTheirFolder() {
        const HeadshotId id = HeadshotId::make();
        QVERIFY(resultFile("/out", id) == std::filesystem::path("/out") / (id.text() + ".jpg"));
    }
};

QTEST_GUILESS_MAIN(ProtocolTest)
#include "tst_generators_protocol.moc"
