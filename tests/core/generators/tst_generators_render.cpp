#include "core/base/crypto.h"
#include "core/generators/studio_generator.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/image_probe.h"
#include "core/images/provenance.h"
#include "tests/core/faces/installed_for_tests.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace headroom;
using namespace headroom::generators;
using namespace std::chrono_literals;

// The real engine in the real worker process.
class RenderTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::filesystem::path path() const { return folder_.path().toStdString(); }
    static RenderProgram program() { return {.program = STUDIO_RENDER_WORKER, .arguments = {}}; }
    static std::filesystem::path bundled(const char* name) {
        return std::filesystem::path(HEADROOM_SOURCE_DIR) / "resources/photos" / name;
    }
    std::filesystem::path file(const char* name, const std::string& bytes) const {
        std::ofstream(path() / name, std::ios::binary) << bytes;
        return path() / name;
    }
    static std::string bytesOf(const std::filesystem::path& from) {
        std::ifstream in(from, std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        return bytes.str();
    }

private Q_SLOTS:
    void aPortraitIsUsable() {
        ChildInspector inspector(program());
        const auto checked = inspector.inspect(bundled("astronaut.jpg"), path());
        QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).c_str());
        QVERIFY(!checked->refusal);
        QCOMPARE(checked->mediaType, std::string("image/jpeg"));
        QVERIFY(checked->width > 0 && checked->height > 0);
        QVERIFY(checked->reportJson.find("quality") != std::string::npos);
    }

    // Decoders come as modules that are loaded late, inside the sandbox.
    void everyFormatIsReadInTheSandbox_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("mediaType");
        QTest::newRow("heic") << "portrait.heic"
                              << "image/heic";
        QTest::newRow("png") << "portrait_16bit.png"
                             << "image/png";
        QTest::newRow("cmyk") << "portrait_cmyk.jpg"
                              << "image/jpeg";
    }
    void everyFormatIsReadInTheSandbox() {
        QFETCH(QString, name);
        QFETCH(QString, mediaType);
        ChildInspector inspector(program());
        const auto picture =
            std::filesystem::path(HEADROOM_SOURCE_DIR) / "tests/core/images/data" / name.toStdString();
        const auto checked = inspector.inspect(picture, path());
        QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).c_str());
        QVERIFY(checked->refusal != ErrorCode::PhotoNotAnImage);
        QVERIFY(checked->width > 0);
        QCOMPARE(QString::fromStdString(checked->mediaType), mediaType);
    }

    // 126 MB of pixels, more than libvips keeps in memory by itself and than a file in the sandbox may have.
    void aLargePictureNeedsNoLargeFile() {
        const quint32 width = 6000;
        const quint32 height = 7000;
        const auto chunk = [](const QByteArray& body) { // type and data, with length and CRC-32 around them
            quint32 crc = ~0U;
            for (const char byte : body) {
                crc ^= static_cast<unsigned char>(byte);
                for (int bit = 0; bit < 8; ++bit)
                    crc = (crc >> 1) ^ ((crc & 1U) ? 0xedb88320U : 0U);
            }
            QByteArray whole(4, 0);
            qToBigEndian(static_cast<quint32>(body.size() - 4), whole.data());
            QByteArray end(4, 0);
            qToBigEndian(~crc, end.data());
            return whole + body + end;
        };
        QByteArray header("IHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0", 17);
        qToBigEndian(width, header.data() + 4);
        qToBigEndian(height, header.data() + 8);
        const QByteArray row = QByteArray(1, 0) + QByteArray(static_cast<int>(width * 3), '\x70');
        const QByteArray pixels = qCompress(row.repeated(static_cast<int>(height)), 1).mid(4);
        const QByteArray png = QByteArray("\x89PNG\r\n\x1a\n", 8) + chunk(header) + chunk("IDAT" + pixels) +
                               chunk(QByteArray("IEND", 4));
        ChildInspector inspector(program());
        const auto checked = inspector.inspect(file("large.png", png.toStdString()), path());
        QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).c_str());
        QVERIFY(checked->refusal == ErrorCode::PhotoNoFace);
        QCOMPARE(checked->height, 7000);
    }

    void hostileFilesAreAnswersNotCrashes_data() {
        QTest::addColumn<QByteArray>("bytes");
        const std::string whole = bytesOf(bundled("astronaut.jpg"));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("only magic") << QByteArray("\xff\xd8\xff\xe0", 4);
        QTest::newRow("cut") << QByteArray::fromStdString(whole.substr(0, whole.size() / 3));
        QTest::newRow("noise") << QByteArray::fromStdString("\xff\xd8\xff\xe0" + randomBytes(50'000));
        QTest::newRow("svg") << QByteArray(
            "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>");
    }
    void hostileFilesAreAnswersNotCrashes() {
        QFETCH(QByteArray, bytes);
        ChildInspector inspector(program());
        const auto checked = inspector.inspect(file("hostile", bytes.toStdString()), path());
        QVERIFY2(checked.has_value(), checked ? "" : describe(checked.error()).c_str());
        QVERIFY(checked->refusal.has_value());
    }

    void previewsOfEveryFormatAreSmallJpegs_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"portrait.heic", "portrait_16bit.png", "portrait_cmyk.jpg"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void previewsOfEveryFormatAreSmallJpegs() {
        QFETCH(QString, name);
        const ChildPreviewer previewer(program());
        const QTemporaryDir out;
        const auto picture =
            std::filesystem::path(HEADROOM_SOURCE_DIR) / "tests/core/images/data" / name.toStdString();
        const auto preview = previewer.make(picture, out.path().toStdString(), 64);
        QVERIFY2(preview.has_value(), preview ? "" : describe(preview.error()).c_str());
        const auto info = images::probeImage(*preview);
        QVERIFY(info.has_value());
        QCOMPARE(info->format, images::ImageFormat::Jpeg);
        QCOMPARE(std::max(info->width, info->height), 64);
    }

    void aPreviewSaysWhatItsPictureSays() {
        const auto source = images::decodeImage(bytesOf(bundled("astronaut.jpg")), 400);
        QVERIFY(source.has_value());
        images::EncodeOptions options;
        options.provenance = images::Provenance{images::DigitalSourceType::Composite, "Headroom (studio)"};
        const auto marked = file("marked.jpg", images::encodeImage(source->pixels, options).value());
        const QTemporaryDir out;
        const auto preview = ChildPreviewer(program()).make(marked, out.path().toStdString(), 256);
        QVERIFY2(preview.has_value(), preview ? "" : describe(preview.error()).c_str());
        QVERIFY(images::readProvenance(*preview).value() == options.provenance);
    }

    void noPreviewOfWhatIsNoPicture() {
        const QTemporaryDir out;
        const auto text =
            ChildPreviewer(program()).make(file("text.jpg", "hello"), out.path().toStdString(), 256);
        QVERIFY(!text);
        QCOMPARE(text.error().code, ErrorCode::PhotoNotAnImage);
        const std::string whole = bytesOf(bundled("astronaut.jpg"));
        const auto cut = ChildPreviewer(program()).make(file("cut.jpg", whole.substr(0, whole.size() / 3)),
                                                        out.path().toStdString(), 256);
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, ErrorCode::Corrupt);
    }

    void headshotsAreMadeAndSayWhatTheyAre_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("matte");
        const auto installed = fixtures::installedModels();
        QVERIFY2(installed.has_value(), installed ? "" : describe(installed.error()).c_str());
        const auto runtime = QString::fromStdString(installed->runtime.string());
        const auto matte = QString::fromStdString(installed->matte.string());
        QTest::newRow("OpenCV") << QStringList() << "standard";
        QTest::newRow("a runtime that is none") << QStringList{"--runtime", HEADROOM_SOURCE_DIR "/README.md",
                                                               "--matte", HEADROOM_SOURCE_DIR "/LICENSE"}
                                                << "standard";
        if (runtime.isEmpty()) return;
        QTest::newRow("ONNX Runtime") << QStringList{"--runtime", runtime} << "standard";
        if (matte.isEmpty()) return;
        QTest::newRow("finer matte") << QStringList{"--runtime", runtime, "--matte", matte} << "fine";
    }
    void headshotsAreMadeAndSayWhatTheyAre() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, matte);
        RenderProgram with = program();
        for (const QString& argument : arguments)
            with.arguments.push_back(argument.toStdString());
        StudioGenerator generator(with, [](std::string_view) { return true; });
        const auto out = path() / "out";
        std::filesystem::remove_all(out);
        std::filesystem::create_directory(out);
        const PhotoId good = PhotoId::make();
        GenerationRequest request{.id = RequestId::make(),
                                  .seed = 42,
                                  .photos = {{PhotoId::make(), file("no-face.jpg", "nothing"), "image/jpeg"},
                                             {good, bundled("astronaut.jpg"), "image/jpeg"}},
                                  .headshots = {{HeadshotId::make(), "charcoal", 0, 1},
                                                {HeadshotId::make(), "studio-grey", 1, 2},
                                                {HeadshotId::make(), "no-such-style", 0, 1}},
                                  .folder = out};
        const std::string handle = generator.submit(request, "attempt").value();
        std::vector<MadeHeadshot> made;
        std::vector<UnmadeHeadshot> unmade;
        for (bool finished = false; !finished;) {
            const auto fetched = generator.fetch(handle, 5s);
            QVERIFY(fetched.has_value());
            made.insert(made.end(), fetched->made.begin(), fetched->made.end());
            unmade.insert(unmade.end(), fetched->unmade.begin(), fetched->unmade.end());
            finished = fetched->finished;
        }
        QCOMPARE(made.size(), std::size_t(2));
        QCOMPARE(unmade.size(), std::size_t(1));
        QVERIFY(unmade[0].verdict == Verdict::TryOther);
        for (const MadeHeadshot& one : made) {
            QVERIFY(one.photo == good);
            QVERIFY2(one.variantJson.find("\"matte\":\"" + matte.toStdString() + "\"") != std::string::npos,
                     one.variantJson.c_str());
            const std::string bytes = bytesOf(one.file);
            const auto info = images::probeImage(bytes);
            QVERIFY(info.has_value());
            QCOMPARE(info->width, one.width);
            QCOMPARE(info->height, one.height);
            const auto provenance = images::readProvenance(bytes);
            QVERIFY(provenance.has_value() && provenance->has_value());
        }
    }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "tst_generators_render.moc"
