#include "core/images/image_export.h"
#include "core/images/image_resize.h"
#include "tests/core/studio/studio_fixtures.h"

using namespace headroom;
using namespace headroom::studio;

class StudioPhotosTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;
    static constexpr OutputSize small{400, 500};

private Q_SLOTS:
    void initTestCase() { studio_ = std::make_unique<Studio>(*Studio::create()); }

    void everyFormatIsTaken_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto picture = fixtures::decoded(fixtures::photoBytes("grace_hopper.jpg"));
        for (auto format : {images::ImageFormat::Jpeg, images::ImageFormat::Png, images::ImageFormat::Webp}) {
            QTest::newRow(images::fileExtension(format).data())
                << QByteArray::fromStdString(fixtures::encoded(picture, format));
        }
        QTest::newRow("heic") << QByteArray::fromStdString(
            fixtures::fileBytes("tests/core/images/data/portrait.heic"));
        QTest::newRow("grey") << QByteArray::fromStdString(
            fixtures::fileBytes("tests/core/images/data/portrait_grey.jpg"));
    }
    void everyFormatIsTaken() {
        QFETCH(QByteArray, bytes);
        const auto photo = studio_->analyse(bytes.toStdString(), small);
        QVERIFY(photo.has_value());
        const auto picture = studio_->render(*photo, "ivory", {}, small);
        QVERIFY(picture.has_value());
        QCOMPARE(picture->width(), small.width);
    }

    void photosWithoutAPersonAreRefused() {
        QCOMPARE(studio_->analyse("no picture").error().code, ErrorCode::PhotoNotAnImage);
        QCOMPARE(studio_->analyse(fixtures::encoded(fixtures::solid(800, 600, 90, 120, 150))).error().code,
                 ErrorCode::PhotoNoFace);
        const std::string whole = fixtures::photoBytes("astronaut.jpg");
        QCOMPARE(studio_->analyse(whole.substr(0, whole.size() / 2)).error().code, ErrorCode::Corrupt);
    }

    void impossibleRequestsAreRefused() {
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes("astronaut.jpg"), small);
        QCOMPARE(studio_->render(photo, "no-such-style", {}, small).error().code, ErrorCode::NotFound);
        QCOMPARE(studio_->render(photo, "ivory", {}, {100, 100}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(studio_->render(photo, "ivory", {}, {9000, 9000}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(studio_->render(photo, "ivory", {}, {300, 3000}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(
            studio_
                ->render(photo, "ivory", {0, Framing::Classic, LightSide::Front, backdropVariations}, small)
                .error()
                .code,
            ErrorCode::InvalidInput);
        QCOMPARE(studio_->analyse(fixtures::photoBytes("astronaut.jpg"), {10, 10}).error().code,
                 ErrorCode::InvalidInput);
    }

    void workCanBeFollowedAndStopped() {
        const std::string bytes = fixtures::photoBytes("astronaut.jpg");
        std::vector<float> seen;
        Watch watch{[&](float done) { seen.push_back(done); }, {}};
        const auto photo = studio_->analyse(bytes, small, watch);
        QVERIFY(photo.has_value());
        QVERIFY(seen.size() >= 4 && std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.f);

        seen.clear();
        QVERIFY(studio_->render(*photo, "ivory", {}, small, watch).has_value());
        QCOMPARE(seen.back(), 1.f);
        const std::size_t stages = seen.size();
        for (std::size_t stopAt = 0; stopAt < stages; ++stopAt) { // stopped at the n-th stage, for all n
            std::size_t asked = 0;
            Watch stopping{{}, [&] { return asked++ == stopAt; }};
            QCOMPARE(studio_->render(*photo, "ivory", {}, {256, 320}, stopping).error().code,
                     ErrorCode::Cancelled);
        }
        QCOMPARE(studio_->analyse(bytes, small, {{}, [] { return true; }}).error().code,
                 ErrorCode::Cancelled);
    }

    void headshotsSayHowTheyWereMadeAlsoAfterExport() {
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes("grace_hopper.jpg"), small);
        for (auto format : {images::ImageFormat::Jpeg, images::ImageFormat::Png, images::ImageFormat::Webp}) {
            const auto bytes = studio_->renderFile(photo, "brand-blue", {}, {small, format, 88});
            QVERIFY(bytes.has_value());
            QVERIFY(**images::readProvenance(*bytes) == provenance());
            const auto exported =
                images::exportImage(*bytes, {images::ImageFormat::Jpeg, 80,
                                             images::ExportFrame{200, 200, images::FrameFit::Cover}});
            QVERIFY(**images::readProvenance(*exported) == provenance());
        }
        QCOMPARE(images::iptcTerm(provenance().sourceType),
                 std::string_view("compositeWithTrainedAlgorithmicMedia"));
    }

    void nothingOfTheSourceFileTravelsAlong() {
        const std::string plain = fixtures::photoBytes("grace_hopper.jpg");
        QVERIFY(plain.find("commons.wikimedia.org") != std::string::npos); // a comment in the photo
        const auto bytes =
            *studio_->renderFile(fixtures::analysed(*studio_, plain, small), "brand-blue", {}, {small});
        QVERIFY(bytes.find("wikimedia") == std::string::npos);
    }

    void tightAndCutPhotosAreStillFramed() {
        // Hair touches the top, shoulders the sides: the frame must close in rather than show the border.
        const auto portrait = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const auto tight = portrait.cropped({250, 20, 750, 900});
        const auto photo = fixtures::analysed(*studio_, fixtures::encoded(tight), small);
        for (auto framing : {Framing::Classic, Framing::Close, Framing::Wide, Framing::LeftOfMiddle,
                             Framing::RightOfMiddle}) {
            const auto picture =
                fixtures::rendered(*studio_, photo, "clean-white", {0, framing, LightSide::Front, 0}, small);
            // The suit reaches the bottom of the frame: white there would be where the photo ended.
            int suit = 0;
            for (int x = 0; x < small.width; ++x) // collar and tie are bright
                suit += fixtures::lightness(picture.row(small.height - 2) + 3 * x) < 60;
            QVERIFY2(suit > small.width / 4, qPrintable(QString::number(suit)));
        }
    }

    void damagedPhotosNeverCrash() {
        const std::string whole = fixtures::encoded(
            *images::resized(fixtures::decoded(fixtures::photoBytes("astronaut.jpg")), 256, 256));
        unsigned state = 12345;
        for (int round = 0; round < 10; ++round) {
            std::string damaged = whole;
            for (int i = 0; i < 4; ++i) {
                state = state * 1664525u + 1013904223u;
                damaged[600 + (state >> 8) % (damaged.size() - 600)] = char(state >> 3);
            }
            const auto photo = studio_->analyse(damaged, small);
            if (photo) QVERIFY(studio_->render(*photo, "sage", {}, {256, 320}).has_value());
        }
    }
};

QTEST_APPLESS_MAIN(StudioPhotosTest)
#include "tst_studio_photos.moc"
