#include "core/images/image_export.h"
#include "core/images/image_limits.h"
#include "core/images/provenance.h"
#include "tests/core/images/image_fixtures.h"

#include <QDir>
#include <QTemporaryDir>

using namespace headroom;
using namespace headroom::images;

namespace {

const Provenance studio{DigitalSourceType::CompositeWithTrainedAlgorithmicMedia,
                        "Headroom 1.0 (studio) <\"&'>"};

} // namespace

class ImagesEncodeTest : public QObject {
    Q_OBJECT

    void addFormats() {
        QTest::addColumn<int>("format");
        for (auto format : {ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Webp}) {
            QTest::newRow(fileExtension(format).data()) << int(format);
        }
    }

private Q_SLOTS:
    void pixelsSurviveEncoding_data() { addFormats(); }
    void pixelsSurviveEncoding() {
        QFETCH(int, format);
        const Bitmap picture = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"), 400);
        const std::string bytes = fixtures::encoded(picture, ImageFormat(format));
        QCOMPARE(int(*sniffFormat(bytes)), format);
        const Bitmap again = fixtures::decoded(bytes);
        const double difference = meanDifference(picture, again);
        QVERIFY2(difference < (ImageFormat(format) == ImageFormat::Png ? 0.001 : 2.0),
                 qPrintable(QString::number(difference)));
        QVERIFY(bytes.find("sRGB") != std::string::npos ||
                ImageFormat(format) == ImageFormat::Png);                 // PNG deflates its profile
        QCOMPARE(bytes, fixtures::encoded(picture, ImageFormat(format))); // deterministic
    }

    void exifSaysTheSameColoursAsTheProfile() {
        const std::string bytes = fixtures::encoded(fixtures::solid(64, 80, 90, 120, 150), ImageFormat::Jpeg);
        // EXIF 2.3, table 4: ColorSpace is tag 0xA001, one SHORT; 1 is sRGB.
        const std::string little("\x01\xa0\x03\x00\x01\x00\x00\x00\x01\x00", 10);
        const std::string big("\xa0\x01\x00\x03\x00\x00\x00\x01\x00\x01", 10);
        QVERIFY(bytes.find(little) != std::string::npos || bytes.find(big) != std::string::npos);
    }

    void provenanceIsReadBack_data() { addFormats(); }
    void provenanceIsReadBack() {
        QFETCH(int, format);
        const Bitmap picture = fixtures::solid(64, 80, 90, 120, 150);
        for (auto type : {DigitalSourceType::DigitalCapture, DigitalSourceType::AlgorithmicallyEnhanced,
                          DigitalSourceType::Composite, DigitalSourceType::CompositeSynthetic,
                          DigitalSourceType::CompositeWithTrainedAlgorithmicMedia,
                          DigitalSourceType::TrainedAlgorithmicMedia}) {
            const Provenance written{type, studio.creatorTool};
            const auto bytes = encodeImage(picture, {ImageFormat(format), 90, written});
            QVERIFY(bytes.has_value());
            const auto read = readProvenance(*bytes);
            QVERIFY(read.has_value());
            QVERIFY(read->has_value());
            QVERIFY(**read == written);
        }
        QVERIFY(!readProvenance(fixtures::encoded(picture, ImageFormat(format)))->has_value());
    }

    void exportKeepsProvenanceAndNothingElse_data() { addFormats(); }
    void exportKeepsProvenanceAndNothingElse() {
        QFETCH(int, format);
        const std::string plain =
            *encodeImage(fixtures::solid(200, 250, 1, 2, 3), {ImageFormat::Jpeg, 90, studio});
        // A comment and the camera's orientation, as stand-ins for everything that a source may carry.
        const std::string comment("\xff\xfe\x00\x11home address 12", 19);
        const std::string source = plain.substr(0, 2) + comment + plain.substr(2);
        QVERIFY(decodeImage(source, 500).has_value());

        const auto exported =
            exportImage(source, {ImageFormat(format), 80, ExportFrame{100, 100, FrameFit::Cover}});
        QVERIFY(exported.has_value());
        const auto info = probeImage(*exported);
        QCOMPARE(int(info->format), format);
        QCOMPARE(info->width, 100);
        QCOMPARE(info->height, 100);
        QVERIFY(**readProvenance(*exported) == studio);
        QVERIFY(exported->find("home address") == std::string::npos);

        const auto twice = exportImage(*exported, {ImageFormat::Webp, 80, std::nullopt});
        QVERIFY(**readProvenance(*twice) == studio);
    }

