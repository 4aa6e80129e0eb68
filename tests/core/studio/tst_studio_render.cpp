#include "core/images/image_export.h"
#include "core/images/image_resize.h"
#include "tests/core/studio/studio_fixtures.h"

using namespace headroom;
using namespace headroom::studio;

class StudioRenderTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const faces::FaceModels> models_;
    std::unique_ptr<Studio> studio_;
    static constexpr OutputSize small{512, 640};

    void addPhotos() {
        QTest::addColumn<QByteArray>("file");
        for (const char* file :
             {"astronaut.jpg", "grace_hopper.jpg", "white_house_2012.jpg", "white_house_2013.jpg"}) {
            QTest::newRow(file) << QByteArray(file);
        }
    }

private Q_SLOTS:
    void initTestCase() {
        models_ = *faces::FaceModels::create();
        studio_ = std::make_unique<Studio>(models_);
    }

    void everyPhotoBecomesAFramedHeadshot_data() { addPhotos(); }
    void everyPhotoBecomesAFramedHeadshot() {
        QFETCH(QByteArray, file);
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes(file.toStdString()));
        const auto picture = fixtures::rendered(*studio_, photo, "studio-grey");
        QCOMPARE(picture.width(), standardWidth);
        QCOMPARE(picture.height(), standardHeight);
        const auto mesh = fixtures::meshIn(*models_, picture);
        const float share = mesh.height() / float(picture.height());
        QVERIFY2(share > 0.28f && share < 0.60f, qPrintable(QString::number(share)));
        const float line = mesh.eyesMiddle().y / float(picture.height());
        QVERIFY2(line > 0.28f && line < 0.52f, qPrintable(QString::number(line)));
        QVERIFY(std::abs(mesh.eyesMiddle().x / float(picture.width()) - 0.5f) < 0.13f);
        QVERIFY(std::abs(mesh.rollDegrees()) < 5);
    }

    void nothingOfTheOldBackdropIsLeftInTheCorners_data() { addPhotos(); }
    void nothingOfTheOldBackdropIsLeftInTheCorners() {
        QFETCH(QByteArray, file);
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes(file.toStdString()), small);
        const auto white = fixtures::rendered(*studio_, photo, "clean-white", {}, small);
        const auto dark = fixtures::rendered(*studio_, photo, "charcoal", {}, small);
        // Above the shoulders both sides of the frame show the new backdrop and nothing else.
        for (const int x : {8, small.width - 9}) {
            for (int y = 8; y < small.height / 4; y += 4) {
                QVERIFY(fixtures::lightness(white.row(y) + 3 * x) > 80);
                QVERIFY(fixtures::lightness(dark.row(y) + 3 * x) < 45);
            }
        }
    }

    void skinKeepsItsLightness_data() { addPhotos(); }
    void skinKeepsItsLightness() {
        QFETCH(QByteArray, file);
        const std::string bytes = fixtures::photoBytes(file.toStdString());
        const auto source = fixtures::decoded(bytes);
        const double before = fixtures::skinLightness(source, fixtures::meshIn(*models_, source));
        const auto photo = fixtures::analysed(*studio_, bytes, small);
        for (const char* style : {"studio-grey", "charcoal", "garden"}) {
            const auto picture =
                fixtures::rendered(*studio_, photo, style, {0, Framing::Classic, LightSide::Front, 0}, small);
            const double after = fixtures::skinLightness(picture, fixtures::meshIn(*models_, picture));
            QVERIFY2(std::abs(after - before) < 6,
                     qPrintable(QStringLiteral("%1: %2 -> %3").arg(style).arg(before).arg(after)));
        }
    }

    void blackAndWhitePhotosGetNoTint() {
        auto grey = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"));
        for (std::size_t i = 0; i < grey.sizeBytes(); i += 3)
            grey.data()[i] = grey.data()[i + 2] = grey.data()[i + 1];
        const auto picture = fixtures::rendered(
            *studio_, fixtures::analysed(*studio_, fixtures::encoded(grey), small), "garden", {}, small);
        const auto mesh = fixtures::meshIn(*models_, picture);
        for (const int landmark : {50, 280, 205, 425, 151, 9}) {
            const faces::Point p = mesh.at(landmark);
            const std::uint8_t* rgb = picture.row(int(p.y)) + 3 * int(p.x);
            QVERIFY(std::abs(int(rgb[0]) - int(rgb[2])) <= 4);
        }
    }

    void underexposedPhotosBecomeBrighter() {
        auto dim = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        for (std::size_t i = 0; i < dim.sizeBytes(); ++i)
            dim.data()[i] /= 2;
        const double before = fixtures::skinLightness(dim, fixtures::meshIn(*models_, dim));
        const auto picture = fixtures::rendered(
            *studio_, fixtures::analysed(*studio_, fixtures::encoded(dim), small), "studio-grey", {}, small);
        QVERIFY(fixtures::skinLightness(picture, fixtures::meshIn(*models_, picture)) > before + 5);
    }

    void sameInputGivesTheSamePixels() {
        const std::string bytes = fixtures::photoBytes("white_house_2012.jpg");
        const Variant variant{0, Framing::Close, LightSide::Right, 3};
        const auto first = fixtures::rendered(*studio_, fixtures::analysed(*studio_, bytes, small), "garden",
                                              variant, small);
        const auto other = Studio(*faces::FaceModels::create());
        const auto second =
            fixtures::rendered(other, fixtures::analysed(other, bytes, small), "garden", variant, small);
        QVERIFY(first == second);
    }

    void everyOrientationGivesTheSameHeadshot() {
        const auto upright = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"));
        const auto expected = fixtures::rendered(
            *studio_,
            fixtures::analysed(*studio_, fixtures::encoded(upright, images::ImageFormat::Jpeg, 97), small),
            "sage", {}, small);
        for (int orientation = 2; orientation <= 8; ++orientation) {
            const std::string bytes = fixtures::withExifOrientation(
                fixtures::encoded(fixtures::storedFor(upright, orientation), images::ImageFormat::Jpeg, 97),
                orientation);
            const auto picture =
                fixtures::rendered(*studio_, fixtures::analysed(*studio_, bytes, small), "sage", {}, small);
            // Not identical: JPEG blocks lie elsewhere in a turned file.
            const double difference = images::meanDifference(picture, expected);
            QVERIFY2(difference < 2.0,
                     qPrintable(QStringLiteral("orientation %1: %2").arg(orientation).arg(difference)));
        }
    }

    void plannedVariantsDifferInTheirPixels() {
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes("white_house_2012.jpg"), small);
        for (const char* style : {"studio-grey", "city-office"}) {
            const auto plan = *planVariants(1, style, 6, 11);
            std::vector<images::Bitmap> pictures;
            for (const Variant& variant : plan)
                pictures.push_back(fixtures::rendered(*studio_, photo, style, variant, small));
            for (std::size_t i = 0; i < pictures.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) {
                    const double difference = images::meanDifference(pictures[i], pictures[j]);
                    QVERIFY2(difference > 2.0, qPrintable(QStringLiteral("%1: %2 and %3 differ by %4")
                                                              .arg(style)
                                                              .arg(i)
                                                              .arg(j)
                                                              .arg(difference)));
                }
            }
        }
    }

    void eachChoiceOfAVariantIsVisible() {
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes("white_house_2012.jpg"), small);
        const auto base = fixtures::rendered(*studio_, photo, "studio-grey",
                                             {0, Framing::Classic, LightSide::Left, 0}, small);
        for (const Variant& changed : {Variant{0, Framing::Close, LightSide::Left, 0},
                                       Variant{0, Framing::RightOfMiddle, LightSide::Left, 0},
                                       Variant{0, Framing::Classic, LightSide::Right, 0},
                                       Variant{0, Framing::Classic, LightSide::Left, 1}}) {
            QVERIFY(images::meanDifference(
                        base, fixtures::rendered(*studio_, photo, "studio-grey", changed, small)) > 1.0);
        }
    }

    void lightComesFromItsSide() {
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes("white_house_2013.jpg"), small);
        const auto balance = [&](LightSide side) { // left cheek of the picture against the right one
            const auto picture =
                fixtures::rendered(*studio_, photo, "monochrome", {0, Framing::Classic, side, 0}, small);
            const auto mesh = fixtures::meshIn(*models_, picture);
            const auto at = [&](int landmark) {
                double sum = 0;
                for (int y = -6; y <= 6; ++y) {
                    for (int x = -6; x <= 6; ++x)
                        sum += fixtures::lightness(picture.row(int(mesh.at(landmark).y) + y) +
                                                   3 * (int(mesh.at(landmark).x) + x));
                }
                return sum / 169;
            };
            return at(50) + at(205) - at(280) - at(425);
        };
        QVERIFY(balance(LightSide::Left) > balance(LightSide::Front) + 2);
        QVERIFY(balance(LightSide::Right) < balance(LightSide::Front) - 2);
    }

    void stylesLookUnlikeEachOther() {
        const auto photo = fixtures::analysed(*studio_, fixtures::photoBytes("grace_hopper.jpg"), small);
        std::vector<images::Bitmap> pictures;
        for (const Style& style : styles())
            pictures.push_back(fixtures::rendered(*studio_, photo, style.id, {}, small));
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY(images::meanDifference(pictures[i], pictures[j]) > 6);
        }
        const auto& mono = pictures.back();
        for (std::size_t i = 0; i < mono.sizeBytes(); i += 3) {
            QVERIFY(std::abs(int(mono.data()[i]) - int(mono.data()[i + 2])) <= 2);
        }
    }
};

QTEST_APPLESS_MAIN(StudioRenderTest)
#include "tst_studio_render.moc"
