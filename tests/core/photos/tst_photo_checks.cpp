#include "core/images/image_resize.h"
#include "core/photos/photo_checks.h"
#include "core/photos/photo_limits.h"
#include "tests/core/images/image_fixtures.h"

#include <cmath>

using namespace headroom;
using namespace headroom::photos;

namespace {

images::Bitmap withLight(images::Bitmap picture, double factor) {
    for (std::size_t i = 0; i < picture.sizeBytes(); ++i)
        picture.data()[i] = static_cast<std::uint8_t>(std::clamp(picture.data()[i] * factor, 0.0, 255.0));
    return picture;
}

/// Shrunk and enlarged again: what a bad focus or a thumbnail leaves.
images::Bitmap blurred(const images::Bitmap& picture, int factor) {
    const auto small = *images::resized(picture, picture.width() / factor, picture.height() / factor);
    return *images::resized(small, picture.width(), picture.height());
}

images::Bitmap onCanvas(const images::Bitmap& picture, int width, int height, int x, int y) {
    auto canvas = fixtures::solid(width, height, 110, 120, 130);
    fixtures::paste(canvas, picture, x, y);
    return canvas;
}

/// A black bar over both eyes, as wide as sunglasses.
images::Bitmap withSunglasses(images::Bitmap picture, const PhotoReport& report) {
    const float apart = report.leftEye.x - report.rightEye.x;
    for (const faces::Point eye : {report.rightEye, report.leftEye}) {
        const int w = int(apart * 0.72f), h = int(apart * 0.62f);
        fixtures::paste(picture, fixtures::solid(w, h, 18, 18, 20), int(eye.x) - w / 2,
                        int(eye.y - h * 0.4f));
    }
    return picture;
}

} // namespace

class PhotoChecksTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PhotoChecker> checker_;

    PhotoReport check(const std::string& bytes) {
        auto report = checker_->check(bytes);
        if (!report) qFatal("%s", describe(report.error()).c_str());
        return *report;
    }
    PhotoReport check(const images::Bitmap& picture) { return check(fixtures::encoded(picture)); }

