#include "tests/ui/support/ui_checks.h"
#include "ui/create/create_page.h"
#include "ui/create/photo_tile.h"
#include "ui/create/style_card.h"
#include "ui/gallery/sample_create.h"
#include "ui/gallery/sample_portraits.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::create;
using namespace headroom::ui::gallery;

namespace {

struct Stage {
    Stage()
        : page(data, data, thumbnails) {
        page.resize(1200, 1000);
        page.show();
    }
    SamplePortraits portraits;
    ThumbnailCache thumbnails{portraits};
    SampleCreate data;
    CreatePage page;
};

} // namespace

class TestUiCreate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        Stage stage;
        QCOMPARE(checks::namelessControls(&stage.page).join(QLatin1Char(' ')), QString());
    }

    void whereThePhotosGoIsSaidAsFarAsItIsKnown() {
        Stage stage;
        const auto says = [&](const char* words) {
            for (const QLabel* label : stage.page.findChildren<QLabel*>())
                if (label->text() == QString::fromUtf8(words)) return true;
            return false;
        };
        QVERIFY(says("Photos stay on your team's server. They are deleted after 30 day(s)."));
        stage.data.setPhotoUse(PhotoUse{{QStringLiteral("replicate")}, true, 1});
        QVERIFY(
            says("Your photos are sent to Replicate to make the headshots. Your team's server deletes them "
                 "after 1 day(s)."));
        stage.data.setPhotoUse(
            PhotoUse{{QStringLiteral("replicate"), QStringLiteral("stability")}, false, 0});
        QVERIFY(says("Your photos may be sent to Replicate and Stability AI to make the headshots."));
        stage.data.setPhotoUse(std::nullopt);
        QVERIFY(says("Where photos go is known once your team's server has answered."));
    }

    void makingIsDisabledWithItsReason() {
        Stage stage;
        QPushButton* make = checks::button(&stage.page, QStringLiteral("Make headshots"));
        QVERIFY(!make->isEnabled());
        QVERIFY(!make->toolTip().isEmpty());
        const auto styles = stage.page.findChildren<StyleCard*>();
        QTest::mouseClick(styles[0], Qt::LeftButton);
        QTest::mouseClick(styles[1], Qt::LeftButton);
        QVERIFY(make->isEnabled());
        QSignalSpy generated(&stage.page, &CreatePage::generated);
        QTest::mouseClick(make, Qt::LeftButton);
        QCOMPARE(generated.size(), 1);
        QCOMPARE(int(stage.data.requests.size()), 1);
        QCOMPARE(stage.data.requests.front().styles.size(), 2);
        stage.data.setAvailable(1);
        QVERIFY(!make->isEnabled());
    }

    void droppedFilesBecomePhotos() {
        Stage stage;
        const auto before = stage.page.findChildren<PhotoTile*>().size();
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/photos/a.jpg")),
                       QUrl::fromLocalFile(QStringLiteral("/photos/notes.txt"))});
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&stage.page, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&stage.page, &drop);
        QCOMPARE(stage.page.findChildren<PhotoTile*>().size(), before + 1);
        QVERIFY(drop.isAccepted());
    }

    void aTileRemovesItsPhoto() {
        Stage stage;
        auto* tile = stage.page.findChildren<PhotoTile*>().first();
        const PhotoId id = tile->photo().id;
        Q_EMIT tile->removeRequested();
        for (const PhotoRow& row : stage.data.overview().photos)
            QVERIFY(row.id != id);
    }
};

QTEST_MAIN(TestUiCreate)
#include "tst_ui_create.moc"
