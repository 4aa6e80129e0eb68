#include "core/studio/framing.h"
#include "tests/core/studio/studio_fixtures.h"

using namespace headroom;
using namespace headroom::studio;

namespace {

/// The part of the photo that a headshot shows.
struct Shown {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
};

Shown shownBy(const Frame& frame, cv::Size size) {
    cv::Matx23d back;
    cv::invertAffineTransform(frame.fromPicture, back);
    Shown shown;
    for (const cv::Point corner :
         {cv::Point(0, 0), {size.width, 0}, {0, size.height}, {size.width, size.height}}) {
        const cv::Point2d p = apply(back, corner.x, corner.y);
        shown = {std::min(shown.left, p.x), std::min(shown.top, p.y), std::max(shown.right, p.x),
                 std::max(shown.bottom, p.y)};
    }
    return shown;
}

} // namespace

class StudioFramingTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Studio> studio_;
    images::Bitmap portrait_;
    static constexpr OutputSize small{512, 640};
    static constexpr std::array framings{Framing::Classic, Framing::Close, Framing::Wide,
                                         Framing::LeftOfMiddle, Framing::RightOfMiddle};

    std::vector<Shown> shownOf(const images::Bitmap& photo) {
        const auto ready = fixtures::analysed(*studio_, fixtures::encoded(photo), small);
        const double scale = double(ready.data().picture.width()) / photo.width();
        std::vector<Shown> all;
        for (const Framing framing : framings) {
            const cv::Size size(small.width, small.height);
            const Frame frame = chooseFrame(ready.data(), framing, 0.36f, size);
            Shown shown = shownBy(frame, size);
            for (double* side : {&shown.left, &shown.top, &shown.right, &shown.bottom})
                *side /= scale;
            all.push_back(shown);
        }
        return all;
    }

private Q_SLOTS:
    void initTestCase() {
        studio_ = std::make_unique<Studio>(*faces::FaceModels::create());
        portrait_ = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
    }

    void hairCutByThePhotoEndsWithTheFrame() {
        constexpr int insideHair = 205; // its top is at 50, the hairline at 240
        const auto photo =
            portrait_.cropped({0, insideHair, portrait_.width(), portrait_.height() - insideHair});
        for (const Shown& shown : shownOf(photo))
            QVERIFY2(shown.top > -2, qPrintable(QString::number(shown.top)));
    }

    void shouldersCutByThePhotoEndWithTheFrame() {
        const auto photo = portrait_.cropped({0, 0, portrait_.width(), 900}); // through the tie
        for (const Shown& shown : shownOf(photo))
            QVERIFY2(shown.bottom < 902, qPrintable(QString::number(shown.bottom)));
        const auto half = portrait_.cropped({340, 0, portrait_.width() - 340, portrait_.height()});
        for (const Shown& shown : shownOf(half)) // beside the cheek, through the shoulder
            QVERIFY2(shown.left > -2, qPrintable(QString::number(shown.left)));
    }

    void aFaceThatFillsThePhotoIsFramedInsideIt() {
        const auto photo = portrait_.cropped({360, 190, 580, 640});
        for (const Shown& shown : shownOf(photo)) {
            QVERIFY(shown.left > -2 && shown.top > -2);
            QVERIFY(shown.right < photo.width() + 2 && shown.bottom < photo.height() + 2);
            QVERIFY(shown.bottom - shown.top > 0.85 * photo.height()); // and no tighter than it must
        }
    }

    void whatEndsBesideThePersonIsExtended() {
        // Wall on both sides and above: those frames are free to reach beyond it.
        const auto photo = portrait_.cropped({150, 10, 950, portrait_.height() - 10});
        constexpr std::size_t wide = 2;
        QCOMPARE(framings[wide], Framing::Wide);
        const double top = shownOf(photo)[wide].top; // the hair begins at 40
        QVERIFY2(top < -5, qPrintable(QString::number(top)));
    }
};

QTEST_APPLESS_MAIN(StudioFramingTest)
#include "tst_studio_framing.moc"
