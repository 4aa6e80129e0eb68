#include "core/data_copy/zip/zip_writer.h"
#include "tests/support/unzipped.h"

#include <QTest>

using namespace headroom;
using namespace headroom::data_copy;

namespace {

/// Bytes from memory; fails after `failAfter` of them, if that is not negative.
class Bytes final : public EntrySource {
public:
    explicit Bytes(std::string bytes, std::int64_t failAfter = -1)
        : bytes_(std::move(bytes))
        , failAfter_(failAfter) {}
    Result<void> open() override {
        at_ = 0;
        return {};
    }
    Result<std::size_t> read(char* buffer, std::size_t room) override {
        if (failAfter_ >= 0 && static_cast<std::int64_t>(at_) >= failAfter_)
            return fail(ErrorCode::Timeout, "the source went away");
        const std::size_t most = failAfter_ >= 0 ? static_cast<std::size_t>(failAfter_) : bytes_.size();
        const std::size_t count = std::min(room, most - at_);
        std::copy_n(bytes_.data() + at_, count, buffer);
        at_ += count;
        return count;
    }
    void close() override {}

private:
    std::string bytes_;
    std::int64_t failAfter_;
    std::size_t at_ = 0;
};

ZipEntry entry(std::string name, std::size_t size, Packing packing = Packing::Stored) {
    return {.name = std::move(name),
            .sizeBytes = static_cast<std::int64_t>(size),
            .modified = {1'700'000'000'000},
            .packing = packing};
}

Result<void> goOn() {
    return {};
}

} // namespace

class ZipTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(folder_.path().toStdString()) / name;
    }
    int filesInFolder() const {
        return static_cast<int>(QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden).size());
    }

private Q_SLOTS:
    void init() {
        for (const QString& name : QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden))
            QVERIFY(QFile::remove(folder_.filePath(name)));
    }

    void anotherProgramReadsWhatWasWritten() {
        const std::string text(300'000, 'a');
        std::string picture;
        for (int i = 0; i < 200'000; ++i)
            picture += static_cast<char>(i * 7919 % 251);
        auto zip = ZipWriter::create(path("a.zip"));
        QVERIFY(zip.has_value());
        QVERIFY(zip->add(entry("data.json", text.size(), Packing::Deflated), std::make_unique<Bytes>(text)));
        QVERIFY(zip->add(entry("photos/Füße 東京.jpg", picture.size()), std::make_unique<Bytes>(picture)));
        QVERIFY(zip->add(entry("photos/empty.jpg", 0), std::make_unique<Bytes>("")));
        QVERIFY(zip->write(goOn));
        const auto files = test::unzipped(QString::fromStdString(path("a.zip").string()));
        QCOMPARE(files.size(), 3);
        QCOMPARE(files.value(QStringLiteral("data.json")).toStdString(), text);
        QCOMPARE(files.value(QString::fromUtf8("photos/Füße 東京.jpg")).toStdString(), picture);
        QVERIFY(files.contains(QStringLiteral("photos/empty.jpg")));
        // Texts are packed, pictures are not.
        const auto size = std::filesystem::file_size(path("a.zip"));
        QVERIFY(size > picture.size() && size < picture.size() + 20'000);
    }

    void aSourceThatFailsLeavesNoFile() {
        auto zip = std::make_unique<Result<ZipWriter>>(ZipWriter::create(path("b.zip")));
        QVERIFY(zip->has_value());
        QVERIFY(zip->value().add(entry("good", 5), std::make_unique<Bytes>("12345")));
        QVERIFY(zip->value().add(entry("bad", 100'000), std::make_unique<Bytes>(std::string(100'000, 'x'), 50'000)));
        const auto written = zip->value().write(goOn);
        QVERIFY(!written.has_value());
        QVERIFY(written.error().code == ErrorCode::Timeout);
        zip.reset();
        QCOMPARE(filesInFolder(), 0);
    }

    void whoIsAskedStopsTheWork() {
        auto zip = std::make_unique<Result<ZipWriter>>(ZipWriter::create(path("c.zip")));
        QVERIFY(zip->has_value());
        const std::string bytes(5'000'000, 'x');
        QVERIFY(zip->value().add(entry("large", bytes.size()), std::make_unique<Bytes>(bytes)));
        int asked = 0;
        const auto written = zip->value().write([&]() -> Result<void> {
            if (++asked > 3) return fail(ErrorCode::LeaseLost, "somebody else has it");
            return {};
        });
        QVERIFY(!written.has_value() && written.error().code == ErrorCode::LeaseLost);
        QVERIFY(asked > 3);
        zip.reset();
        QCOMPARE(filesInFolder(), 0);
    }

    void aNameTwiceAndAFileThatIsThereAreRefused() {
        auto zip = ZipWriter::create(path("d.zip"));
        QVERIFY(zip.has_value());
        QVERIFY(zip->add(entry("a", 1), std::make_unique<Bytes>("1")));
        const auto again = zip->add(entry("a", 1), std::make_unique<Bytes>("2"));
        QVERIFY(!again.has_value() && again.error().code == ErrorCode::AlreadyExists);
        QVERIFY(zip->write(goOn));
        const auto second = ZipWriter::create(path("d.zip"));
        QVERIFY(!second.has_value() && second.error().code == ErrorCode::FileExists);
    }
};

QTEST_GUILESS_MAIN(ZipTest)
#include "tst_data_copy_zip.moc"
