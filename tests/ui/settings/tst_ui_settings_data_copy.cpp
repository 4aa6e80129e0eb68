#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_data_copy.h"
#include "ui/settings/data_copy_section.h"
#include "ui/theme/theme.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/usage_bar.h"

#include <QFileDialog>
#include <QLabel>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;
using namespace headroom::ui::gallery;

namespace {

using Phase = DataCopy::Phase;

DataCopy inPhase(Phase phase) {
    DataCopy copy;
    copy.phase = phase;
    copy.failure = QStringLiteral("The disk is full.");
    copy.sizeBytes = 5'000'000;
    copy.asked = QDateTime::currentDateTime();
    copy.until = QDateTime::currentDateTime().addDays(3);
    return copy;
}

struct Shown {
    SampleDataCopy data;
    QWidget window;
    DataCopySection section{data, data, &window};

    Shown() {
        data.setCopy(CopyOf::Oneself, DataCopy{});
        window.resize(760, 300);
        section.resize(720, 280);
        window.show();
    }
    QPushButton* named(const QString& name) {
        for (QPushButton* found : section.findChildren<QPushButton*>())
            if (found->accessibleName() == name && found->isVisible()) return found;
        return nullptr;
    }
    bool says(const QString& words) {
        for (const QLabel* label : section.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(words)) return true;
        return false;
    }
    QString toast() {
        QTest::qWait(0);
        const auto toasts = window.findChildren<Toast*>();
        return toasts.isEmpty() ? QString() : toasts.last()->text();
    }
};

const QString prepareOwn = QStringLiteral("Prepare: A copy of your data");
const QString prepareTeam = QStringLiteral("Prepare: A copy of the whole team's data");
const QString saveOwn = QStringLiteral("Save: A copy of your data");
const QString removeOwn = QStringLiteral("Remove: A copy of your data");

} // namespace

