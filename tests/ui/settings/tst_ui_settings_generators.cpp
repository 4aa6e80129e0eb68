#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/charts/day_bars.h"
#include "ui/gallery/sample_services.h"
#include "ui/settings/generator_order.h"
#include "ui/settings/generator_words.h"
#include "ui/settings/generators_dialog.h"
#include "ui/settings/headshots_section.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/money_field.h"
#include "ui/words/english_plurals.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;
using namespace headroom::ui::gallery;

namespace {

const QString replicate = QStringLiteral("replicate");
const QString stability = QStringLiteral("stability");
const QString studio = QStringLiteral("studio");

QString textOf(QWidget* root) {
    QStringList texts;
    for (const QLabel* label : root->findChildren<QLabel*>())
        if (label->isVisibleTo(root)) texts << label->text();
    return texts.join(QLatin1Char('|'));
}

QPushButton* named(QWidget* root, const QString& name) {
    for (QPushButton* found : root->findChildren<QPushButton*>())
        if (found->accessibleName() == name && found->isVisibleTo(root)) return found;
    return nullptr;
}

QCheckBox* box(QWidget* root, const QString& text) {
    for (QCheckBox* found : root->findChildren<QCheckBox*>())
        if (found->accessibleName() == text || found->text() == text) return found;
    return nullptr;
}

/// Where the words are: the rest of a wide check box takes no click.
void click(QCheckBox* box) {
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(10, box->height() / 2));
}

struct Opened {
    SampleGenerators data;
    QWidget window;
    GeneratorsDialog* dialog = nullptr;

    Opened() { window.resize(1000, 900); }
    void open() {
        window.show();
        dialog = new GeneratorsDialog(*data.generators(), data, &window);
        dialog->open();
    }
    void press(const QString& button) { QTest::mouseClick(checks::button(dialog, button), Qt::LeftButton); }
    void look(int scope) {
        auto* list = dialog->findChild<QListWidget*>();
        const QRect place = list->visualItemRect(list->item(scope));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place.center());
    }
    QString notice() const { return dialog->noticeText(); }
};

} // namespace

class TestUiSettingsGenerators : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        useReadableLocale();
        QCoreApplication::installTranslator(&plurals_);
        Theme::self().install();
    }

    void theSectionSaysWhoMakesHeadshotsAndWhatTheyCost();
    void theSectionSaysWhyNothingIsKnown();
    void barsAreReadByKeyAndPointer();
    void everyControlHasAName();
    void savingWithoutAChangeChangesNothing();
    void theOrderIsMovedByMouseAndKey();
    void whoIsLeftOutComesLastAndBack();
    void nobodyAtAllCannotBeSaved();
    void aConsentIsGivenForOneServiceAlone();
    void itWarnsOfStylesThatNobodyMayMake();
    void aStyleGoesItsOwnWayAndBack();
    void theLimitIsTheOperatorsOrOnesOwn();
    void whatTheOperatorTookAwayIsTakenOut();
    void aRefusalStaysInTheDialog();
    void amountsHaveTheDigitsTheyNeed();

private:
    EnglishPlurals plurals_;
};

void TestUiSettingsGenerators::theSectionSaysWhoMakesHeadshotsAndWhatTheyCost() {
    SampleGenerators data;
    QWidget window;
    HeadshotsSection section(data, data, &window);
    section.resize(720, 500);
    window.show();
    const QString text = textOf(&section);
    // Stability AI is in the order, but no photo may be sent there.
    QVERIFY2(text.contains(QStringLiteral("Replicate, then Built-in studio. 1 style with an order")),
             qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("$3.24 today, of the $20 that the operator allows a day")),
             qPrintable(text));
    QCOMPARE(checks::namelessControls(&window).join(QLatin1Char(' ')), QString());
    Generators own = *data.generators();
    own.choice.dayLimitMicros = 5'500'000;
    own.spending.days.assign(31, {QDate(2026, 1, 1), 0});
    data.setGenerators(own);
    const QString now = textOf(&section);
    QVERIFY2(now.contains(QStringLiteral("of the $5.50 that your team allows itself")), qPrintable(now));
    QVERIFY2(now.contains(QStringLiteral("Nothing in the last 31 days")), qPrintable(now));
    QVERIFY(!section.findChild<DayBars*>()->isVisibleTo(&section));
    own.available.erase(own.available.begin(), own.available.begin() + 2);
    own.spending.todayMicros = 0;
    data.setGenerators(own);
    QVERIFY2(textOf(&section).contains(QStringLiteral("free of charge")), qPrintable(textOf(&section)));
}

