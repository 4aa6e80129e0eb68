#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/activity/activity_model.h"
#include "ui/activity/activity_page.h"
#include "ui/gallery/sample_office.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QTemporaryDir>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::activity;
using namespace headroom::ui::gallery;

namespace {

/// A list that has more to load, as the ledger has.
class LongRows : public ActivityRows {
public:
    int count() const override { return loaded_; }
    QString keyAt(int row) const override { return QString::number(row); }
    int rowOf(const QString& key) const override { return key.toInt() < loaded_ ? key.toInt() : -1; }
    ActivityRow rowAt(int row) const override {
        ActivityRow line;
        line.key = keyAt(row);
        line.title = QStringLiteral("Line %1").arg(row);
        return line;
    }
    void setText(const QString&) override {}
    bool hasMore() const override { return loaded_ < most; }
    void loadMore() override {
        Q_EMIT rowsAboutToChange(RowsChange::Set);
        loaded_ += page;
        Q_EMIT rowsChanged(RowsChange::Set);
    }

    static constexpr int page = 100;
    static constexpr int most = 300;

private:
    int loaded_ = page;
};

} // namespace

class TestUiActivity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        SampleActivity data(30);
        ActivityPage page(data, data);
        page.resize(1100, 700);
        page.show();
        QCOMPARE(checks::namelessControls(&page).join(QLatin1Char(' ')), QString());
    }

    void modelKeepsTheRulesWhileItIsSearched() {
        SampleActivity data(60);
        ActivityModel model(data.open(ActivityKind::Ledger));
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QCOMPARE(model.rowCount(), 60);
        model.setText(QStringLiteral("noor"));
        QVERIFY(model.rowCount() > 0 && model.rowCount() < 60);
        model.setText(QStringLiteral("nobody of that name"));
        QCOMPARE(model.rowCount(), 0);
    }

    void tabsShowTheirListWithTheColumnsThatItHas() {
        SampleActivity data(30);
        ActivityPage page(data, data);
        page.resize(1100, 700);
        page.show();
        QVERIFY(page.table()->isColumnHidden(ActivityModel::Status));
        QTest::mouseClick(checks::button(&page, QStringLiteral("People")), Qt::LeftButton);
        QCOMPARE(page.kind(), ActivityKind::People);
        QVERIFY(page.table()->isVisible());
        QVERIFY(page.table()->isColumnHidden(ActivityModel::Amount));
        QVERIFY(!page.table()->isColumnHidden(ActivityModel::Status));
    }

    void fruitlessSearchSaysSo() {
        SampleActivity data(30);
        ActivityPage page(data, data);
        page.resize(1100, 700);
        page.show();
        page.focusSearch();
        auto* search = page.findChild<SearchField*>();
        QTest::keyClicks(search, QStringLiteral("zzzz"));
        QTRY_VERIFY_WITH_TIMEOUT(!page.table()->isVisible(), patienceMs);
        QVERIFY(page.findChild<EmptyState*>());
        QTest::keyClick(search, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(page.table()->isVisible(), patienceMs);
    }

    void returnOpensARow() {
        SampleActivity data(30);
        ActivityPage page(data, data);
        page.resize(1100, 700);
        page.show();
        page.showKind(ActivityKind::Payments);
        page.table()->setFocus();
        page.table()->setCurrentIndex(page.table()->model()->index(2, 0));
        QTest::keyClick(page.table(), Qt::Key_Return);
        QCOMPARE(data.opened.size(), 1);
    }

    void csvIsWrittenWhereItWasAskedFor() {
        QTemporaryDir folder;
        SampleActivity data(30);
        ActivityPage page(data, data);
        page.show();
        const QString path = folder.filePath(QStringLiteral("ledger.csv"));
        page.writeCsv(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patienceMs);
    }

    void moreIsLoadedAsOneScrollsToTheEnd() {
        ActivityModel model(std::make_unique<LongRows>()); // without a tester: it would load all by itself
        TableView table(QStringLiteral("Ledger"));
        table.setModel(&model);
        table.resize(700, 400);
        table.show();
        QCOMPARE(model.rowCount(), LongRows::page);
        const int before = table.verticalScrollBar()->maximum();
        table.verticalScrollBar()->setValue(before);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2 * LongRows::page, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(table.verticalScrollBar()->maximum() > before, patienceMs);
        QCOMPARE(table.verticalScrollBar()->value(), before); // what was read stays where it was
    }
};

QTEST_MAIN(TestUiActivity)
#include "tst_ui_activity.moc"
