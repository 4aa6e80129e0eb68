#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_services.h"
#include "ui/settings/headshots_section.h"
#include "ui/settings/notices_dialog.h"
#include "ui/settings/services_section.h"
#include "ui/settings/settings_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/page_scroll.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest/qtestspontaneevent.h>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;
using namespace headroom::ui::gallery;

namespace {

QCheckBox* checkBox(QWidget* page, const QString& name) {
    for (QCheckBox* found : page->findChildren<QCheckBox*>())
        if (found->accessibleName() == name) return found;
    return nullptr;
}

QLineEdit* field(QWidget* page, const QString& name) {
    for (QLineEdit* found : page->findChildren<QLineEdit*>())
        if (found->accessibleName() == name) return found;
    return nullptr;
}

} // namespace

class TestUiSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 800);
        page.show();
        QCOMPARE(checks::namelessControls(&page).join(QLatin1Char(' ')), QString());
    }

    void themeChangesAtOnce() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.show();
        QTest::mouseClick(checks::button(&page, QStringLiteral("Dark")), Qt::LeftButton);
        QVERIFY(Theme::t().dark);
        QTest::mouseClick(checks::button(&page, QStringLiteral("Light")), Qt::LeftButton);
        QVERIFY(!Theme::t().dark);
    }

    void nameIsTakenWithReturnAndAnEmptyOneIsNot() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 800);
        page.show();
        QLineEdit* name = field(&page, QStringLiteral("Your name"));
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Elena W."));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(data.values.settings().userName, QStringLiteral("Elena W."));
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(data.values.settings().userName, QStringLiteral("Elena W."));
        QCOMPARE(name->text(), QStringLiteral("Elena W."));
    }

    void lowCreditsAreTakenWhenTheFieldIsLeft() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.show();
        auto* field = page.findChild<NumberField*>();
        QCOMPARE(field->value(), data.values.settings().lowCreditsBelow.value());
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("120"));
        QCOMPARE(*data.values.settings().lowCreditsBelow, 50); // still typing
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(*data.values.settings().lowCreditsBelow, 120);
        data.values.setOffline(QStringLiteral("No connection"));
        QVERIFY(!field->isEnabled());
    }

    void anotherDeviceCanBeSignedOutAndThisOneCannot() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 1200);
        page.show();
        QPushButton* other = nullptr;
        for (QPushButton* found : page.findChildren<QPushButton*>()) {
            QVERIFY(found->accessibleName() != QStringLiteral("Sign out studio-imac"));
            if (found->accessibleName() == QStringLiteral("Sign out elena-laptop")) other = found;
        }
        QVERIFY(other);
        QTest::mouseClick(other, Qt::LeftButton);
        QCOMPARE(int(data.values.devices().size()), 2);
        QTRY_VERIFY_WITH_TIMEOUT(checks::button(&page, QStringLiteral("Sign out everywhere…")), patienceMs);
    }

    void comparingFacesIsOffUntilOneAgrees() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 1200);
        page.show();
        QCheckBox* box = checkBox(&page, QStringLiteral("Compare my face"));
        QVERIFY(box);
        QVERIFY(!box->isChecked());
        QVERIFY(box->accessibleDescription().contains(QStringLiteral("nothing about your face is stored")));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QVERIFY(data.values.settings().comparesFaces);
        QVERIFY(box->isChecked());
        data.setOffline(QStringLiteral("No connection"));
        QVERIFY(!box->isEnabled());
        QCOMPARE(box->toolTip(), QStringLiteral("No connection"));
    }

    void whatBelongsToOwnersIsAbsentForOthers() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 1200);
        page.show();
        QVERIFY(page.headshots()->isVisible());
        QVERIFY(page.services()->isVisible());
        data.services.setOffered(false);
        data.generators.setOffered(false);
        QVERIFY(!page.headshots()->isVisible());
        QVERIFY(!page.services()->isVisible());
        data.services.setOffered(true); // made an owner meanwhile
        data.generators.setOffered(true);
        QVERIFY(page.headshots()->isVisible());
        QVERIFY(page.services()->isVisible());
    }

    void lookingAtThePageAsksTheEndpoint() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        QCOMPARE(data.services.refreshed, 0);
        page.show();
        QCOMPARE(data.services.refreshed, 1);
    }

    void theWheelScrollsThePageAndChangesNoField() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 700);
        page.show();
        auto* scroll = page.findChild<PageScroll*>();
        auto* language = page.findChild<QComboBox*>();
        QTRY_VERIFY_WITH_TIMEOUT(scroll->verticalScrollBar()->maximum() > 400, patienceMs);
        language->setFocus(); // as after choosing
        scroll->ensureWidgetVisible(language);
        const QString before = data.mail.mail()->language;
        for (const int notch : {-120, -120, 120}) {
            const int place = scroll->verticalScrollBar()->value();
            const QPointF at(10, 10);
            QWheelEvent wheel(at, language->mapToGlobal(at), {}, {0, notch}, Qt::NoButton, Qt::NoModifier,
                              Qt::NoScrollPhase, false);
            QSpontaneKeyEvent::setSpontaneous(&wheel); // only those of the system are handed on
            QCoreApplication::instance()->notify(language, &wheel);
            QVERIFY((scroll->verticalScrollBar()->value() - place) * notch < 0);
        }
        QCOMPARE(data.mail.mail()->language, before);
        QCOMPARE(language->currentText(), QStringLiteral("English"));
    }

    void detailsGoToTheClipboard() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 1400);
        page.show();
        QTest::mouseClick(checks::button(&page, QStringLiteral("Copy details")), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("Headroom")));
    }

    void licencesOpenAndCloseWithEsc() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(1100, 1400);
        page.show();
        QTest::mouseClick(checks::button(&page, QStringLiteral("Licences…")), Qt::LeftButton);
        auto* dialog = checks::openDialog<NoticesDialog>(&page);
        QVERIFY(dialog);
        QSignalSpy closed(dialog, &QDialog::finished);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }
};

QTEST_MAIN(TestUiSettings)
#include "tst_ui_settings.moc"