void TestUiSettingsGenerators::theSectionSaysWhyNothingIsKnown() {
    SampleGenerators data;
    data.setGenerators({});
    HeadshotsSection section(data, data);
    QVERIFY(textOf(&section).contains(QStringLiteral("Asking the endpoint…")));
    data.setProblem(QStringLiteral("The endpoint is not available."));
    QVERIFY(textOf(&section).contains(QStringLiteral("The endpoint is not available.")));
    data.setOffline(QStringLiteral("This needs a connection to the endpoint"));
    QVERIFY(textOf(&section).contains(QStringLiteral("This needs a connection to the endpoint")));
    section.openChoice();
    QVERIFY(section.findChildren<GeneratorsDialog*>().isEmpty());
    data.setGenerators(SampleGenerators().generators());
    QVERIFY(!named(&section, QStringLiteral("Choose who makes headshots"))->isEnabled());
    data.setOffline({});
    QVERIFY(named(&section, QStringLiteral("Choose who makes headshots"))->isEnabled());
}

void TestUiSettingsGenerators::barsAreReadByKeyAndPointer() {
    DayBars bars(QStringLiteral("Spent per day"),
                 [](qint64 micros) { return formatMicros(micros, QStringLiteral("USD")); });
    bars.resize(400, 130);
    bars.setBars({{QDate(2026, 3, 1), 1'000'000}, {QDate(2026, 3, 2), 0}, {QDate(2026, 3, 3), 2'500'000}});
    bars.show();
    QCOMPARE(bars.accessibleDescription(), QStringLiteral("$3.50 in 3 days"));
    QTest::keyClick(&bars, Qt::Key_End);
    QCOMPARE(bars.accessibleDescription(), QStringLiteral("3 Mar 2026: $2.50"));
    QTest::keyClick(&bars, Qt::Key_Left);
    QCOMPARE(bars.cursorIndex(), 1);
    QTest::mouseMove(&bars, QPoint(20, 60));
    QCOMPARE(bars.cursorIndex(), 0);
    QTest::keyClick(&bars, Qt::Key_Escape);
    QCOMPARE(bars.cursorIndex(), -1);
}

void TestUiSettingsGenerators::everyControlHasAName() {
    Opened opened;
    opened.open();
    QCOMPARE(checks::namelessControls(opened.dialog).join(QLatin1Char(' ')), QString());
}

void TestUiSettingsGenerators::savingWithoutAChangeChangesNothing() {
    Opened opened;
    opened.open();
    const GeneratorChoice before = opened.data.generators()->choice;
    QSignalSpy saved(opened.dialog, &GeneratorsDialog::saved);
    opened.press(QStringLiteral("Save"));
    QCOMPARE(saved.size(), 1);
    QCOMPARE(int(opened.data.chosen.size()), 1);
    QVERIFY(opened.data.chosen[0] == before);
}

void TestUiSettingsGenerators::theOrderIsMovedByMouseAndKey() {
    Opened opened;
    opened.open();
    // The operator's order is only looked at.
    QVERIFY(!named(opened.dialog, QStringLiteral("Built-in studio earlier"))->isEnabled());
    opened.press(QStringLiteral("An order of our own"));
    QPushButton* earlier = named(opened.dialog, QStringLiteral("Built-in studio earlier"));
    QTest::mouseClick(earlier, Qt::LeftButton);
    QCOMPARE(opened.dialog->choice().order, QStringList({replicate, studio, stability}));
    earlier->setFocus(Qt::TabFocusReason);
    QTest::keyClick(earlier, Qt::Key_Space);
    QCOMPARE(opened.dialog->choice().order, QStringList({studio, replicate, stability}));
    // It is first and cannot go on; the keyboard is still at its row.
    QVERIFY(!earlier->isEnabled());
    QPushButton* later = named(opened.dialog, QStringLiteral("Built-in studio later"));
    QCOMPARE(opened.dialog->focusWidget(), later);
    QTest::keyClick(later, Qt::Key_Space);
    QCOMPARE(opened.dialog->choice().order, QStringList({replicate, studio, stability}));
    opened.press(QStringLiteral("As the operator has it"));
    QCOMPARE(opened.dialog->choice().order, QStringList());
}

