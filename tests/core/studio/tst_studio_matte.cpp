#include "core/faces/face_landmarks.h"
#include "core/studio/matte_fusion.h"

#include <QTest>

using namespace headroom;
using namespace headroom::studio;

// How the finer matte and the coarse mask correct each other, on drawn ones: a person from x = 100 to 300 of
// a picture of 400 x 400, with a face 100 pixels high whose chin is at y = 150.
class StudioMatteTest : public QObject {
    Q_OBJECT

    faces::FaceMesh mesh_;
    Plane person_;

    static void fill(Plane& plane, const cv::Rect& area, float value) { plane(area).setTo(value); }

private Q_SLOTS:
    void initTestCase() {
        mesh_.points[faces::landmark::foreheadTop] = {200, 50, 0};
        mesh_.points[faces::landmark::chin] = {200, 150, 0};
        QCOMPARE(mesh_.height(), 100.f);
        person_ = Plane(400, 400, 0.f);
        fill(person_, {100, 20, 200, 380}, 1);
    }

    void whereBothAgreeNothingChanges() {
        const Plane fused = fusedMatte(person_, person_, mesh_);
        QCOMPARE(cv::norm(fused, person_, cv::NORM_INF), 0.);
    }

    void halfHolesWellInsideAreFilled() {
        Plane matte = person_.clone();
        fill(matte, {180, 300, 30, 30}, 0.4f); // a dark jacket
        QVERIFY(fusedMatte(matte, person_, mesh_)(315, 195) > 0.95f);
    }

    void aGapThatTheMatteIsSureOfStays() {
        Plane matte = person_.clone();
        fill(matte, {180, 300, 30, 30}, 0);
        QCOMPARE(fusedMatte(matte, person_, mesh_)(315, 195), 0.f);
    }

    void gapsInHairNeedMoreToBeFilledThanThoseInClothes() {
        Plane matte = person_.clone();
        fill(matte, {180, 60, 30, 30}, 0.22f);
        fill(matte, {180, 300, 30, 30}, 0.22f);
        const Plane fused = fusedMatte(matte, person_, mesh_);
        QCOMPARE(fused(75, 195), 0.22f);
        QVERIFY(fused(315, 195) > 0.5f);
    }

    void edgesAreTheMattes() {
        Plane matte = person_.clone();
        fill(matte, {300, 30, 5, 60}, 0.6f); // a curl just beyond the mask
        fill(matte, {295, 30, 5, 60}, 0.7f); // and just within
        const Plane fused = fusedMatte(matte, person_, mesh_);
        QCOMPARE(fused(60, 302), 0.6f);
        QCOMPARE(fused(60, 297), 0.7f);
    }

    void whatIsFarFromThePersonIsDropped() {
        Plane matte = person_.clone();
        fill(matte, {340, 100, 40, 200}, 1); // a plant
        const Plane fused = fusedMatte(matte, person_, mesh_);
        QCOMPARE(fused(200, 360), 0.f);
        QCOMPARE(fused(200, 200), 1.f);
    }
};

QTEST_APPLESS_MAIN(StudioMatteTest)
#include "tst_studio_matte.moc"
