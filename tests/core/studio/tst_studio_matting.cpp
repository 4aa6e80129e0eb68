#include "core/studio/alpha_refinement.h"
#include "core/studio/colour_spill.h"
#include "core/studio/foreground_colours.h"
#include "core/studio/guided_filter.h"
#include "core/studio/random_source.h"

#include <QTest>

#include <cmath>

using namespace headroom::studio;

namespace {

/// A red disc with a soft edge over blue, with its true alpha.
struct Disc {
    Colours picture;
    Plane alpha;
    cv::Mat1b trimap;
};

Disc softDisc(int side, float noise) {
    Disc disc{Colours(side, side), Plane(side, side), cv::Mat1b(side, side)};
    RandomSource random(7);
    const float middle = static_cast<float>(side) / 2, radius = middle * 0.6f;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const float d = std::hypot(static_cast<float>(x) - middle, static_cast<float>(y) - middle);
            const float a = clamp01((radius - d) / 8 + 0.5f);
            disc.alpha(y, x) = a;
            disc.trimap(y, x) = std::fabs(d - radius) < 12 ? 128 : d < radius ? 255 : 0;
            const float n = noise * random.gaussian();
            disc.picture(y, x) =
                cv::Vec3f(0.8f * a + 0.1f * (1 - a) + n, 0.2f + n, 0.1f * a + 0.7f * (1 - a) + n);
        }
    }
    return disc;
}

/// A brown head with a white collar below it, before a wall that shines on its edge and over it; `alpha` is a
/// little too wide, as that of networks is.
struct Head {
    Colours picture;
    Plane alpha;
    float height = 150;
};

constexpr int headSide = 240;
constexpr float headRadius = 80;

Head headBefore(const cv::Vec3f& wall) {
    Head head{Colours(headSide, headSide), Plane(headSide, headSide)};
    const cv::Vec3f hair(0.36f, 0.27f, 0.20f), collar(0.9f, 0.9f, 0.9f);
    for (int y = 0; y < headSide; ++y) {
        for (int x = 0; x < headSide; ++x) {
            const float d = std::hypot(static_cast<float>(x) - 120, static_cast<float>(y) - 120);
            const float own = clamp01((headRadius - 2 - d) / 6 + 0.5f);
            head.picture(y, x) = (y > 165 ? collar : hair) * own + wall * (1 - own);
            head.alpha(y, x) = clamp01((headRadius + 2 - d) / 3 + 0.5f);
        }
    }
    return head;
}

float meanError(const Plane& a, const Plane& b, const cv::Mat& where) {
    return static_cast<float>(cv::mean(cv::abs(a - b), where)[0]);
}

} // namespace

class StudioMattingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closedFormFindsTheTrueAlphaFromAHardPrior() {
        const Disc disc = softDisc(160, 0.01f);
        Plane prior(disc.alpha.size());
        for (int y = 0; y < prior.rows; ++y) {
            for (int x = 0; x < prior.cols; ++x)
                prior(y, x) = disc.alpha(y, x) > 0.5f ? 1.f : 0.f;
        }
        const Plane weight(prior.size(), 0.001f);
        const cv::Mat band = disc.trimap == 128;
        const float before = meanError(prior, disc.alpha, band);
        const Plane found = closedFormAlpha({disc.picture, prior, disc.trimap, weight});
        const float after = meanError(found, disc.alpha, band);
        QVERIFY2(after < 0.3f * before, qPrintable(QStringLiteral("%1 -> %2").arg(before).arg(after)));
    }

    void knownPixelsStayKnown() {
        const Disc disc = softDisc(80, 0.05f);
        const Plane found =
            closedFormAlpha({disc.picture, disc.alpha, disc.trimap, Plane(disc.alpha.size(), 0.01f)});
        for (int y = 0; y < found.rows; ++y) {
            for (int x = 0; x < found.cols; ++x) {
                QVERIFY(found(y, x) >= 0 && found(y, x) <= 1);
                if (disc.trimap(y, x) != 128) QCOMPARE(found(y, x), disc.trimap(y, x) == 255 ? 1.f : 0.f);
            }
        }
    }

    void nothingUnknownIsNoWork() {
        Disc disc = softDisc(40, 0);
        disc.trimap.setTo(255);
        const Plane found =
            closedFormAlpha({disc.picture, disc.alpha, disc.trimap, Plane(disc.alpha.size(), 0.01f)});
        QCOMPARE(cv::countNonZero(found != 1), 0);
    }

    void oldBackdropIsTakenOutOfSoftEdges() {
        const Disc disc = softDisc(128, 0);
        const Colours own = foregroundColours(disc.picture, disc.alpha);
        float worstBlue = 0;
        for (int y = 0; y < own.rows; ++y) {
            for (int x = 0; x < own.cols; ++x) {
                if (disc.alpha(y, x) > 0.2f && disc.alpha(y, x) < 0.8f)
                    worstBlue = std::max(worstBlue, own(y, x)[2]);
            }
        }
        QVERIFY2(worstBlue < 0.25f,
                 qPrintable(QString::number(worstBlue))); // 0.1 is the disc's own, 0.7 the backdrop's
    }

    void aBlueWallIsTakenOutOfTheEdge() {
        const Head before = headBefore({0.12f, 0.43f, 0.90f});
        Head head{before.picture.clone(), before.alpha.clone()};
        removeSpill(head.picture, head.alpha, head.height);
        const auto bluest = [](const Head& h) {
            float most = -1;
            for (int y = 0; y < 150; ++y) { // hair
                for (int x = 0; x < headSide; ++x) {
                    if (h.alpha(y, x) > 0.3f) most = std::max(most, h.picture(y, x)[2] - h.picture(y, x)[0]);
                }
            }
            return most;
        };
        QVERIFY(bluest(before) > 0.5f);
        QVERIFY2(bluest(head) < 0.12f, qPrintable(QString::number(bluest(head))));
        const cv::Rect inside(70, 70, 100, 60), collar(90, 172, 60, 14);
        QVERIFY(cv::norm(head.picture(inside), before.picture(inside), cv::NORM_INF) < 0.02);
        QVERIFY(cv::norm(head.picture(collar), before.picture(collar), cv::NORM_INF) < 0.05);
        QVERIFY(head.alpha(120, 120) == 1 && head.alpha(5, 5) == 0);
    }

    void aGreyWallChangesNothing() {
        for (const float grey : {0.1f, 0.5f, 0.95f}) {
            const Head before = headBefore({grey, grey, grey});
            Head head{before.picture.clone(), before.alpha.clone()};
            removeSpill(head.picture, head.alpha, head.height);
            QCOMPARE(cv::norm(head.picture, before.picture, cv::NORM_INF), 0.0);
            QCOMPARE(cv::norm(head.alpha, before.alpha, cv::NORM_INF), 0.0);
        }
    }

    void edgesSurviveSmoothing() {
        Plane step(64, 64);
        RandomSource random(3);
        for (int y = 0; y < 64; ++y) {
            for (int x = 0; x < 64; ++x)
                step(y, x) = (x < 32 ? 0.2f : 0.8f) + 0.02f * random.gaussian();
        }
        const Plane smooth = edgePreserved(step, 6, 0.003f);
        QVERIFY(smooth(32, 28) < 0.25f && smooth(32, 35) > 0.75f);
        cv::Scalar mean, before, after;
        cv::meanStdDev(step(cv::Rect(4, 4, 20, 56)), mean, before);
        cv::meanStdDev(smooth(cv::Rect(4, 4, 20, 56)), mean, after);
        QVERIFY(after[0] < 0.4 * before[0]);
    }
};

QTEST_APPLESS_MAIN(StudioMattingTest)
#include "tst_studio_matting.moc"