    void foreignPacketsAreUnderstood_data() {
        QTest::addColumn<QByteArray>("xmp");
        QTest::addColumn<QByteArray>("term"); // empty: nothing is read
        QTest::newRow("element")
            << QByteArray("<x><Iptc4xmpExt:DigitalSourceType> http://cv.iptc.org/newscodes/digitalsourcetype/"
                          "trainedAlgorithmicMedia </Iptc4xmpExt:DigitalSourceType></x>")
            << QByteArray("trainedAlgorithmicMedia");
        QTest::newRow("https, single quotes")
            << QByteArray(
                   "<x e:DigitalSourceType = 'https://cv.iptc.org/newscodes/digitalsourcetype/composite'/>")
            << QByteArray("composite");
        QTest::newRow("unknown term")
            << QByteArray(
                   "<x e:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/wizardry'/>")
            << QByteArray();
        QTest::newRow("other vocabulary")
            << QByteArray("<x e:DigitalSourceType='composite'/>") << QByteArray();
        QTest::newRow("cut off") << QByteArray("<x e:DigitalSourceType=") << QByteArray();
        QTest::newRow("cut off at the name") << QByteArray("<x e:DigitalSourceType") << QByteArray();
        QTest::newRow("unclosed")
            << QByteArray("<x e:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/")
            << QByteArray();
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }
    void foreignPacketsAreUnderstood() {
        QFETCH(QByteArray, xmp);
        QFETCH(QByteArray, term);
        const auto provenance = provenanceFromXmp({xmp.constData(), std::size_t(xmp.size())});
        QCOMPARE(provenance.has_value(), !term.isEmpty());
        if (provenance)
            QCOMPARE(QByteArray::fromStdString(std::string(iptcTerm(provenance->sourceType))), term);
    }

    void hostileToolNamesStayInsideTheirAttribute() {
        const Provenance hostile{DigitalSourceType::Composite, std::string(500, 'a') + "\"/><evil>"};
        const std::string packet = xmpPacket(hostile);
        QVERIFY(packet.find("<evil>") == std::string::npos);
        QVERIFY(provenanceFromXmp(packet)->creatorTool.size() <= 200);
        QVERIFY(xmpPacket({DigitalSourceType::Composite, "a\nb\x01"}).find('\x01') == std::string::npos);
    }

    void impossibleRequestsAreRefused() {
        const Bitmap picture = fixtures::solid(32, 32, 0, 0, 0);
        QCOMPARE(encodeImage(picture, {ImageFormat::Heic, 90, {}}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(encodeImage(picture, {ImageFormat::Jpeg, 0, {}}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(encodeImage(Bitmap(), {ImageFormat::Jpeg, 90, {}}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(exportImage("no picture", {}).error().code, ErrorCode::PhotoNotAnImage);
    }

    void filesAppearWholeOrNotAtAll() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("shot.jpg").toStdString();
        QVERIFY(writeImageFile(path, "one").has_value());
        QVERIFY(writeImageFile(path, "two").has_value());
        QCOMPARE(QByteArray::fromStdString(*readImageFile(path)), QByteArray("two"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
        QCOMPARE(writeImageFile(folder.filePath("none/shot.jpg").toStdString(), "x").error().code,
                 ErrorCode::FileAccess);
    }
};

QTEST_APPLESS_MAIN(ImagesEncodeTest)
#include "tst_images_encode.moc"
