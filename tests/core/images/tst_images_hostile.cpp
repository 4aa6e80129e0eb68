#include "core/images/image_export.h"
#include "core/images/image_limits.h"
#include "tests/core/images/image_fixtures.h"

#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>

using namespace headroom;
using namespace headroom::images;

namespace {

std::uint32_t crc32(std::string_view bytes) // ISO 3309, as PNG wants it
{
    std::uint32_t crc = 0xffffffffu;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return ~crc;
}

std::string bigEndian(std::uint32_t value) {
    return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

std::string pngChunk(const std::string& type, const std::string& data) {
    return bigEndian(data.size()) + type + data + bigEndian(crc32(type + data));
}

/// A valid header that promises a large picture, with next to nothing behind it.
std::string pngBomb(std::uint32_t width, std::uint32_t height) {
    const std::string header = bigEndian(width) + bigEndian(height) + std::string("\x08\x02\0\0\0", 5);
    return "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", header) + pngChunk("IDAT", "\x78\x9c\x63\x60") +
           pngChunk("IEND", "");
}

unsigned seed() {
    const char* given = std::getenv("HEADROOM_TEST_SEED");
    return given ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
}

/// Everything that takes bytes from outside. Results may be anything but a crash.
bool survives(const std::string& bytes) {
    const auto info = probeImage(bytes);
    const auto image = decodeImage(bytes, 256);
    const auto provenance = readProvenance(bytes);
    if (image && !info) return false; // decode never accepts what probe refuses
    if (provenance.has_value() != info.has_value()) return false;
    return !image ||
           (image->pixels.channels() == 3 && image->pixels.width() <= 256 && image->pixels.height() <= 256);
}

} // namespace

class ImagesHostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsNoPictureWhateverItsName() {
        for (const std::string text : {"", "\xff", "hello, I am photo.jpg",
                                       "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF....WEBP"}) {
            QCOMPARE(probeImage(text).error().code, ErrorCode::PhotoNotAnImage);
            QCOMPARE(decodeImage(text, 512).error().code, ErrorCode::PhotoNotAnImage);
        }
    }

    void bombsAreRefusedByTheirHeader() {
        QCOMPARE(probeImage(pngBomb(20'000, 10'000)).error().code,
                 ErrorCode::PhotoTooManyPixels); // 200 megapixels
        QCOMPARE(decodeImage(pngBomb(20'000, 10'000), 512).error().code, ErrorCode::PhotoTooManyPixels);
        QCOMPARE(probeImage(pngBomb(maxSide + 1, 100)).error().code, ErrorCode::PhotoTooManyPixels);
        QCOMPARE(probeImage(pngBomb(4, 4)).error().code, ErrorCode::PhotoNotAnImage);
        QVERIFY(!probeImage(pngBomb(0x7fffffff, 0x7fffffff)).has_value());
        QVERIFY(probeImage(pngBomb(8'000, 8'000)).has_value()); // 64 megapixels are allowed ...
        QCOMPARE(decodeImage(pngBomb(8'000, 8'000), 512).error().code,
                 ErrorCode::Corrupt); // ... but not there
    }

    void filesThatEndEarlyAreCorrupt() {
        const Bitmap picture = fixtures::decoded(fixtures::photoBytes("astronaut.jpg"));
        for (auto format : {ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Webp}) {
            std::string bytes = fixtures::encoded(picture, format);
            bytes.resize(bytes.size() * 6 / 10);
            QCOMPARE(decodeImage(bytes, 1024).error().code, ErrorCode::Corrupt);
        }
        std::string heic = fixtures::fileBytes("tests/core/images/data/portrait.heic");
        heic.resize(heic.size() * 6 / 10);
        QVERIFY(!decodeImage(heic, 1024).has_value());
    }

    void tooManyBytesAreRefusedUnread() {
        std::string bytes = fixtures::photoBytes("astronaut.jpg");
        bytes.resize(maxInputBytes + 1);
        QCOMPARE(probeImage(bytes).error().code, ErrorCode::TooLarge);
    }

    void damagedFilesNeverCrash_data() {
        QTest::addColumn<QByteArray>("bytes");
        const Bitmap picture = fixtures::decoded(fixtures::photoBytes("astronaut.jpg"), 128);
        const Provenance provenance{DigitalSourceType::Composite, "test"};
        for (auto format : {ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Webp}) {
            QTest::newRow(fileExtension(format).data())
                << QByteArray::fromStdString(*encodeImage(picture, {format, 80, provenance}));
        }
        QTest::newRow("heic") << QByteArray::fromStdString(
            fixtures::fileBytes("tests/core/images/data/portrait.heic"));
        QTest::newRow("cmyk") << QByteArray::fromStdString(
            fixtures::fileBytes("tests/core/images/data/portrait_cmyk.jpg"));
        QTest::newRow("exif") << QByteArray::fromStdString(
            fixtures::withExifOrientation(fixtures::encoded(picture), 6));
    }
    void damagedFilesNeverCrash() {
        QFETCH(QByteArray, bytes);
        const unsigned start = seed();
        qInfo("seed %u", start);
        std::mt19937 random(start);
        const std::string whole = bytes.toStdString();
        for (int round = 0; round < 150; ++round) {
            std::string damaged = whole;
            if (round % 5 == 4) {
                damaged.resize(random() % damaged.size());
            } else { // headers are short and rich in fields: half of the flips go there
                const int flips = 1 + random() % 12;
                for (int i = 0; i < flips; ++i) {
                    const std::size_t range =
                        random() % 2 ? std::min<std::size_t>(damaged.size(), 700) : damaged.size();
                    damaged[random() % range] = static_cast<char>(random());
                }
            }
            if (!survives(damaged))
                QFAIL(qPrintable(QStringLiteral("seed %1 round %2").arg(start).arg(round)));
        }
    }

    void threadsDecodeSideBySide() {
        const std::string good = fixtures::photoBytes("grace_hopper.jpg");
        const std::string bad = good.substr(0, good.size() / 2);
        const Bitmap expected = fixtures::decoded(good, 300);
        std::vector<std::thread> threads;
        std::atomic<int> wrong = 0;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 10; ++i) {
                    const auto image = decodeImage((t + i) % 2 ? good : bad, 300);
                    const bool right = (t + i) % 2 ? image && image->pixels == expected
                                                   : !image && image.error().code == ErrorCode::Corrupt;
                    if (!right) ++wrong;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(ImagesHostileTest)
#include "tst_images_hostile.moc"
