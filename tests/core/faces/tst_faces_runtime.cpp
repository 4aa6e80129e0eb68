#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/faces/face_detector.h"
#include "core/faces/onnx_runtime.h"
#include "core/faces/person_mask.h"
#include "core/faces/person_matte.h"
#include "tests/core/faces/installed_for_tests.h"
#include "tests/core/images/image_fixtures.h"

#include <QScopeGuard>
#include <QTemporaryDir>

#include <cmath>
#include <fstream>

using namespace headroom;
using namespace headroom::faces;

// The optional runtime. What needs the real one is skipped when packaging/fetch-models was not run.
class FacesRuntimeTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    InstalledModels installed_;

    std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }
    std::filesystem::path file(const char* name, std::string_view bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
        return path(name);
    }
    /// What is logged while `work` runs.
    template <class Work>
    static std::string logged(Work&& work) {
        std::string lines;
        const auto restore = qScopeGuard([] { log::setSink({}); });
        log::setSink([&](log::Level, std::string_view line) { lines.append(line).append("\n"); });
        work();
        return lines;
    }
    static Tensor ramp(std::vector<int> shape) {
        std::size_t count = 1;
        for (const int side : shape)
            count *= static_cast<std::size_t>(side);
        Tensor tensor{std::move(shape), std::vector<float>(count)};
        for (std::size_t i = 0; i < count; ++i)
            tensor.values[i] = 0.5f + 0.5f * std::sin(static_cast<float>(i) * 0.0137f);
        return tensor;
    }

