#include "tests/ui/support/ui_checks.h"
#include "ui/settings/colour_choice.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QSignalSpy>

using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;

namespace {

struct Shown {
    QWidget window;
    ColourChoice choice{QStringLiteral("Team colour"), &window};
    QSignalSpy chosen{&choice, &ColourChoice::chosen};
    QLineEdit* number = choice.findChild<QLineEdit*>();

    Shown() {
        window.resize(400, 60);
        choice.resize(choice.sizeHint());
        window.show();
    }
    QAbstractButton* named(const char* name) const {
        for (QAbstractButton* one : choice.findChildren<QAbstractButton*>())
            if (one->accessibleName() == QLatin1String(name)) return one;
        return nullptr;
    }
    QString checked() const {
        for (const QAbstractButton* one : choice.findChildren<QAbstractButton*>())
            if (one->isChecked()) return one->accessibleName();
        return {};
    }
    QStringList emitted() const {
        QStringList all;
        for (const QList<QVariant>& one : chosen)
            all << one.first().toString();
        return all;
    }
};

} // namespace

class TestUiSettingsColour : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        Shown shown;
        QCOMPARE(checks::namelessControls(&shown.window).join(QLatin1Char(' ')), QString());
    }

    void withoutAColourItIsHeadroomsOwn() {
        Shown shown;
        QCOMPARE(shown.checked(), QStringLiteral("Headroom's own"));
        QCOMPARE(shown.number->text(), QString());
    }

    void aClickChoosesOnce() {
        Shown shown;
        QTest::mouseClick(shown.named("Teal"), Qt::LeftButton);
        QTest::mouseClick(shown.named("Teal"), Qt::LeftButton);
        QCOMPARE(shown.emitted(), QStringList({QStringLiteral("#0f766e")}));
        QCOMPARE(shown.number->text(), QStringLiteral("#0f766e"));
        QTest::mouseClick(shown.named("Headroom's own"), Qt::LeftButton);
        QCOMPARE(shown.emitted().last(), QString());
    }

    void arrowKeysMoveAlong() {
        Shown shown;
        shown.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        shown.named("Headroom's own")->setFocus();
        QTest::keyClick(shown.named("Headroom's own"), Qt::Key_Right);
        QCOMPARE(shown.checked(), QStringLiteral("Blue"));
        QCOMPARE(shown.emitted(), QStringList({QStringLiteral("#1d4ed8")}));
    }

    void aNumberIsTakenWithReturnWhetherOneOfTheFewOrNot() {
        Shown shown;
        shown.number->setFocus();
        QTest::keyClicks(shown.number, QStringLiteral("AA2244"));
        QTest::keyClick(shown.number, Qt::Key_Return);
        QCOMPARE(shown.emitted(), QStringList({QStringLiteral("#aa2244")}));
        QCOMPARE(shown.number->text(), QStringLiteral("#aa2244"));
        QCOMPARE(shown.checked(), QString());
        shown.number->selectAll();
        QTest::keyClicks(shown.number, QStringLiteral("#15803d"));
        QTest::keyClick(shown.number, Qt::Key_Return);
        QCOMPARE(shown.checked(), QStringLiteral("Green"));
    }

    void whatIsNoColourIsTakenBack() {
        Shown shown;
        shown.choice.setColour(QStringLiteral("#0f766e"));
        shown.number->setFocus();
        shown.number->selectAll();
        QTest::keyClicks(shown.number, QStringLiteral("12xyz"));
        QCOMPARE(shown.number->text(), QStringLiteral("12"));
        QTest::keyClick(shown.number, Qt::Key_Return);
        QCOMPARE(shown.number->text(), QStringLiteral("#0f766e"));
        QCOMPARE(shown.emitted(), QStringList());
    }

    void whatComesFromTheEndpointTellsNobodyAndDisturbsNoTyping() {
        Shown shown;
        shown.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&shown.window));
        shown.choice.setColour(QStringLiteral("#b91c1c"));
        QCOMPARE(shown.checked(), QStringLiteral("Red"));
        shown.number->setFocus();
        shown.number->setText(QStringLiteral("#33"));
        shown.choice.setColour(QStringLiteral("#334155"));
        QCOMPARE(shown.number->text(), QStringLiteral("#33"));
        QCOMPARE(shown.emitted(), QStringList());
    }
};

QTEST_MAIN(TestUiSettingsColour)
#include "tst_ui_settings_colour.moc"
