#include "core/faces/face_detector.h"
#include "core/faces/face_mesh.h"
#include "core/generators/generators_limits.h"
#include "core/generators/picture_children.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/image_resize.h"
#include "core/images/provenance.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

using namespace headroom;
using namespace headroom::generators;
using images::Bitmap;

namespace {

std::filesystem::path bundled(const char* name) {
    return std::filesystem::path(HEADROOM_SOURCE_DIR) / "resources/photos" / name;
}

std::filesystem::path imageData(const char* name) {
    return std::filesystem::path(HEADROOM_SOURCE_DIR) / "tests/core/images/data" / name;
}

std::string bytesOf(const std::filesystem::path& from) {
    std::ifstream in(from, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

Bitmap pictureOf(const std::filesystem::path& file, int edge = 4096) {
    auto decoded = images::decodeImage(bytesOf(file), edge);
    if (!decoded) qFatal("%s", describe(decoded.error()).c_str());
    return std::move(decoded->pixels);
}

Bitmap plain(int width, int height, int value) {
    Bitmap picture(width, height, 3);
    std::memset(picture.data(), value, picture.sizeBytes());
    return picture;
}

void paste(Bitmap& onto, const Bitmap& piece, int x, int y) {
    for (int row = 0; row < piece.height(); ++row)
        std::memcpy(onto.row(y + row) + 3 * x, piece.row(row), piece.rowBytes());
}

std::string jpegOf(const Bitmap& picture) {
    return images::encodeImage(picture, {}).value();
}

/// With an EXIF block that turns the picture by 90 degrees and says where it was taken.
std::string withExif(const std::string& jpeg) {
    // TIFF, little-endian: one entry for the orientation (6), one that points to a camera's name.
    std::string tiff("II*\0\x08\0\0\0\x02\0"
                     "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"
                     "\x10\x01\x02\0\x0e\0\0\0\x26\0\0\0"
                     "\0\0\0\0"
                     "SecretCamera1",
                     52);
    std::string body = std::string("Exif\0\0", 6) + tiff;
    const auto size = static_cast<std::uint16_t>(body.size() + 2);
    const std::string head{'\xff', '\xe1', static_cast<char>(size >> 8), static_cast<char>(size & 0xff)};
    return jpeg.substr(0, 2) + head + body + jpeg.substr(2);
}

} // namespace

// The real engine in the real worker process.
class PicturesTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const faces::FaceModels> models_;

    static RenderProgram program() { return {.program = STUDIO_RENDER_WORKER, .arguments = {}}; }

    std::filesystem::path file(const std::string& bytes) const {
        const auto path = std::filesystem::path(folder_.path().toStdString()) / newUuid();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    std::filesystem::path emptyFolder() const {
        const auto path = std::filesystem::path(folder_.path().toStdString()) / newUuid();
        std::filesystem::create_directory(path);
        return path;
    }
    Result<PreparedPhoto> prepared(const std::filesystem::path& photo, const Preparation& wanted) const {
        return ChildPreparer(program()).prepare(photo, wanted, emptyFolder());
    }
    Result<JudgedResult> judged(const std::filesystem::path& result,
                                Origin origin = Origin::Generated) const {
        return ChildJudge(program()).judge({.file = result,
                                            .sources = {{PhotoId::make(), bundled("astronaut.jpg"), {}}},
                                            .consent = LikenessConsent::NotGiven,
                                            .origin = origin,
                                            .generator = "sketcher"},
                                           emptyFolder());
    }
    QString refusalOf(const Bitmap& result) const {
        const auto answer = judged(file(jpegOf(result)));
        if (answer) return {};
        return QString::fromStdString(describe(answer.error()));
    }
    faces::FaceMesh meshIn(const Bitmap& picture) const {
        const auto found = faces::detectFaces(*models_, picture);
        if (!found || found->empty()) qFatal("no face");
        return *faces::findMesh(*models_, picture, found->front());
    }

private Q_SLOTS:
    void initTestCase() { models_ = *faces::FaceModels::create(); }

    void preparedPhotosStayInsideEveryLimit_data() {
        QTest::addColumn<QString>("photo");
        QTest::addColumn<int>("edge");
        QTest::addColumn<int>("pixels");
        QTest::addColumn<int>("bytes");
        const auto source = QString::fromStdString(bundled("white_house_2013.jpg").string());
        QTest::newRow("edge") << source << 700 << 4'000'000 << 5'000'000;
        QTest::newRow("pixels") << source << 2048 << 300'000 << 5'000'000;
        QTest::newRow("bytes, by quality") << source << 1000 << 4'000'000 << 250'000;
        QTest::newRow("bytes, by size") << source << 2048 << 4'000'000 << 40'000;
        for (const char* name : {"portrait.heic", "portrait_16bit.png", "portrait_cmyk.jpg"})
            QTest::newRow(name) << QString::fromStdString(imageData(name).string()) << 64 << 4'000'000
                                << 5'000'000;
    }
    void preparedPhotosStayInsideEveryLimit() {
        QFETCH(QString, photo);
        QFETCH(int, edge);
        QFETCH(int, pixels);
        QFETCH(int, bytes);
        const auto answer =
            prepared(photo.toStdString(), {.edgeMax = edge, .pixelsMax = pixels, .bytesMax = bytes});
        QVERIFY2(answer.has_value(), answer ? "" : describe(answer.error()).c_str());
        const std::string jpeg = bytesOf(answer->file);
        const auto info = images::probeImage(jpeg).value();
        QCOMPARE(info.format, images::ImageFormat::Jpeg);
        QCOMPARE(info.width, answer->width);
        QCOMPARE(info.height, answer->height);
        QVERIFY(std::max(info.width, info.height) <= edge);
        QVERIFY(info.width * info.height <= pixels);
        QVERIFY(static_cast<int>(jpeg.size()) <= bytes);
        const auto original = images::probeImage(bytesOf(photo.toStdString())).value();
        const double stretch =
            static_cast<double>(info.width) / info.height * original.height / original.width;
        QVERIFY2(std::abs(stretch - 1) < 0.04, qPrintable(QString::number(stretch)));
    }

    void preparedPhotosAreUprightAndSayNothingElse() {
        const std::string plainJpeg = bytesOf(bundled("astronaut.jpg"));
        const std::string turned = withExif(plainJpeg);
        const auto before = images::probeImage(plainJpeg).value();
        const auto read = images::probeImage(turned).value();
        QVERIFY(turned.find("SecretCamera") != std::string::npos);
        const auto answer = prepared(file(turned), {});
        QVERIFY2(answer.has_value(), answer ? "" : describe(answer.error()).c_str());
        QCOMPARE(read.width, before.height); // the EXIF block is one that readers understand
        QCOMPARE(answer->width * before.width, answer->height * before.height);
        const std::string jpeg = bytesOf(answer->file);
        for (const char* trace : {"SecretCamera", "http://ns.adobe.com", "Photoshop"})
            QVERIFY2(jpeg.find(trace) == std::string::npos, trace);
        // Same photo without the block: turned as its camera meant it.
        const Bitmap upright = pictureOf(answer->file, 512);
        const Bitmap lying = pictureOf(bundled("astronaut.jpg"), 512);
        QCOMPARE(upright.width(), lying.height());
    }

    void aPhotoThatIsTooLongIsCutAroundTheFace_data() {
        QTest::addColumn<int>("x");
        QTest::addColumn<bool>("upright");
        QTest::newRow("left") << 20 << false;
        QTest::newRow("right") << 2500 << false;
        QTest::newRow("upright") << 1800 << true;
    }
    void aPhotoThatIsTooLongIsCutAroundTheFace() {
        QFETCH(int, x);
        QFETCH(bool, upright);
        const Bitmap portrait =
            *images::fitted(pictureOf(bundled("astronaut.jpg")), 700, 700, images::FrameFit::Contain);
        Bitmap wide = upright ? plain(720, 3400, 120) : plain(3400, 720, 120);
        paste(wide, portrait, upright ? 5 : x, upright ? x : 5);
        const auto answer = prepared(file(jpegOf(wide)), {.edgeMax = 1500, .aspectMax = 2.0});
        QVERIFY2(answer.has_value(), answer ? "" : describe(answer.error()).c_str());
        const Bitmap picture = pictureOf(answer->file);
        QVERIFY(std::max(picture.width(), picture.height()) <=
                2 * std::min(picture.width(), picture.height()));
        const auto face = meshIn(picture).bounds();
        QVERIFY(face.x > 0 && face.y > 0);
        QVERIFY(face.x + face.width < static_cast<float>(picture.width()));
        QVERIFY(face.y + face.height < static_cast<float>(picture.height()));
    }

    void aPortraitIsFramedAsAHeadshot() {
        const auto answer = prepared(bundled("white_house_2012.jpg"), {.part = PhotoPart::Portrait});
        QVERIFY2(answer.has_value(), answer ? "" : describe(answer.error()).c_str());
        QVERIFY(std::abs(answer->width / 0.8 - answer->height) < 3);
        const Bitmap picture = pictureOf(answer->file);
        const auto mesh = meshIn(picture);
        const double share = mesh.height() / static_cast<double>(picture.height());
        QVERIFY2(share > 0.22 && share < 0.65, qPrintable(QString::number(share)));
    }

    void whatIsNoPhotoIsRefusedAsOne_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::newRow("text") << QByteArray("hello") << "photo_not_an_image";
        QTest::newRow("cut") << QByteArray::fromStdString(bytesOf(bundled("astronaut.jpg")).substr(0, 30'000))
                             << "photo_not_an_image";
        QTest::newRow("nobody to cut around")
            << QByteArray::fromStdString(jpegOf(plain(2000, 200, 90))) << "photo_no_face";
    }
    void whatIsNoPhotoIsRefusedAsOne() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        const auto answer = prepared(file(bytes.toStdString()), {});
        QVERIFY(!answer);
        QCOMPARE(QString::fromUtf8(name(answer.error().code).data()), code);
    }

    void aResultBecomesAHeadshotWithItsMark_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<bool>("altered");
        QTest::newRow("square") << 1024 << 1024 << false;
        QTest::newRow("upright 2:3") << 832 << 1248 << true;
        QTest::newRow("as headshots are") << 1200 << 1500 << false;
    }
    void aResultBecomesAHeadshotWithItsMark() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(bool, altered);
        const Bitmap result = *images::fitted(pictureOf(bundled("white_house_2013.jpg")), width, height,
                                              images::FrameFit::Cover);
        const auto answer = judged(file(jpegOf(result)), altered ? Origin::Altered : Origin::Generated);
        QVERIFY2(answer.has_value(), answer ? "" : describe(answer.error()).c_str());
        QVERIFY(answer->width >= 1024 && answer->height >= 1280);
        QCOMPARE(answer->width * 5, answer->height * 4);
        QVERIFY(answer->likeness == Likeness::NotChecked);
        const std::string jpeg = bytesOf(answer->file);
        const auto mark = images::readProvenance(jpeg).value();
        QVERIFY(mark.has_value());
        QCOMPARE(QString::fromUtf8(images::iptcTerm(mark->sourceType).data()),
                 altered ? "compositeWithTrainedAlgorithmicMedia" : "trainedAlgorithmicMedia");
        QVERIFY(mark->creatorTool.find("(sketcher)") != std::string::npos);
        const Bitmap headshot = pictureOf(answer->file);
        const auto mesh = meshIn(headshot);
        const double line = mesh.eyesMiddle().y / static_cast<double>(headshot.height());
        QVERIFY2(line > 0.2 && line < 0.55, qPrintable(QString::number(line)));
        if (width == 1200) // framed already: nothing is cut away, nothing enlarged
            QCOMPARE(answer->height, 1500);
    }

