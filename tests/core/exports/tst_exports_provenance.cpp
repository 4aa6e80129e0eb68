#include "core/exports/image_renderer.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/images/provenance.h"

#include <QtTest>

using namespace headroom;
using namespace headroom::exports;

class TestExportsProvenance : public QObject {
    Q_OBJECT

    static std::string headshot() {
        images::Bitmap bitmap(1200, 1500, 3);
        for (int y = 0; y < bitmap.height(); ++y)
            for (int x = 0; x < bitmap.width(); ++x)
                bitmap.row(y)[x * 3] = static_cast<std::uint8_t>(x * 255 / bitmap.width());
        images::EncodeOptions options;
        options.provenance = images::Provenance{
            images::DigitalSourceType::CompositeWithTrainedAlgorithmicMedia, "Headroom test"};
        return *images::encodeImage(bitmap, options);
    }

private Q_SLOTS:
    void survivesEveryFormatAndSize_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("preset");
        for (int format = 0; format < 3; ++format)
            for (int preset = 0; preset < int(std::size(sizePresets)); ++preset)
                QTest::addRow("%d %d", format, preset) << format << preset;
    }
    void survivesEveryFormatAndSize() {
        QFETCH(int, format);
        QFETCH(int, preset);
        ExportSettings settings;
        settings.format = static_cast<Format>(format);
        const Size size = sizePresets[preset].size;
        ImageRenderer renderer;
        const auto made = renderer.render(headshot(), settings, size);
        QVERIFY(made);
        const auto provenance = images::readProvenance(*made);
        QVERIFY(provenance && *provenance);
        QCOMPARE((*provenance)->sourceType, images::DigitalSourceType::CompositeWithTrainedAlgorithmicMedia);
        const auto info = images::probeImage(*made);
        QVERIFY(info);
        if (size.fit == Fit::Fill) {
            QCOMPARE(info->width, size.width);
            QCOMPARE(info->height, size.height);
        } else {
            QCOMPARE(info->width, 1200); // never enlarged
        }
    }
};

QTEST_APPLESS_MAIN(TestExportsProvenance)
#include "tst_exports_provenance.moc"
