#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/charts/usage_chart.h"
#include "ui/credits/allocate_dialog.h"
#include "ui/credits/buy_dialog.h"
#include "ui/credits/credits_member_model.h"
#include "ui/credits/credits_page.h"
#include "ui/credits/distribute_dialog.h"
#include "ui/credits/members_panel.h"
#include "ui/credits/order_panel.h"
#include "ui/credits/package_card.h"
#include "ui/gallery/sample_credits.h"
#include "ui/gallery/sample_portraits.h"
#include "ui/theme/theme.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"
#include "ui/words/english_plurals.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QHeaderView>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStackedWidget>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::credits;
using namespace headroom::ui::gallery;

namespace {

/// A shown page on a team of its own.
struct Stage {
    explicit Stage(int members = 60)
        : people(members)
        , data(people)
        , page(data, data, thumbnails) {
        page.resize(1200, 1000);
        page.show();
    }
    TableView* table() { return page.members()->table(); }
    CreditsMemberModel* model() { return page.members()->model(); }

    SamplePeople people;
    SamplePortraits portraits;
    ThumbnailCache thumbnails{portraits};
    SampleCredits data;
    CreditsPage page;
};

} // namespace

class TestUiCredits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        useReadableLocale();
        QCoreApplication::installTranslator(&plurals_);
        Theme::self().install();
        Theme::self().setMode(ThemeMode::Light);
    }

    void everyControlHasAName() {
        Stage stage;
        QCOMPARE(checks::namelessControls(&stage.page).join(QLatin1Char(' ')), QString());
    }

    void memberModelKeepsItsPromises() {
        SamplePeople people(300);
        CreditsMemberModel model(people.open());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.sort(CreditsMemberModel::Used, Qt::DescendingOrder);
        model.setText(QStringLiteral("grace"));
        QVERIFY(model.rowCount() > 0 && model.rowCount() < 300);
        model.setText({});
        model.setRole(MemberRole::Admin);
        model.setRole(std::nullopt);
        QCOMPARE(model.rowCount(), 300);
    }

    void sortingKeepsTheSelectionOnItsMember() {
        Stage stage;
        stage.table()->selectRow(3);
        const QString key = stage.model()->keyAt(3);
        stage.table()->sortByColumn(CreditsMemberModel::Member, Qt::AscendingOrder);
        const QModelIndexList selected = stage.table()->selectionModel()->selectedRows();
        QCOMPARE(selected.size(), 1);
        QCOMPARE(stage.model()->keyAt(selected.first().row()), key);
    }

    void filteringKeepsTheSelectionByMember() {
        Stage stage;
        const QString name = stage.model()->member(5).name;
        const QString key = stage.model()->keyAt(5);
        stage.table()->selectRow(5);
        stage.model()->setText(name);
        const QModelIndexList selected = stage.table()->selectionModel()->selectedRows();
        QCOMPARE(selected.size(), 1);
        QCOMPARE(stage.model()->keyAt(selected.first().row()), key);
    }

    void typingInTheSearchFiltersAndEscapeClears() {
        Stage stage;
        SearchField* search = stage.page.members()->searchField();
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("zzzz"));
        QTRY_COMPARE_WITH_TIMEOUT(stage.model()->rowCount(), 0, patienceMs);
        QTest::keyClick(search, Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(stage.model()->rowCount(), 60, patienceMs);
    }

    void editingAvailableAllocatesTheDifference() {
        Stage stage;
        const MemberRow before = stage.model()->member(0);
        const qint64 pool = stage.data.overview().pool;
        const QModelIndex cell = stage.model()->index(0, CreditsMemberModel::Available);
        stage.table()->setCurrentIndex(cell);
        stage.table()->edit(cell);
        auto* editor = stage.table()->findChild<NumberField*>();
        QVERIFY(editor);
        editor->setValue(int(before.available + 7));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(stage.data.member(before.id)->available, before.available + 7, patienceMs);
        QCOMPARE(stage.data.overview().pool, pool - 7);
        auto* toast = stage.page.findChild<Toast*>();
        QVERIFY(toast);
        QTest::mouseClick(checks::button(toast, QStringLiteral("Undo")), Qt::LeftButton);
        QCOMPARE(stage.data.member(before.id)->available, before.available);
    }

    void givingMoreThanThePoolIsNotOffered() {
        Stage stage;
        stage.data.setPool(5);
        stage.page.openGive({stage.model()->member(0), stage.model()->member(1)});
        auto* dialog = checks::openDialog<AllocateDialog>(&stage.page);
        QVERIFY(dialog);
        auto* field = dialog->findChild<NumberField*>();
        field->setValue(3);
        QPushButton* give = checks::button(dialog, QStringLiteral("Give credits"));
        QVERIFY(!give->isEnabled());
        QVERIFY(!give->toolTip().isEmpty());
        field->setValue(2);
        QVERIFY(give->isEnabled());
        QTest::mouseClick(give, Qt::LeftButton);
        QCOMPARE(stage.data.overview().pool, 1);
    }

    void customAmountNamesTheCheaperPackage() {
        Stage stage;
        stage.page.openBuy();
        auto* dialog = checks::openDialog<BuyDialog>(&stage.page);
        QVERIFY(dialog);
        const auto cards = dialog->findChildren<PackageCard*>();
        QCOMPARE(cards.size(), 4);
        QTest::mouseClick(cards.last(), Qt::LeftButton);
        auto* field = dialog->findChild<NumberField*>();
        auto* hint = dialog->findChild<QStackedWidget*>()->widget(0)->findChild<Notice*>();
        field->setValue(100); // $50: no package gives 100 for less
        QVERIFY(hint->isHidden());
        field->setValue(400); // $200: Enterprise gives 500 for $199
        QVERIFY(!hint->isHidden());
        QVERIFY2(hint->text().contains(QStringLiteral("$199")), qPrintable(hint->text()));
        field->setValue(
            160); // $80: two thirds of Enterprise's credits for less, but Professional gives only 150
        QVERIFY(hint->isHidden());
    }

    void orderIsFollowedUntilItIsPaid() {
        Stage stage;
        stage.page.openBuy();
        auto* dialog = checks::openDialog<BuyDialog>(&stage.page);
        QSignalSpy paid(dialog, &BuyDialog::paid);
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Continue to payment")), Qt::LeftButton);
        QCOMPARE(stage.data.checkoutsOpened(), 1);
        auto* panel = dialog->findChild<OrderPanel*>();
        QVERIFY(panel->isVisible());
        QTest::mouseClick(checks::button(panel, QStringLiteral("Copy link")), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), panel->order().checkoutUrl);
        QTest::mouseClick(checks::button(panel, QStringLiteral("I have paid, check now")), Qt::LeftButton);
        QCOMPARE(panel->order().state, OrderState::WaitingForPayment);
        stage.data.settleOrder(panel->order().id, OrderState::Paid);
        QCOMPARE(panel->order().state, OrderState::Paid);
        QCOMPARE(paid.size(), 1);
        QVERIFY(!checks::button(panel, QStringLiteral("Copy link")));
    }

    void expiredOrderOffersANewStart() {
        Stage stage;
        stage.page.openBuy();
        auto* dialog = checks::openDialog<BuyDialog>(&stage.page);
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Continue to payment")), Qt::LeftButton);
        auto* panel = dialog->findChild<OrderPanel*>();
        stage.data.settleOrder(panel->order().id, OrderState::Expired);
        QTest::mouseClick(checks::button(panel, QStringLiteral("Start again")), Qt::LeftButton);
        QVERIFY(!panel->isVisible());
        QVERIFY(checks::button(dialog, QStringLiteral("Continue to payment")));
    }

    void offlineBuyingIsDisabledWithTheReason() {
        Stage stage;
        stage.data.setBlocked(QStringLiteral("You are offline"));
        stage.page.openBuy();
        auto* dialog = checks::openDialog<BuyDialog>(&stage.page);
        QPushButton* next = checks::button(dialog, QStringLiteral("Continue to payment"));
        QVERIFY(!next->isEnabled());
        QCOMPARE(next->toolTip(), QStringLiteral("You are offline"));
        stage.data.setBlocked({});
        QVERIFY(next->isEnabled());
    }

    void distributionOfAChangedPoolShowsANewPreview() {
        Stage stage;
        stage.page.openDistribute();
        auto* dialog = checks::openDialog<DistributeDialog>(&stage.page);
        auto* table = dialog->findChild<TableView*>();
        QVERIFY(table->model()->rowCount() > 0);
        const QSignalBlocker silent(&stage.data); // the feed has not told yet
        stage.data.setPool(100);
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Distribute")), Qt::LeftButton);
        QVERIFY(dialog->isVisible());
        QVERIFY(!dialog->noticeText().isEmpty());
        QCOMPARE(stage.data.overview().pool, 100);
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Distribute")), Qt::LeftButton);
        QVERIFY(stage.data.overview().pool < 100);
    }

    void toppingUpBeyondThePoolIsRefusedWithTheShortfall() {
        Stage stage;
        stage.data.setPool(10);
        stage.page.openDistribute();
        auto* dialog = checks::openDialog<DistributeDialog>(&stage.page);
        const auto radios = dialog->findChildren<QRadioButton*>();
        radios.last()->click();
        QTRY_VERIFY_WITH_TIMEOUT(dialog->noticeText().contains(QStringLiteral("lacks")), patienceMs);
        QVERIFY(!checks::button(dialog, QStringLiteral("Distribute"))->isEnabled());
    }

    void chartFollowsArrowKeysAndSaysTheDay() {
        Stage stage;
        auto* chart = stage.page.findChild<UsageChart*>();
        chart->setFocus();
        QTest::keyClick(chart, Qt::Key_Home);
        QCOMPARE(chart->cursorIndex(), 0);
        QTest::keyClick(chart, Qt::Key_Right);
        QCOMPARE(chart->cursorIndex(), 1);
        const QString day = formatDate(chart->points()[1].date);
        QVERIFY(chart->accessibleDescription().contains(day));
        QTest::mouseClick(checks::button(&stage.page, QStringLiteral("90 days")), Qt::LeftButton);
        QCOMPARE(int(chart->points().size()), 90);
    }

    void copyingRowsGivesATable() {
        Stage stage;
        stage.table()->selectRow(0);
        stage.table()->setFocus();
        QTest::keyClick(stage.table(), Qt::Key_C, Qt::ControlModifier);
        const QStringList cells = QGuiApplication::clipboard()->text().split(QLatin1Char('\t'));
        QCOMPARE(cells.size(), 6);
        QCOMPARE(cells.first(), stage.model()->member(0).name);
    }

    void rightToLeftPaintsTheFirstColumnOnTheRight() {
        const auto blackest = [](Qt::LayoutDirection direction) {
            Stage stage;
            stage.page.setLayoutDirection(direction);
            QCoreApplication::processEvents();
            return stage.table()->visualRect(stage.model()->index(0, 0)).center().x() <
                   stage.table()->width() / 2;
        };
        QVERIFY(blackest(Qt::LeftToRight));
        QVERIFY(!blackest(Qt::RightToLeft));
    }

private:
    EnglishPlurals plurals_;
};

QTEST_MAIN(TestUiCredits)
#include "tst_ui_credits.moc"
