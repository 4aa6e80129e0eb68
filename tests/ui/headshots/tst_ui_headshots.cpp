#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_headshots.h"
#include "ui/gallery/sample_portraits.h"
#include "ui/headshots/gallery_view.h"
#include "ui/headshots/headshot_viewer.h"
#include "ui/headshots/headshots_model.h"
#include "ui/headshots/headshots_page.h"
#include "ui/headshots/rename_dialog.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/kept_selection.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::headshots;
using namespace headroom::ui::gallery;

namespace {

struct Stage {
    explicit Stage(int shots = 200)
        : data(people, shots)
        , page(data, data, thumbnails) {
        page.resize(1100, 800);
        page.show();
    }
    GalleryView* view() { return page.view(); }
    int firstCompleted() {
        int row = 0;
        while (model()->headshot(row).state != HeadshotState::Completed)
            ++row;
        return row;
    }
    HeadshotsModel* model() { return page.model(); }

    SamplePeople people{40};
    SamplePortraits portraits;
    ThumbnailCache thumbnails{portraits};
    SampleHeadshots data;
    HeadshotsPage page;
};

} // namespace

class TestUiHeadshots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        Stage stage;
        QCOMPARE(checks::namelessControls(&stage.page).join(QLatin1Char(' ')), QString());
    }

    void modelKeepsItsPromises() {
        SamplePeople people(20);
        SampleHeadshots data(people, 100);
        HeadshotsModel model(data.openHeadshots());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        HeadshotQuery query;
        query.onlyFavourites = true;
        model.setQuery(query);
        QVERIFY(model.rowCount() > 0 && model.rowCount() < 100);
        data.setFavourite({model.keyAt(0)}, Favourite::No, [](const Result<void>& done) { QVERIFY(done); });
        model.setQuery({});
        QCOMPARE(model.rowCount(), 100);
    }

    void clickOnTheHeartMarksWithoutSelecting() {
        Stage stage;
        const int row = 6;
        QVERIFY(!stage.model()->headshot(row).favourite);
        const QRect cell = stage.view()->visualRect(stage.model()->index(row, 0));
        const QPoint heart = GalleryDelegate::heartRect(cell, Qt::LeftToRight).center();
        QTest::mouseClick(stage.view()->viewport(), Qt::LeftButton, {}, heart);
        QVERIFY(stage.model()->headshot(row).favourite);
        QCOMPARE(selectedRowCount(stage.view()), 0);
    }

    void keysSelectAndMoveThroughTheGallery() {
        Stage stage(2000);
        stage.view()->setFocus();
        stage.view()->setCurrentIndex(stage.model()->index(0, 0));
        QTest::keyClick(stage.view(), Qt::Key_End);
        QCOMPARE(stage.view()->currentIndex().row(), 1999);
        QTest::keyClick(stage.view(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(selectedRowCount(stage.view()), 2000);
        QTest::keyClick(stage.view(), Qt::Key_Escape);
        QCOMPARE(selectedRowCount(stage.view()), 0);
    }

    void viewerStepsAndZoomsAtThePointer() {
        Stage stage;
        HeadshotViewer* viewer = stage.page.viewer();
        viewer->showHeadshot(4);
        QVERIFY(viewer->isVisible());
        QVERIFY(!stage.model()->headshot(4).fresh);
        const auto says = [&](const QString& words) {
            const auto labels = viewer->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](const QLabel* label) { return label->text().contains(words); });
        };
        QVERIFY(says(QStringLiteral("Made by Built-in studio · Likeness not checked")));
        viewer->showHeadshot(6);
        QVERIFY(says(QStringLiteral("Made by Replicate · Likeness checked")));
        viewer->showHeadshot(4);
        QTest::keyClick(viewer, Qt::Key_Left);
        // 3 failed and has no picture: the one before it is shown.
        QCOMPARE(viewer->keys().first(), stage.model()->keyAt(2));
        const QPointF at(300, 400);
        QWheelEvent wheel(at, viewer->mapToGlobal(at), {}, QPoint(0, 480), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(viewer, &wheel);
        QVERIFY(viewer->zoom() > 1.5);
        QTest::keyClick(viewer, Qt::Key_0);
        QCOMPARE(viewer->zoom(), 1.0);
        QTest::keyClick(viewer, Qt::Key_Escape);
        QVERIFY(!viewer->isVisible());
    }

    void filterChipsNarrowTheGallery() {
        Stage stage;
        QTest::mouseClick(checks::button(&stage.page, QStringLiteral("Warm loft")), Qt::LeftButton);
        QVERIFY(stage.model()->rowCount() > 0);
        for (int row = 0; row < stage.model()->rowCount(); ++row)
            QCOMPARE(stage.model()->headshot(row).style, QStringLiteral("Warm loft"));
        QTest::mouseClick(checks::button(&stage.page, QStringLiteral("All")), Qt::LeftButton);
        QCOMPARE(stage.model()->rowCount(), 200);
    }

    void selectionIsExported() {
        Stage stage;
        QSignalSpy exported(&stage.page, &HeadshotsPage::exportRequested);
        for (const int row : {4, 7})
            stage.view()->selectionModel()->select(stage.model()->index(row, 0), QItemSelectionModel::Select);
        QTest::mouseClick(checks::button(&stage.page, QStringLiteral("Export…")), Qt::LeftButton);
        QCOMPARE(exported.size(), 1);
        const QStringList expected{stage.model()->keyAt(4), stage.model()->keyAt(7)};
        QCOMPARE(exported.first().first().toStringList(), expected);
    }

    void deletingCanBeUndone() {
        Stage stage;
        const int row = stage.firstCompleted();
        const QString key = stage.model()->keyAt(row);
        stage.view()->setCurrentIndex(stage.model()->index(row, 0));
        QTest::keyClick(stage.view(), Qt::Key_Delete);
        QCOMPARE(stage.model()->rowOf(key), -1);
        QPushButton* undo = checks::button(stage.page.window(), QStringLiteral("Undo"));
        QVERIFY(undo);
        QTest::mouseClick(undo, Qt::LeftButton);
        QVERIFY(stage.model()->rowOf(key) >= 0);
    }

    void aNameIsGivenWithTheKeyboard() {
        Stage stage;
        const int row = stage.firstCompleted();
        const QString key = stage.model()->keyAt(row);
        stage.view()->setCurrentIndex(stage.model()->index(row, 0));
        QTest::keyClick(stage.view(), Qt::Key_F2);
        auto* dialog = stage.page.window()->findChild<RenameDialog*>();
        QVERIFY(dialog);
        auto* field = dialog->findChild<QLineEdit*>();
        field->clear();
        QTest::keyClicks(field, "  Board page ");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(stage.model()->headshot(stage.model()->rowOf(key)).name, QStringLiteral("Board page"));
        QCOMPARE(captionOf(stage.model()->headshot(stage.model()->rowOf(key))), QStringLiteral("Board page"));
    }

    void pressingAndMovingAsksToDragTheSelectionOut() {
        Stage stage;
        QSignalSpy dragged(stage.view(), &GalleryView::dragRequested);
        const QRect cell = stage.view()->visualRect(stage.model()->index(2, 0));
        QWidget* ground = stage.view()->viewport();
        QTest::mousePress(ground, Qt::LeftButton, {}, cell.center());
        for (int step = 1; step <= 5; ++step) {
            const QPoint to = cell.center() + QPoint(10 * step, 0);
            QMouseEvent move(QEvent::MouseMove, to, ground->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                             {});
            QCoreApplication::sendEvent(ground, &move);
        }
        QTest::mouseRelease(ground, Qt::LeftButton, {}, cell.center() + QPoint(50, 0));
        QCOMPARE(dragged.size(), 1);
    }

    void thumbnailsArriveForVisibleRows() {
        Stage stage;
        QSignalSpy ready(&stage.thumbnails, &ThumbnailCache::ready);
        stage.view()->grab();
        QTRY_VERIFY_WITH_TIMEOUT(ready.size() >= 4, patienceMs);
    }
};

QTEST_MAIN(TestUiHeadshots)
#include "tst_ui_headshots.moc"