private Q_SLOTS:
    void initTestCase() {
        const auto found = fixtures::installedModels();
        QVERIFY2(found.has_value(), found ? "" : describe(found.error()).c_str());
        installed_ = *found;
    }

    void aFolderWithoutAListHasNothing() {
        QVERIFY(findInstalledModels(path("no-such-folder"))->runtime.empty());
        file("libonnxruntime.so.1", "not listed");
        QVERIFY(findInstalledModels(path("."))->runtime.empty());
        std::filesystem::remove(path("libonnxruntime.so.1"));
    }

    void filesCountOnlyAsTheListSays() {
        const QTemporaryDir other;
        const std::filesystem::path place = other.path().toStdString();
        const auto put = [&](const char* name, const std::string& text) {
            std::ofstream(place / name, std::ios::binary) << text;
        };
        const std::string digest = toHex(sha256("a network"));
        put("SHA256SUMS", digest + "  isnet.onnx\n" + digest + "  something-else\nnonsense\n");
        QCOMPARE(findInstalledModels(place).error().code, ErrorCode::FileAccess); // listed and gone
        put("isnet.onnx", "a network");
        QCOMPARE(findInstalledModels(place)->matte, place / "isnet.onnx");
        QVERIFY(findInstalledModels(place)->runtime.empty());
        put("isnet.onnx", "a netwoRk");
        QCOMPARE(findInstalledModels(place).error().code, ErrorCode::Corrupt);
    }

    void whatIsDamagedIsLeftOut() {
        const QTemporaryDir other;
        const std::filesystem::path place = other.path().toStdString();
        std::ofstream(place / "SHA256SUMS") << toHex(sha256("whole")) << "  libonnxruntime.so.1\n";
        std::ofstream(place / "libonnxruntime.so.1") << "who";
        InstalledModels usable;
        const std::string lines = logged([&] { usable = usableModels(place); });
        QVERIFY(usable.runtime.empty() && usable.matte.empty());
        QVERIFY2(lines.find("differs from SHA256SUMS") != std::string::npos, lines.c_str());
    }

    void whatIsNoRuntimeIsRefused() {
        QCOMPARE(OnnxRuntime::load(path("absent.so")).error().code, ErrorCode::FileAccess);
        QCOMPARE(OnnxRuntime::load(file("empty.so", "")).error().code, ErrorCode::Corrupt);
        QCOMPARE(OnnxRuntime::load(file("text.so", std::string(5000, 'x'))).error().code, ErrorCode::Corrupt);
        std::ifstream own(OLD_RUNTIME, std::ios::binary);
        const std::string whole{std::istreambuf_iterator<char>(own), {}};
        for (const std::size_t length : {std::size_t{30}, std::size_t{100}, std::size_t{1000}}) {
            QCOMPARE(OnnxRuntime::load(file("cut.so", whole.substr(0, length))).error().code,
                     ErrorCode::Corrupt);
        }
        // Any other library.
        QCOMPARE(OnnxRuntime::load(OTHER_LIBRARY).error().code, ErrorCode::Corrupt);
    }

    void anOldRuntimeIsNotUsed() {
        QCOMPARE(OnnxRuntime::load(OLD_RUNTIME).error().code, ErrorCode::Unavailable);
        std::shared_ptr<const FaceModels> models;
        const std::string lines =
            logged([&] { models = FaceModels::create({.runtime = OLD_RUNTIME, .matte = "x"}).value(); });
        QVERIFY2(lines.find("too old") != std::string::npos, lines.c_str());
        QCOMPARE(models->runtime(), std::string("OpenCV"));
        QVERIFY(!models->matting());
        const auto picture = fixtures::decoded(fixtures::photoBytes("astronaut.jpg"));
        QCOMPARE(detectFaces(*models, picture)->size(), std::size_t(1));
        QVERIFY(!personMatte(*models, picture)->has_value());
    }

    void aCutRuntimeFallsBack() {
        if (installed_.runtime.empty()) QSKIP("no ONNX Runtime here: packaging/fetch-models gets it");
        std::ifstream real(installed_.runtime, std::ios::binary);
        std::string part(20'000'000, '\0');
        real.read(part.data(), static_cast<std::streamsize>(part.size()));
        const auto cut = file("half.so", part);
        QCOMPARE(OnnxRuntime::load(cut).error().code, ErrorCode::Corrupt);
        const std::string lines = logged([&] {
            QCOMPARE(FaceModels::create({.runtime = cut, .matte = {}}).value()->runtime(),
                     std::string("OpenCV"));
        });
        QVERIFY2(lines.find("cut off") != std::string::npos, lines.c_str());
    }

    void aBrokenMatteIsLeftOut() {
        if (installed_.runtime.empty()) QSKIP("no ONNX Runtime here: packaging/fetch-models gets it");
        for (const std::string& bytes : {std::string(), std::string(5000, '\x7f')}) {
            const auto broken = file("broken.onnx", bytes);
            const auto models = FaceModels::create({.runtime = installed_.runtime, .matte = broken}).value();
            const std::string lines = logged([&] { QVERIFY(!models->matting()); });
            QVERIFY2(lines.find("finer matte") != std::string::npos, lines.c_str());
            QVERIFY(!models->matting());
        }
    }

    void bothRuntimesAgree() {
        if (installed_.runtime.empty()) QSKIP("no ONNX Runtime here: packaging/fetch-models gets it");
        const auto cv = FaceModels::create().value(), fast = FaceModels::create(installed_).value();
        QVERIFY2(fast->runtime().starts_with("ONNX Runtime 1."), fast->runtime().c_str());
        struct Case {
            const Inference& slow;
            const Inference& fast;
            std::vector<int> input;
            std::vector<std::string> outputs;
        };
        for (const Case& one : {Case{cv->detector(), fast->detector(), {1, 3, 192, 192}, {"out0", "out1"}},
                                Case{cv->landmarks(), fast->landmarks(), {1, 3, 192, 192}, {"out0", "out1"}},
                                Case{cv->segmenter(), fast->segmenter(), {1, 3, 256, 256}, {"out0"}}}) {
            const Tensor input = ramp(one.input);
            const auto a = one.slow.run(input, one.outputs).value(),
                       b = one.fast.run(input, one.outputs).value();
            QCOMPARE(a.size(), one.outputs.size());
            for (std::size_t i = 0; i < a.size(); ++i) {
                QCOMPARE(a[i].values.size(), b[i].values.size());
                for (std::size_t k = 0; k < a[i].values.size(); ++k) {
                    const float allowed = 1e-3f * std::max(1.f, std::abs(a[i].values[k]));
                    QVERIFY(std::abs(a[i].values[k] - b[i].values[k]) < allowed);
                }
            }
            QCOMPARE(one.fast.run(input, {"no such output"}).error().code, ErrorCode::Internal);
            QCOMPARE(one.fast.run(ramp({1, 3, 10, 10}), one.outputs).error().code, ErrorCode::Internal);
        }
        const auto picture = fixtures::decoded(fixtures::photoBytes("white_house_2013.jpg"));
        const auto slowFaces = detectFaces(*cv, picture).value(),
                   fastFaces = detectFaces(*fast, picture).value();
        QCOMPARE(slowFaces.size(), fastFaces.size());
        QVERIFY(std::abs(slowFaces.front().box.x - fastFaces.front().box.x) < 0.1f);
    }

    void theMatteKnowsThePerson() {
        if (installed_.matte.empty()) QSKIP("no finer matte here: packaging/fetch-models gets it");
        const auto models = FaceModels::create(installed_).value();
        const auto picture = fixtures::decoded(fixtures::photoBytes("white_house_2012.jpg"));
        const auto matte = personMatte(*models, picture).value();
        QVERIFY(matte.has_value());
        QCOMPARE(matte->width, picture.width());
        QCOMPARE(matte->height, picture.height());
        QVERIFY(matte->at(picture.width() / 2, picture.height() / 2) > 0.95f);
        QVERIFY(matte->at(10, 10) < 0.05f);
        const auto mask = personMask(*models, picture).value();
        double difference = 0;
        for (std::size_t i = 0; i < mask.values.size(); ++i)
            difference += std::abs(mask.values[i] - matte->values[i]);
        QVERIFY(difference / static_cast<double>(mask.values.size()) < 0.1);
        QCOMPARE(personMatte(*models, images::Bitmap(50, 50, 1)).error().code, ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(FacesRuntimeTest)
#include "tst_faces_runtime.moc"