    void aSmallFaceIsCutOutOfALargePicture() {
        const Bitmap portrait = *images::fitted(pictureOf(bundled("white_house_2013.jpg")), 1000, 1000,
                                                images::FrameFit::Contain);
        Bitmap large = plain(2600, 2600, 160);
        paste(large, portrait, 1600, 1550);
        const auto answer = judged(file(jpegOf(large)));
        QVERIFY2(answer.has_value(), answer ? "" : describe(answer.error()).c_str());
        const Bitmap headshot = pictureOf(answer->file);
        const double share = meshIn(headshot).height() / static_cast<double>(headshot.height());
        QVERIFY2(share > 0.25 && share < 0.36, qPrintable(QString::number(share)));
    }

    void whatIsNoHeadshotIsRefusedWithTheReason() {
        const Bitmap portrait =
            *images::fitted(pictureOf(bundled("white_house_2013.jpg")), 1024, 1280, images::FrameFit::Cover);
        QCOMPARE(refusalOf(portrait), QString());
        QCOMPARE(refusalOf(plain(1024, 1280, 0)), QStringLiteral("result_not_usable: no face"));
        Bitmap two = plain(2048, 1280, 90);
        paste(two, portrait, 0, 0);
        paste(two, portrait, 1024, 0);
        QCOMPARE(refusalOf(two), QStringLiteral("result_not_usable: 2 faces"));
        const auto face = meshIn(portrait).bounds();
        const int through = static_cast<int>(face.y + 0.75F * face.height);
        QCOMPARE(refusalOf(portrait.cropped({0, 0, 1024, through})),
                 QStringLiteral("result_not_usable: the face is cut off"));
        QCOMPARE(refusalOf(*images::resized(portrait, 400, 500)),
                 QStringLiteral("result_not_usable: too few pixels"));
        const Bitmap blurred = *images::resized(*images::resized(portrait, 43, 54), 1024, 1280);
        QCOMPARE(refusalOf(blurred), QStringLiteral("result_not_usable: blurred"));
    }

    void brokenFilesAreRefusedAsBroken_data() {
        QTest::addColumn<QByteArray>("bytes");
        const std::string whole = bytesOf(bundled("astronaut.jpg"));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a page instead of a picture") << QByteArray("<html>rate limited</html>");
        QTest::newRow("cut") << QByteArray::fromStdString(whole.substr(0, whole.size() / 2));
    }
    void brokenFilesAreRefusedAsBroken() {
        QFETCH(QByteArray, bytes);
        const auto answer = judged(file(bytes.toStdString()));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::ResultNotUsable);
        QVERIFY2(answer.error().detail.starts_with("broken"), answer.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(PicturesTest)
#include "tst_generators_pictures.moc"
