#include "core/faces/face_landmarks.h"
#include "core/faces/face_measures.h"
#include "core/faces/person_mask.h"
#include "core/images/image_resize.h"
#include "tests/core/images/image_fixtures.h"

#include <cmath>
#include <thread>

using namespace headroom;
using namespace headroom::faces;

class FacesFindingTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const FaceModels> models_;

    FaceMesh meshOf(const images::Bitmap& picture) {
        const auto found = detectFaces(*models_, picture);
        if (!found || found->empty()) qFatal("no face in the fixture");
        return *findMesh(*models_, picture, found->front());
    }

private Q_SLOTS:
    void initTestCase() {
        auto models = FaceModels::create();
        QVERIFY2(models.has_value(), models ? "" : describe(models.error()).c_str());
        models_ = *models;
    }

    void everyPortraitHasOneFaceWhereItIs_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<double>("eyesX"); // parts of the picture's width and height, seen by eye
        QTest::addColumn<double>("eyesY");
        QTest::newRow("astronaut") << QByteArray("astronaut.jpg") << 0.44 << 0.21;
        QTest::newRow("hopper") << QByteArray("grace_hopper.jpg") << 0.51 << 0.38;
        QTest::newRow("2012") << QByteArray("white_house_2012.jpg") << 0.546 << 0.186;
        QTest::newRow("2013") << QByteArray("white_house_2013.jpg") << 0.548 << 0.341;
    }
    void everyPortraitHasOneFaceWhereItIs() {
        QFETCH(QByteArray, file);
        QFETCH(double, eyesX);
        QFETCH(double, eyesY);
        const auto picture = fixtures::decoded(fixtures::photoBytes(file.toStdString()));
        const auto found = detectFaces(*models_, picture);
        QVERIFY(found.has_value());
        QCOMPARE(countPeople(*found), 1);
        const FaceMesh mesh = *findMesh(*models_, picture, found->front());
        QVERIFY(mesh.confidence > 0.9f);
        QVERIFY(mesh.rightEye().x < mesh.leftEye().x);
        QVERIFY(mesh.at(landmark::foreheadTop).y < mesh.eyesMiddle().y);
        QVERIFY(mesh.eyesMiddle().y < mesh.at(landmark::chin).y);
        const Point eyes = mesh.eyesMiddle();
        const double dx = eyes.x / picture.width() - eyesX, dy = eyes.y / picture.height() - eyesY;
        QVERIFY2(std::hypot(dx, dy) < 0.06, qPrintable(QStringLiteral("off by %1 %2").arg(dx).arg(dy)));
    }

    void twoPeopleAreCountedAsTwo() {
        auto pair = fixtures::solid(1100, 512, 120, 120, 120);
        fixtures::paste(pair, fixtures::decoded(fixtures::photoBytes("astronaut.jpg")), 0, 0);
        fixtures::paste(pair, fixtures::decoded(fixtures::photoBytes("grace_hopper.jpg")), 560, 0);
        QCOMPARE(countPeople(*detectFaces(*models_, pair)), 2);
    }

    void noFaceIsFoundWhereThereIsNone() {
        QVERIFY(detectFaces(*models_, fixtures::solid(600, 400, 140, 110, 90))->empty());
        auto stripes = fixtures::solid(600, 400, 20, 20, 20);
        for (int y = 0; y < 400; ++y) {
            for (int x = 0; x < 600; ++x) {
                for (int c = 0; c < 3; ++c)
                    stripes.row(y)[3 * x + c] = (x / 20 + y / 13) % 2 ? 200 : 40;
            }
        }
        QVERIFY(detectFaces(*models_, stripes)->empty());
        QCOMPARE(detectFaces(*models_, images::Bitmap()).error().code, ErrorCode::InvalidInput);
        QCOMPARE(detectFaces(*models_, images::Bitmap(50, 50, 1)).error().code, ErrorCode::InvalidInput);
    }

    void measuresDoNotDependOnTheSizeOfThePicture() {
        const auto picture = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const auto half = *images::resized(picture, picture.width() / 2, picture.height() / 2);
        const auto large = measureFace(picture, meshOf(picture)), small = measureFace(half, meshOf(half));
        QVERIFY(std::abs(large.eyeDistance - 2 * small.eyeDistance) < 4);
        QVERIFY(std::abs(large.yawDegrees - small.yawDegrees) < 4);
        QVERIFY(std::abs(large.rollDegrees - small.rollDegrees) < 2);
        QVERIFY(std::abs(large.brightestLuma - small.brightestLuma) < 6);
        QVERIFY(std::abs(large.eyeOpening - small.eyeOpening) < 0.04f);
    }

    void tiltIsMeasuredWithItsSign() {
        // A quarter turn is too much for the detector's training; mirrored faces are as common as others.
        const auto picture = fixtures::decoded(fixtures::photoBytes("grace_hopper.jpg"));
        const auto mirrored = fixtures::storedFor(picture, 2);
        const float roll = meshOf(picture).rollDegrees();
        QVERIFY(roll < -1);
        QVERIFY(meshOf(mirrored).rollDegrees() > 1);
    }

    void maskCoversThePersonAndNotTheWall() {
        const auto picture = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"));
        const auto mask = personMask(*models_, picture);
        QVERIFY(mask.has_value());
        QCOMPARE(mask->width, picture.width());
        QCOMPARE(mask->height, picture.height());
        const Point nose = meshOf(picture).at(landmark::noseTip);
        QVERIFY(mask->at(int(nose.x), int(nose.y)) > 0.95f);
        QVERIFY(mask->at(picture.width() / 2, picture.height() - 20) > 0.9f); // the suit
        QVERIFY(mask->at(10, 10) < 0.05f);
        QVERIFY(mask->at(picture.width() - 10, 10) < 0.05f);
    }

    void sameAnswerFromEveryThread() {
        const auto picture = fixtures::decoded(fixtures::photoBytes("astronaut.jpg"));
        const FaceMesh expected = meshOf(picture);
        std::array<FaceMesh, 3> meshes;
        std::vector<std::thread> threads;
        for (auto& mesh : meshes)
            threads.emplace_back([&] { mesh = meshOf(picture); });
        for (auto& thread : threads)
            thread.join();
        for (const auto& mesh : meshes) {
            for (std::size_t i = 0; i < mesh.points.size(); ++i) {
                QCOMPARE(mesh.points[i].x, expected.points[i].x);
                QCOMPARE(mesh.points[i].y, expected.points[i].y);
            }
        }
    }
};

QTEST_APPLESS_MAIN(FacesFindingTest)
#include "tst_faces_finding.moc"