void TestUiSettingsGenerators::whoIsLeftOutComesLastAndBack() {
    Opened opened;
    opened.open();
    opened.press(QStringLiteral("An order of our own"));
    QCheckBox* use = box(opened.dialog, QStringLiteral("Use Replicate"));
    click(use);
    QCOMPARE(opened.dialog->choice().order, QStringList({stability, studio}));
    QVERIFY(!named(opened.dialog, QStringLiteral("Replicate earlier"))->isEnabled());
    QVERIFY(!named(opened.dialog, QStringLiteral("Built-in studio later"))->isEnabled());
    click(use);
    QCOMPARE(opened.dialog->choice().order, QStringList({stability, studio, replicate}));
}

void TestUiSettingsGenerators::nobodyAtAllCannotBeSaved() {
    Opened opened;
    opened.open();
    opened.press(QStringLiteral("An order of our own"));
    for (const QString& name : {QStringLiteral("Use Replicate"), QStringLiteral("Use Stability AI"),
                                QStringLiteral("Use Built-in studio")})
        click(box(opened.dialog, name));
    QVERIFY(!checks::button(opened.dialog, QStringLiteral("Save"))->isEnabled());
    QCOMPARE(opened.notice(), QStringLiteral("All styles: choose at least one."));
    click(box(opened.dialog, QStringLiteral("Use Built-in studio")));
    QVERIFY(checks::button(opened.dialog, QStringLiteral("Save"))->isEnabled());
    QCOMPARE(opened.notice(), QString());
}

void TestUiSettingsGenerators::aConsentIsGivenForOneServiceAlone() {
    Opened opened;
    opened.open();
    QCheckBox* given = box(opened.dialog, QStringLiteral("Photos may be sent to Replicate"));
    QCheckBox* notGiven = box(opened.dialog, QStringLiteral("Photos may be sent to Stability AI"));
    QVERIFY(given->isChecked());
    QVERIFY(!notGiven->isChecked());
    QVERIFY(!box(opened.dialog, QStringLiteral("Photos may be sent to Built-in studio")));
    const QString words = notGiven->accessibleDescription();
    QVERIFY2(words.contains(QStringLiteral("Stability AI (api.stability.ai)")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("operator's account there pays, about $0.065 a headshot")),
             qPrintable(words));
    click(notGiven);
    opened.press(QStringLiteral("Save"));
    QCOMPARE(opened.data.chosen.back().consents, QStringList({replicate, stability}));
}

void TestUiSettingsGenerators::itWarnsOfStylesThatNobodyMayMake() {
    Opened opened;
    opened.open();
    opened.press(QStringLiteral("An order of our own"));
    click(box(opened.dialog, QStringLiteral("Use Built-in studio")));
    QCOMPARE(opened.notice(), QString());
    click(box(opened.dialog, QStringLiteral("Photos may be sent to Replicate")));
    QVERIFY2(opened.notice().startsWith(QStringLiteral("All styles: nobody may make")),
             qPrintable(opened.notice()));
    QVERIFY(checks::button(opened.dialog, QStringLiteral("Save"))->isEnabled()); // a decision, not a mistake
}

void TestUiSettingsGenerators::aStyleGoesItsOwnWayAndBack() {
    Opened opened;
    opened.open();
    auto* order = opened.dialog->findChild<GeneratorOrder*>();
    opened.look(3); // charcoal, which has one already
    QCOMPARE(order->order(), QStringList(studio));
    opened.look(1);
    QCOMPARE(order->order(), QStringList({replicate, stability, studio}));
    opened.press(QStringLiteral("An order of its own"));
    click(box(opened.dialog, QStringLiteral("Use Stability AI")));
    opened.look(3);
    opened.press(QStringLiteral("As for all styles"));
    QCOMPARE(order->order(), QStringList({replicate, stability, studio}));
    opened.press(QStringLiteral("Save"));
    const QMap<QString, QStringList> wanted{{QStringLiteral("studio-grey"), {replicate, studio}}};
    QCOMPARE(opened.data.chosen.back().styles, wanted);
    QCOMPARE(opened.data.chosen.back().order, QStringList());
}

