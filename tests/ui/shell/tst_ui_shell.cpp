#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_shell.h"
#include "ui/shell/main_window.h"
#include "ui/shell/pages.h"
#include "ui/theme/theme.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/toast.h"

#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWindow>

using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::shell;
using namespace headroom::ui::gallery;

namespace {

struct Stage {
    explicit Stage(const QString& folder)
        : settings(folder + QStringLiteral("/window.ini"), QSettings::IniFormat)
        , window(data, data, settings) {
        for (const PageKind kind : pagesFor(MemberRole::Owner))
            window.addPage(kind, new QWidget);
        window.show();
    }
    SampleShell data;
    QSettings settings;
    MainWindow window;
};

} // namespace

class TestUiShell : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        QTemporaryDir folder;
        Stage stage(folder.path());
        QCOMPARE(checks::namelessControls(&stage.window).join(QLatin1Char(' ')), QString());
    }

    void controlAndDigitGoToThePages() {
        QTemporaryDir folder;
        Stage stage(folder.path());
        QVERIFY(QTest::qWaitForWindowActive(&stage.window));
        QTest::keyClick(&stage.window, Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(stage.window.currentPage(), PageKind::Headshots);
        QTest::keyClick(&stage.window, Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(stage.window.currentPage(), PageKind::Settings);
    }

    void aMemberLosesTheAdminPages() {
        QTemporaryDir folder;
        Stage stage(folder.path());
        stage.window.showPage(PageKind::Members);
        State state = stage.data.state();
        state.role = MemberRole::Member;
        state.ownCredits = 6;
        stage.data.setState(state);
        QCOMPARE(stage.window.currentPage(), PageKind::Create);
        stage.window.showPage(PageKind::Credits);
        QCOMPARE(stage.window.currentPage(), PageKind::Create);
    }

    void beingOfflineIsSaidAndCanBeTriedAgain() {
        QTemporaryDir folder;
        Stage stage(folder.path());
        State state = stage.data.state();
        state.sync = SyncState::Offline;
        stage.data.setState(state);
        QPushButton* again = checks::button(&stage.window, QStringLiteral("Try now"));
        QVERIFY(again);
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(stage.data.syncsAsked(), 1);
        QVERIFY(!checks::button(&stage.window, QStringLiteral("Try now")));
    }

    void lastPageIsRemembered() {
        QTemporaryDir folder;
        {
            Stage stage(folder.path());
            stage.window.showPage(PageKind::Activity);
            stage.window.close();
        }
        Stage stage(folder.path());
        stage.window.restoreLastPage();
        QCOMPARE(stage.window.currentPage(), PageKind::Activity);
    }

    void toastsAreThreeAtMostAndSpeak() {
        QTemporaryDir folder;
        Stage stage(folder.path());
        for (int i = 0; i < 5; ++i)
            showToast(&stage.window, {QStringLiteral("Note %1").arg(i)});
        int visible = 0;
        for (const Toast* toast : stage.window.findChildren<Toast*>()) {
            visible += toast->isVisible();
            QCOMPARE(toast->accessibleName(), toast->text());
        }
        QCOMPARE(visible, 3);
    }

    void clicksGoThroughANoteToWhatItCovers() {
        QTemporaryDir folder;
        Stage stage(folder.path());
        QPushButton below(QStringLiteral("Export"), &stage.window);
        below.show();
        const auto coverWith = [&](ToastMessage message) {
            showToast(&stage.window, std::move(message));
            QPointer<Toast> toast = stage.window.findChildren<Toast*>().last();
            below.setGeometry(toast->geometry());
            QTest::mouseClick(stage.window.windowHandle(), Qt::LeftButton, {},
                              toast->geometry().topLeft() + QPoint(20, 20));
            return toast;
        };
        QSignalSpy clicked(&below, &QPushButton::clicked);
        coverWith({QStringLiteral("The service is started again.")});
        QCOMPARE(clicked.size(), 1);
        // One that can be undone takes the click itself, and goes.
        const auto undo = coverWith(
            {.text = QStringLiteral("Deleted"), .actionText = QStringLiteral("Undo"), .action = [] {}});
        QCOMPARE(clicked.size(), 1);
        QVERIFY(!undo || undo->isHidden());
    }
};

QTEST_MAIN(TestUiShell)
#include "tst_ui_shell.moc"