class TestUiSettingsDataCopy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasANameInEveryPhase() {
        Shown shown;
        for (const Phase phase :
             {Phase::None, Phase::Preparing, Phase::Ready, Phase::Failed, Phase::Expired}) {
            shown.data.setCopy(CopyOf::Oneself, inPhase(phase));
            QCOMPARE(checks::namelessControls(&shown.window).join(QLatin1Char(' ')), QString());
        }
    }

    void askingWithTheMousePreparesAndShowsThatItIs() {
        Shown shown;
        QTest::mouseClick(shown.named(prepareOwn), Qt::LeftButton);
        auto* dialog = checks::openDialog<Dialog>(&shown.window);
        QVERIFY(dialog);
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Prepare")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!checks::openDialog<Dialog>(&shown.window), patienceMs);
        QVERIFY(shown.data.copy(CopyOf::Oneself)->phase == Phase::Preparing);
        QVERIFY(shown.says(QStringLiteral("a mail tells you when it is ready")));
        QVERIFY(!shown.named(prepareOwn));
        QVERIFY(shown.named(prepareTeam)); // the team's is another one
    }

    void keysDoTheSameAndTheFocusStaysWhereOneIs() {
        Shown shown;
        shown.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        shown.named(prepareOwn)->setFocus();
        QTest::keyClick(shown.named(prepareOwn), Qt::Key_Space);
        auto* dialog = checks::openDialog<Dialog>(&shown.window);
        QVERIFY(dialog);
        QVERIFY(dialog->focusWidget());
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!checks::openDialog<Dialog>(&shown.window), patienceMs);
        QPushButton* stop = shown.named(QStringLiteral("Stop preparing: A copy of your data"));
        QVERIFY(stop);
        stop->setFocus();
        shown.data.makeReady(CopyOf::Oneself);
        QTRY_VERIFY_WITH_TIMEOUT(shown.named(saveOwn)->hasFocus(), patienceMs);
        QTest::keyClick(shown.named(saveOwn), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(checks::openDialog<QFileDialog>(&shown.window), patienceMs);
        checks::openDialog<QFileDialog>(&shown.window)->reject();
    }

    void escapeAsksForNothing() {
        Shown shown;
        shown.section.openPrepare(CopyOf::Team);
        auto* dialog = checks::openDialog<Dialog>(&shown.window);
        QVERIFY(dialog);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!checks::openDialog<Dialog>(&shown.window), patienceMs);
        QVERIFY(shown.data.copy(CopyOf::Team)->phase == Phase::None);
    }

    void aRefusalIsSaidWhereItWasAskedFor() {
        Shown shown;
        shown.data.refuseWith = ErrorCode::RateLimited;
        shown.section.openPrepare(CopyOf::Oneself);
        auto* dialog = checks::openDialog<Dialog>(&shown.window);
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->noticeText().contains(QStringLiteral("three today")));
        shown.data.refuseWith.reset();
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(shown.data.copy(CopyOf::Oneself)->phase == Phase::Preparing, patienceMs);
    }

    void savingShowsHowFarItIsAndCanBeStopped() {
        Shown shown;
        shown.data.makeReady(CopyOf::Oneself);
        shown.section.saveTo(CopyOf::Oneself, QStringLiteral("/some/where/mine.zip"));
        QCOMPARE(shown.data.savedTo, QStringList{QStringLiteral("/some/where/mine.zip")});
        shown.data.setSaving(CopyOf::Oneself, 12'000'000, 48'000'000);
        auto* bar = shown.section.findChild<UsageBar*>();
        QVERIFY(bar && bar->isVisible());
        QCOMPARE(bar->share(), 0.25);
        QVERIFY(shown.says(QStringLiteral("Saving: ")));
        QVERIFY(!shown.named(removeOwn));
        shown.data.endSaving(CopyOf::Oneself, {});
        QVERIFY(!bar->isVisible());
        QCOMPARE(shown.toast(), QStringLiteral("Saved as mine.zip"));
        shown.section.saveTo(CopyOf::Oneself, QStringLiteral("/some/where/again.zip"));
        QTest::mouseClick(shown.named(QStringLiteral("Stop saving")), Qt::LeftButton);
        QVERIFY(!shown.data.saving(CopyOf::Oneself));
        QVERIFY(shown.named(saveOwn));
    }

    void whatWentWrongWhileSavingIsSaid() {
        Shown shown;
        shown.data.makeReady(CopyOf::Oneself);
        shown.section.saveTo(CopyOf::Oneself, QStringLiteral("/full/mine.zip"));
        shown.data.endSaving(CopyOf::Oneself, fail(ErrorCode::DiskFull));
        QVERIFY(!shown.toast().isEmpty());
        QVERIFY(shown.named(saveOwn)); // it can be tried again
    }

    void aReadyOneSaysHowLargeAndHowLongAndCanBeRemoved() {
        Shown shown;
        shown.data.makeReady(CopyOf::Oneself);
        QVERIFY(shown.says(QStringLiteral("here until")));
        QTest::mouseClick(shown.named(removeOwn), Qt::LeftButton);
        QVERIFY(shown.data.copy(CopyOf::Oneself)->phase == Phase::None);
        QVERIFY(shown.named(prepareOwn));
    }

    void failedAndExpiredOnesSaySoAndCanBePreparedAnew() {
        Shown shown;
        shown.data.setCopy(CopyOf::Oneself, inPhase(Phase::Failed));
        QVERIFY(shown.says(QStringLiteral("The disk is full.")));
        QVERIFY(shown.named(prepareOwn));
        shown.data.setCopy(CopyOf::Oneself, inPhase(Phase::Expired));
        QVERIFY(shown.says(QStringLiteral("The last one was here until")));
        QVERIFY(shown.named(prepareOwn) && !shown.named(saveOwn));
    }

    void theTeamsIsOnlyThereForOwners() {
        Shown shown;
        QVERIFY(shown.named(prepareTeam));
        shown.data.setTeamOffered(false);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.named(prepareTeam), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(shown.named(prepareOwn), patienceMs);
        shown.data.setTeamOffered(true);
        QTRY_VERIFY_WITH_TIMEOUT(shown.named(prepareTeam), patienceMs);
    }

    void offlineNothingIsOfferedAndTheReasonIsSaid() {
        Shown shown;
        shown.data.makeReady(CopyOf::Oneself);
        shown.data.setOffline(QStringLiteral("No connection"));
        QVERIFY(!shown.named(saveOwn)->isEnabled() && !shown.named(prepareTeam)->isEnabled());
        QCOMPARE(shown.named(saveOwn)->toolTip(), QStringLiteral("No connection"));
        shown.data.setOffline({});
        shown.data.setCopy(CopyOf::Oneself, std::nullopt);
        QVERIFY(shown.says(QStringLiteral("Asking the endpoint")));
        shown.data.setProblem(QStringLiteral("It is away."));
        QVERIFY(shown.says(QStringLiteral("It is away.")));
    }

    void itIsWatchedWhileItIsLookedAt() {
        Shown shown;
        QVERIFY(shown.data.watched);
        shown.window.hide();
        QVERIFY(!shown.data.watched);
    }
};

QTEST_MAIN(TestUiSettingsDataCopy)
#include "tst_ui_settings_data_copy.moc"
