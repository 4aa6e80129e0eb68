#include "core/images/image_limits.h"
#include "core/images/image_resize.h"
#include "tests/core/images/image_fixtures.h"

#include <array>

using namespace headroom;
using namespace headroom::images;

namespace {

const std::string dataFolder = "tests/core/images/data/";

std::array<int, 3> middleOf(const Bitmap& bitmap) {
    const auto* p = bitmap.row(bitmap.height() / 2) + 3 * (bitmap.width() / 2);
    return {p[0], p[1], p[2]};
}

bool isNear(std::array<int, 3> a, std::array<int, 3> b, int tolerance) {
    for (int c = 0; c < 3; ++c) {
        if (std::abs(a[c] - b[c]) > tolerance) return false;
    }
    return true;
}

Bitmap inverted(Bitmap bitmap) {
    for (std::size_t i = 0; i < bitmap.sizeBytes(); ++i)
        bitmap.data()[i] = 255 - bitmap.data()[i];
    return bitmap;
}

} // namespace

class ImagesDecodeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentDecidesTheFormat_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("format"); // -1: none of ours
        const auto row = [](const char* name, int format) {
            QTest::newRow(name) << QByteArray(name) << format;
        };
        row("portrait.heic", int(ImageFormat::Heic));
        row("portrait_cmyk.jpg", int(ImageFormat::Jpeg));
        row("portrait_16bit.png", int(ImageFormat::Png));
        row("portrait.avif", -1);
        row("portrait.gif", -1);
        row("README.md", -1);
    }
    void contentDecidesTheFormat() {
        QFETCH(QByteArray, file);
        QFETCH(int, format);
        const std::string bytes = fixtures::fileBytes(dataFolder + file.toStdString());
        const auto sniffed = sniffFormat(bytes);
        QCOMPARE(sniffed ? int(*sniffed) : -1, format);
        const auto info = probeImage(bytes);
        QCOMPARE(info.has_value(), format >= 0);
        if (!info)
            QCOMPARE(info.error().code, ErrorCode::PhotoNotAnImage);
        else
            QCOMPARE(int(info->format), format);
    }

    void everyPixelLayoutComesOutAsUprightRgb_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<double>("tolerance"); // mean difference to the same portrait, in 1/255
        QTest::newRow("heic") << QByteArray("portrait.heic") << 5.0;
        QTest::newRow("cmyk") << QByteArray("portrait_cmyk.jpg") << 18.0; // goes through a print profile
        QTest::newRow("16 bit") << QByteArray("portrait_16bit.png") << 5.0;
    }
    void everyPixelLayoutComesOutAsUprightRgb() {
        QFETCH(QByteArray, file);
        QFETCH(double, tolerance);
        const Bitmap picture = fixtures::decoded(fixtures::fileBytes(dataFolder + file.toStdString()));
        QCOMPARE(picture.channels(), 3);
        const auto reference = resized(fixtures::decoded(fixtures::photoBytes("astronaut.jpg")),
                                       picture.width(), picture.height());
        QVERIFY(reference.has_value());
        const double difference = meanDifference(picture, *reference);
        QVERIFY2(difference < tolerance, qPrintable(QString::number(difference)));
        QVERIFY(meanDifference(picture, inverted(*reference)) > 3 * tolerance);
    }

    void greyBecomesRgb() {
        const Bitmap grey = fixtures::decoded(fixtures::fileBytes(dataFolder + "portrait_grey.jpg"));
        QCOMPARE(grey.channels(), 3);
        const auto middle = middleOf(grey);
        QCOMPARE(middle[0], middle[1]);
        QCOMPARE(middle[1], middle[2]);
    }

    void colourProfileIsApplied() {
        const Bitmap red = fixtures::decoded(fixtures::fileBytes(dataFolder + "red_display_p3.jpg"));
        QVERIFY(isNear(middleOf(red), {255, 0, 0}, 6));
    }

    void transparencyLiesOverWhite() {
        const Bitmap red = fixtures::decoded(fixtures::fileBytes(dataFolder + "red_half_transparent.png"));
        QVERIFY(isNear(middleOf(red), {255, 127, 127}, 2));
    }

    void orientationIsAppliedOnceForAllEight_data() {
        QTest::addColumn<int>("orientation");
        for (int i = 1; i <= 8; ++i)
            QTest::newRow(qPrintable(QString::number(i))) << i;
    }
    void orientationIsAppliedOnceForAllEight() {
        QFETCH(int, orientation);
        Bitmap upright = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"), 320);
        QVERIFY(upright.width() != upright.height());
        const std::string bytes = fixtures::withExifOrientation(
            fixtures::encoded(fixtures::storedFor(upright, orientation), ImageFormat::Jpeg, 98), orientation);
        const auto info = probeImage(bytes);
        QVERIFY(info.has_value());
        QCOMPARE(info->width, upright.width());
        QCOMPARE(info->height, upright.height());
        const double difference = meanDifference(fixtures::decoded(bytes), upright);
        QVERIFY2(difference < 1.0, qPrintable(QString::number(difference)));
    }

    void maxEdgeBoundsBothSidesAndNeverEnlarges() {
        const std::string bytes = fixtures::photoBytes("white_house_2012.jpg"); // 910 x 1137
        const Bitmap small = fixtures::decoded(bytes, 500);
        QCOMPARE(std::max(small.width(), small.height()), 500);
        QCOMPARE(small.width(), 400);
        const Bitmap full = fixtures::decoded(bytes, 5000);
        QCOMPARE(full.width(), 910);
        QCOMPARE(full.height(), 1137);
        QCOMPARE(decodeImage(bytes, 0).error().code, ErrorCode::InvalidInput);
    }

    void framesAreFilledOrFitted() {
        const Bitmap wide = fixtures::solid(400, 200, 10, 20, 30);
        const auto contained = fitted(wide, 100, 100, FrameFit::Contain);
        QCOMPARE(contained->width(), 100);
        QCOMPARE(contained->height(), 50);
        QCOMPARE(fitted(wide, 4000, 4000, FrameFit::Contain)->width(), 400); // never enlarged
        const auto covered = fitted(wide, 333, 777, FrameFit::Cover);
        QCOMPARE(covered->width(), 333);
        QCOMPARE(covered->height(), 777);
        QCOMPARE(middleOf(*covered), (std::array<int, 3>{10, 20, 30}));
        QCOMPARE(fitted(wide, 0, 10, FrameFit::Cover).error().code, ErrorCode::InvalidInput);
        QCOMPARE(resized(wide, maxOutputSide + 1, 10).error().code, ErrorCode::InvalidInput);
        QCOMPARE(resized(Bitmap(), 10, 10).error().code, ErrorCode::InvalidInput);
    }

    void missingFilesAndFoldersAreErrors() {
        QCOMPARE(readImageFile("no/such/file.jpg").error().code, ErrorCode::NotFound);
        QVERIFY(!readImageFile(HEADROOM_SOURCE_DIR).has_value());
    }
};

QTEST_APPLESS_MAIN(ImagesDecodeTest)
#include "tst_images_decode.moc"
