#include "core/faces/likeness.h"
#include "core/images/image_decode.h"
#include "core/images/image_resize.h"
#include "core/studio/studio.h"
#include "tests/core/faces/installed_for_tests.h"
#include "tests/core/studio/studio_fixtures.h"

#include <QTest>

#include <map>

using namespace headroom;

// Whether a comparison of faces tells people apart, in photos and in what the studio makes of them. Needs the
// network of packaging/fetch-models --likeness.
class LikenessTest : public QObject {
    Q_OBJECT

    std::shared_ptr<const faces::FaceModels> models_;
    std::map<std::string, std::string> photos_; ///< bytes, by name
    std::map<std::string, faces::FaceSignature> sources_;

    faces::FaceSignature signatureOf(const images::Bitmap& picture) const {
        const auto signature = faces::faceSignature(*models_, picture, fixtures::meshIn(*models_, picture));
        if (!signature || !*signature) qFatal("no signature");
        return **signature;
    }
    images::Bitmap decoded(const std::string& bytes, int edge = 1600) const {
        return images::decodeImage(bytes, edge).value().pixels;
    }

private Q_SLOTS:
    void initTestCase() {
        const auto installed = fixtures::installedModels();
        QVERIFY2(installed.has_value(), installed ? "" : describe(installed.error()).c_str());
        if (installed->likeness.empty()) QSKIP("needs packaging/fetch-models --likeness");
        models_ = *faces::FaceModels::create(*installed);
        for (const char* name : {"astronaut", "grace_hopper", "white_house_2012", "white_house_2013"}) {
            photos_[name] = fixtures::photoBytes(std::string(name) + ".jpg");
            sources_.emplace(name, signatureOf(decoded(photos_[name])));
        }
    }

    void peopleAreToldApart() {
        for (const auto& [a, first] : sources_) {
            for (const auto& [b, second] : sources_) {
                if (a >= b) continue;
                const float likeness = first.likenessTo(second);
                qInfo("%s and %s: %.2f", a.c_str(), b.c_str(), static_cast<double>(likeness));
                QVERIFY2(likeness < faces::samePersonFrom - 0.05F, (a + " " + b).c_str());
            }
        }
    }

    void aSmallerOrDimmerPictureIsTheSamePerson() {
        for (const auto& [name, bytes] : photos_) {
            const images::Bitmap small = decoded(bytes, 500);
            images::Bitmap dim = decoded(bytes);
            for (std::size_t i = 0; i < dim.sizeBytes(); ++i)
                dim.data()[i] = static_cast<std::uint8_t>(dim.data()[i] * 55 / 100);
            for (const images::Bitmap* picture : {&small, static_cast<const images::Bitmap*>(&dim)}) {
                const float likeness = signatureOf(*picture).likenessTo(sources_.at(name));
                QVERIFY2(likeness > faces::samePersonFrom + 0.1F, qPrintable(QString::number(likeness)));
            }
        }
    }

    void theStudioKeepsThePerson() {
        const studio::Studio studio(models_);
        float lowest = 1;
        float highestOfOthers = -1;
        for (const auto& [name, bytes] : photos_) {
            const auto photo = fixtures::analysed(studio, bytes);
            for (const char* style : {"charcoal", "clean-white", "monochrome"}) {
                const auto picture = fixtures::rendered(studio, photo, style);
                const faces::FaceSignature made =
                    signatureOf(*images::fitted(picture, 640, 640, images::FrameFit::Contain));
                const float likeness = made.likenessTo(sources_.at(name));
                lowest = std::min(lowest, likeness);
                QVERIFY2(
                    likeness >= faces::samePersonFrom + 0.05F,
                    qPrintable(QString::number(likeness) + QString::fromStdString(" " + name + " " + style)));
                for (const auto& [other, signature] : sources_)
                    if (other != name)
                        highestOfOthers = std::max(highestOfOthers, made.likenessTo(signature));
            }
        }
        qInfo("studio: the same person from %.2f, others up to %.2f", static_cast<double>(lowest),
              static_cast<double>(highestOfOthers));
        QVERIFY(highestOfOthers < faces::samePersonFrom - 0.05F);
    }
};

QTEST_GUILESS_MAIN(LikenessTest)
#include "tst_studio_likeness.moc"
