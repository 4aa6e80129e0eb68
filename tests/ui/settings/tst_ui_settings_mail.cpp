#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_services.h"
#include "ui/settings/mail_section.h"
#include "ui/theme/theme.h"
#include "ui/widgets/toast.h"

#include <QCheckBox>
#include <QLabel>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;
using namespace headroom::ui::gallery;

namespace {

QStringList texts(QWidget* root) {
    QStringList found;
    for (const QLabel* label : root->findChildren<QLabel*>())
        if (label->isVisibleTo(root)) found << label->text();
    return found;
}

QList<QCheckBox*> boxes(QWidget* root) {
    QList<QCheckBox*> found;
    for (QCheckBox* box : root->findChildren<QCheckBox*>())
        if (box->isVisibleTo(root)) found << box;
    return found;
}

struct Shown {
    SampleMail data;
    QWidget window;
    MailSection section{data, data, &window};

    Shown() {
        window.resize(720, 500);
        section.resize(720, 500);
        window.show();
    }
};

} // namespace

class TestUiSettingsMail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void everyControlHasAName() {
        Shown shown;
        QCOMPARE(checks::namelessControls(&shown.window).join(QLatin1Char(' ')), QString());
    }

    void onlyWhatTheEndpointNamesCanBeSwitched() {
        Shown shown;
        QCOMPARE(boxes(&shown.section).size(), 3);
        MailSettings fewer = *shown.data.mail();
        fewer.switches = {{QStringLiteral("credits_received"), true},
                          {QStringLiteral("weekly_digest"), false}};
        shown.data.setMail(fewer);
        QTRY_COMPARE_WITH_TIMEOUT(boxes(&shown.section).size(), 2, patienceMs);
        const QList<QCheckBox*> now = boxes(&shown.section);
        QCOMPARE(now[0]->accessibleName(), QStringLiteral("Credits for me"));
        QVERIFY(now[0]->isChecked());
        QCOMPARE(now[1]->accessibleName(), QStringLiteral("Weekly digest")); // of a later endpoint
        QVERIFY(!now[1]->isChecked());
    }

    void aClickSwitchesAndKeepsTheRow() {
        Shown shown;
        QCheckBox* box = boxes(&shown.section)[2];
        QCOMPARE(box->accessibleName(), QStringLiteral("Credits run low"));
        QVERIFY(!box->isChecked());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QVERIFY(shown.data.mail()->switches[2].wanted);
        QCOMPARE(boxes(&shown.section)[2], box);
        QCOMPARE(shown.window.focusWidget(), box);
    }

    void whatTheEndpointDoesNotTakeIsTakenBackInWords() {
        Shown shown;
        shown.data.refuseWith = ErrorCode::Unavailable;
        QCheckBox* box = boxes(&shown.section)[0];
        QVERIFY(box->isChecked());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QVERIFY(box->isChecked());
        QCOMPARE(int(shown.window.findChildren<Toast*>().size()), 1);
    }

    void theLanguageIsChosenByKey() {
        Shown shown;
        auto* language = shown.section.findChild<QComboBox*>();
        QCOMPARE(language->currentText(), QStringLiteral("English"));
        language->setFocus();
        QTest::keyClick(language, Qt::Key_Down);
        QCOMPARE(shown.data.mail()->language, QStringLiteral("de"));
        QCOMPARE(language->currentText(), QStringLiteral("Deutsch"));
        shown.data.refuseWith = ErrorCode::Offline;
        QTest::keyClick(language, Qt::Key_Up);
        QCOMPARE(language->currentText(), QStringLiteral("Deutsch"));
    }

    void aLanguageThatNobodyChoseIsNotInvented() {
        Shown shown;
        MailSettings unset = *shown.data.mail();
        unset.language.clear();
        shown.data.setMail(unset);
        QCOMPARE(shown.section.findChild<QComboBox*>()->currentIndex(), -1);
    }

    void withoutConnectionItSaysSo() {
        Shown shown;
        shown.data.setOffline(QStringLiteral("This needs a connection to the endpoint"));
        for (const QCheckBox* box : boxes(&shown.section)) {
            QVERIFY(!box->isEnabled());
            QCOMPARE(box->toolTip(), QStringLiteral("This needs a connection to the endpoint"));
        }
        QVERIFY(!shown.section.findChild<QComboBox*>()->isEnabled());
        shown.data.setMail({});
        QTRY_VERIFY_WITH_TIMEOUT(
            texts(&shown.section).contains(QStringLiteral("This needs a connection to the endpoint")),
            patienceMs);
        shown.data.setOffline({});
        QTRY_VERIFY_WITH_TIMEOUT(texts(&shown.section).contains(QStringLiteral("Asking the endpoint…")),
                                 patienceMs);
    }
};

QTEST_MAIN(TestUiSettingsMail)
#include "tst_ui_settings_mail.moc"
