#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_office.h"
#include "ui/settings/notices_dialog.h"
#include "ui/settings/settings_page.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>

using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;
using namespace headroom::ui::gallery;

namespace {

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
        SampleSettings data;
        SettingsPage page(data, data);
        page.resize(1100, 800);
        page.show();
        QCOMPARE(checks::namelessControls(&page).join(QLatin1Char(' ')), QString());
    }

    void themeChangesAtOnce() {
        SampleSettings data;
        SettingsPage page(data, data);
        page.show();
        QTest::mouseClick(checks::button(&page, QStringLiteral("Dark")), Qt::LeftButton);
        QVERIFY(Theme::t().dark);
        QTest::mouseClick(checks::button(&page, QStringLiteral("Light")), Qt::LeftButton);
        QVERIFY(!Theme::t().dark);
    }

    void nameIsTakenWithReturnAndAnEmptyOneIsNot() {
        SampleSettings data;
        SettingsPage page(data, data);
        page.resize(1100, 800);
        page.show();
        QLineEdit* name = field(&page, QStringLiteral("Your name"));
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Elena W."));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(data.settings().userName, QStringLiteral("Elena W."));
        name->selectAll();
        QTest::keyClick(name, Qt::Key_Delete);
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(data.settings().userName, QStringLiteral("Elena W."));
        QCOMPARE(name->text(), QStringLiteral("Elena W."));
    }

    void anotherDeviceCanBeSignedOutAndThisOneCannot() {
        SampleSettings data;
        SettingsPage page(data, data);
        page.resize(1100, 1200);
        page.show();
        QPushButton* other = nullptr;
        for (QPushButton* found : page.findChildren<QPushButton*>()) {
            QVERIFY(found->accessibleName() != QStringLiteral("Sign out studio-imac"));
            if (found->accessibleName() == QStringLiteral("Sign out elena-laptop")) other = found;
        }
        QVERIFY(other);
        QTest::mouseClick(other, Qt::LeftButton);
        QCOMPARE(int(data.devices().size()), 2);
        QTRY_VERIFY(checks::button(&page, QStringLiteral("Sign out everywhere…")));
    }

    void detailsGoToTheClipboard() {
        SampleSettings data;
        SettingsPage page(data, data);
        page.resize(1100, 1400);
        page.show();
        QTest::mouseClick(checks::button(&page, QStringLiteral("Copy details")), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("Headroom")));
    }

    void licencesOpenAndCloseWithEsc() {
        SampleSettings data;
        SettingsPage page(data, data);
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