private Q_SLOTS:
    void initTestCase() {
        auto models = faces::FaceModels::create();
        QVERIFY(models.has_value());
        checker_ = std::make_unique<PhotoChecker>(*models);
    }

    void goodPhotosAreAccepted_data() {
        QTest::addColumn<QByteArray>("file");
        for (const char* file :
             {"astronaut.jpg", "grace_hopper.jpg", "white_house_2012.jpg", "white_house_2013.jpg"}) {
            QTest::newRow(file) << QByteArray(file);
        }
    }
    void goodPhotosAreAccepted() {
        QFETCH(QByteArray, file);
        const PhotoReport report = check(fixtures::photoBytes(file.toStdString()));
        QVERIFY2(report.usable(), report.refusal ? name(*report.refusal).data() : "");
        QVERIFY(report.quality > 0.3f && report.quality <= 1);
        QVERIFY(report.face.x < report.rightEye.x && report.rightEye.x < report.leftEye.x);
        QVERIFY(report.leftEye.y < report.face.y + report.face.height);
    }

    void mediocrePhotosAreAcceptedToo() {
        const auto picture = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        QVERIFY(check(withLight(picture, 0.5)).usable());
        QVERIFY(check(blurred(picture, 2)).usable());
        QVERIFY(check(fixtures::encoded(picture, images::ImageFormat::Jpeg, 25)).usable());
        QVERIFY(check(onCanvas(picture, 3600, 2400, 1000, 500)).usable()); // a person in a large room
    }

    void badPhotosAreRefusedForTheirReason() {
        const auto portrait = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const PhotoReport good = check(portrait);
        QVERIFY(good.usable());
        const auto refusal = [&](const auto& photo) { return check(photo).refusal; };

        QCOMPARE(refusal(std::string("just text, whatever the file is called")), ErrorCode::PhotoNotAnImage);
        const std::string whole = fixtures::photoBytes("white_house_2013.jpg");
        QCOMPARE(refusal(whole.substr(0, whole.size() / 2)), ErrorCode::PhotoNotAnImage);
        QCOMPARE(refusal(fixtures::solid(800, 600, 200, 180, 160)), ErrorCode::PhotoNoFace);
        QCOMPARE(refusal(blurred(portrait, 14)), ErrorCode::PhotoBlurred);
        QCOMPARE(refusal(withLight(portrait, 0.25)), ErrorCode::PhotoTooDark);
        QCOMPARE(refusal(withLight(portrait, 2.6)), ErrorCode::PhotoTooBright);
        QCOMPARE(refusal(onCanvas(*images::resized(portrait, 180, 180), 1200, 900, 500, 300)),
                 ErrorCode::PhotoFaceTooSmall);
        QCOMPARE(refusal(withSunglasses(portrait, good)), ErrorCode::PhotoFaceCovered);
        const int below = int(good.face.y + good.face.height * 0.7f);
        QCOMPARE(refusal(portrait.cropped({0, 0, portrait.width(), below})), ErrorCode::PhotoFaceCut);
    }

    void aSelfieThatFillsThePhotoIsAcceptedOneThatBeginsAtTheBrowsIsCut() {
        const auto portrait = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const auto tight = portrait.cropped({360, 190, 580, 640});
        QVERIFY(check(tight).usable());
        QVERIFY(check(*images::resized(tight, 2320, 2560)).usable()); // as a telephone takes it
        const auto face = check(portrait).face;
        const auto brows = portrait.cropped({int(face.x - 20), int(face.y + face.height * 0.14f),
                                             int(face.width + 40), int(face.height * 0.95f)});
        QCOMPARE(check(brows).refusal, ErrorCode::PhotoFaceCut);
        const auto edges = portrait.cropped({int(face.x), int(face.y), int(face.width), int(face.height)});
        QCOMPARE(check(edges).refusal, ErrorCode::PhotoFaceCut);
    }

    void twoPeopleAreRefusedOneInTheBackgroundIsNot() {
        const auto portrait = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const auto other = fixtures::decoded(fixtures::photoBytes("grace_hopper.jpg"));
        auto pair = onCanvas(portrait, 2300, 1200, 0, 0);
        fixtures::paste(pair, *images::resized(other, 1050, 1050), 1240, 100);
        QCOMPARE(check(pair).refusal, ErrorCode::PhotoSeveralFaces);

        auto passerBy = onCanvas(portrait, 1600, 1200, 0, 0);
        fixtures::paste(passerBy, *images::resized(other, 256, 256), 1300, 200);
        QVERIFY(check(passerBy).usable());
    }

    void turnedAndClosedEyesAreRefusedByTheirNumbers() {
        faces::FaceMeasures fine;
        fine.eyeDistance = 200;
        fine.sharpness = 1;
        fine.brightestLuma = 200;
        fine.eyeOpening = 0.25f;
        fine.meshConfidence = 1;
        QVERIFY(!refusalFor(fine, 1).has_value());
        const auto with = [&](auto change) {
            faces::FaceMeasures measures = fine;
            change(measures);
            return refusalFor(measures, 1);
        };
        QCOMPARE(with([](auto& m) { m.yawDegrees = -40; }), ErrorCode::PhotoFaceTurned);
        QCOMPARE(with([](auto& m) { m.rollDegrees = 45; }), ErrorCode::PhotoFaceTurned);
        QCOMPARE(with([](auto& m) { m.eyeOpening = 0.15f; }), ErrorCode::PhotoEyesClosed);
        QCOMPARE(with([](auto& m) { m.meshConfidence = 0.1f; }), ErrorCode::PhotoNoFace);
        QVERIFY(!with([](auto& m) { m.eyeOpening = 0.195f; }).has_value()); // a broad smile
        fine.eyeDistance = minEyeDistance / 2;
        QCOMPARE(refusalFor(fine, 1), ErrorCode::PhotoFaceTooSmall);
        QVERIFY(!refusalFor(fine, 4).has_value()); // the file has four times the pixels
    }

    void reportSpeaksInPixelsOfTheFile() {
        const auto portrait = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"));
        const auto large = *images::resized(portrait, portrait.width() * 3, portrait.height() * 3);
        const PhotoReport small = check(portrait), report = check(large);
        QCOMPARE(report.width, large.width());
        QCOMPARE(report.height, large.height());
        QVERIFY(std::abs(report.rightEye.x - 3 * small.rightEye.x) < 15);
        QVERIFY(std::abs(report.face.height - 3 * small.face.height) < 30);
    }

    void betterPhotosHaveMoreQuality() {
        const auto portrait = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const float best = check(portrait).quality;
        QVERIFY(check(withLight(portrait, 0.5)).quality < best);
        QVERIFY(check(blurred(portrait, 5)).quality < best);
        const auto small = check(*images::resized(portrait, 450, 450));
        QVERIFY(small.usable() && small.quality < best);
        QVERIFY(!small.warnings.empty() && small.warnings.front() == PhotoWarning::FewPixels);
    }

    void orientationDoesNotMatter() {
        const auto upright = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"));
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const PhotoReport report = check(fixtures::withExifOrientation(
                fixtures::encoded(fixtures::storedFor(upright, orientation)), orientation));
            QVERIFY(report.usable());
            QCOMPARE(report.width, upright.width());
        }
    }

    void filesThatCannotBeReadAreErrors() {
        QCOMPARE(checker_->checkFile("no/such/photo.jpg").error().code, ErrorCode::NotFound);
        const auto report =
            checker_->checkFile(std::string(HEADROOM_SOURCE_DIR) + "/resources/photos/CREDITS.md");
        QCOMPARE(report->refusal, ErrorCode::PhotoNotAnImage);
    }
};

QTEST_APPLESS_MAIN(PhotoChecksTest)
#include "tst_photo_checks.moc"