void TestUiSettingsGenerators::theLimitIsTheOperatorsOrOnesOwn() {
    Opened opened;
    opened.open();
    auto* field = opened.dialog->findChild<MoneyField*>();
    QVERIFY(!field->isEnabled());
    QVERIFY(!opened.dialog->choice().dayLimitMicros);
    opened.press(QStringLiteral("A limit of our own"));
    QVERIFY(field->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(opened.dialog->focusWidget(), static_cast<QWidget*>(field), patienceMs);
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("7.25"));
    QCOMPARE(opened.dialog->choice().dayLimitMicros, std::optional<qint64>(7'250'000));
    opened.press(QStringLiteral("The operator's, $20"));
    QVERIFY(!opened.dialog->choice().dayLimitMicros);
}

void TestUiSettingsGenerators::whatTheOperatorTookAwayIsTakenOut() {
    Opened opened;
    Generators now = *opened.data.generators();
    now.choice.order = {QStringLiteral("custom"), QStringLiteral("elsewhere"), studio};
    now.choice.consents = {QStringLiteral("custom"), replicate};
    now.choice.styles = {{QStringLiteral("garden"), {QStringLiteral("custom")}},
                         {QStringLiteral("from-later"), {studio}}};
    opened.data.setGenerators(now);
    opened.open();
    QVERIFY2(opened.notice().contains(QStringLiteral("does not offer Own model, Elsewhere any more")),
             qPrintable(opened.notice()));
    const GeneratorChoice saved = opened.dialog->choice();
    QCOMPARE(saved.order, QStringList(studio));
    QCOMPARE(saved.consents, QStringList(replicate));
    const QMap<QString, QStringList> wanted{{QStringLiteral("from-later"), {studio}}};
    QCOMPARE(saved.styles, wanted); // of a style that this program does not know
}

void TestUiSettingsGenerators::aRefusalStaysInTheDialog() {
    Opened opened;
    opened.data.refuseWith = ErrorCode::Forbidden;
    opened.open();
    opened.press(QStringLiteral("Save"));
    QVERIFY(opened.dialog->isVisible());
    QVERIFY(!opened.notice().isEmpty());
    QVERIFY(checks::button(opened.dialog, QStringLiteral("Save"))->isEnabled());
    opened.data.refuseWith.reset();
    opened.press(QStringLiteral("Save"));
    QCOMPARE(int(opened.data.chosen.size()), 2);
}

void TestUiSettingsGenerators::amountsHaveTheDigitsTheyNeed() {
    const QString usd = QStringLiteral("USD");
    QCOMPARE(formatMicros(3'000'000, usd), QStringLiteral("$3"));
    QCOMPARE(formatMicros(3'200'000, usd), QStringLiteral("$3.20"));
    QCOMPARE(formatMicros(40'000, usd), QStringLiteral("$0.04"));
    QCOMPARE(formatMicros(65'000, usd), QStringLiteral("$0.065"));
    QCOMPARE(formatMicros(3'200, usd), QStringLiteral("$0.0032"));
    QCOMPARE(formatMicros(123'456, usd), QStringLiteral("$0.12"));
    QCOMPARE(formatMicros(0, QStringLiteral("eur")), QStringLiteral("€0"));
    MoneyField field(1'000'000'000'000, QStringLiteral("Limit"));
    field.setCurrency(QStringLiteral("EUR"));
    field.setLocale(QLocale(QLocale::English));
    field.setMicros(1'234'560'000);
    QCOMPARE(field.micros(), 1'234'560'000);
    QVERIFY2(field.text().contains(QStringLiteral("1,234.56")), qPrintable(field.text()));
}

QTEST_MAIN(TestUiSettingsGenerators)
#include "tst_ui_settings_generators.moc"
