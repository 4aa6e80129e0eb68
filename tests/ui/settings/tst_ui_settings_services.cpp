#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_services.h"
#include "ui/settings/service_errors_dialog.h"
#include "ui/settings/service_row.h"
#include "ui/settings/service_words.h"
#include "ui/settings/services_section.h"
#include "ui/settings/settings_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/pill.h"
#include "ui/words/english_plurals.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLayout>
#include <QSignalSpy>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::settings;
using namespace headroom::ui::gallery;

namespace {

const QString replicate = QStringLiteral("0/replicate");
const QString mail = QStringLiteral("2/smtp");

QString textOf(QWidget* row) {
    QStringList texts;
    for (const QLabel* label : row->findChildren<QLabel*>())
        if (label->isVisibleTo(row)) texts << label->text();
    return texts.join(QLatin1Char('|'));
}

ServiceRow* rowOf(QWidget* section, const QString& name) {
    for (ServiceRow* row : section->findChildren<ServiceRow*>())
        if (row->accessibleName() == name && row->isVisibleTo(section)) return row;
    return nullptr;
}

QPushButton* named(QWidget* root, const QString& name) {
    for (QPushButton* found : root->findChildren<QPushButton*>())
        if (found->accessibleName() == name && found->isVisibleTo(root)) return found;
    return nullptr;
}

struct Shown {
    SampleServices data;
    QWidget window;
    ServicesSection section{data, data, &window};

    Shown() {
        window.resize(720, 900);
        section.resize(720, 900);
        window.show();
    }
};

} // namespace

class TestUiSettingsServices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        useReadableLocale();
        QCoreApplication::installTranslator(&plurals_);
        Theme::self().install();
    }

    void everyControlHasAName() {
        Shown shown;
        QCOMPARE(checks::namelessControls(&shown.window).join(QLatin1Char(' ')), QString());
    }

    void servicesStandInTheGivenOrderWithNameAndPlace() {
        Shown shown;
        QStringList names;
        for (ServiceRow* row : shown.section.findChildren<ServiceRow*>())
            names << row->accessibleName();
        QCOMPARE(names, QStringList({QStringLiteral("Replicate"), QStringLiteral("Built-in studio"),
                                     QStringLiteral("Amazon S3 or compatible"), QStringLiteral("SMTP server"),
                                     QStringLiteral("Stripe")}));
        const QString text = textOf(rowOf(&shown.section, QStringLiteral("SMTP server")));
        QVERIFY2(text.contains(QStringLiteral("mail.northwind.design:587")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("3 messages wait")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("refused the password")), qPrintable(text));
    }

    void aNameOfLaterIsReadable() {
        QCOMPARE(serviceName(ServiceKind::Storage, QStringLiteral("vercel-blob")),
                 QStringLiteral("Vercel Blob"));
        QCOMPARE(serviceName(ServiceKind::Storage, QStringLiteral("azure-blob")),
                 QStringLiteral("Azure blob"));
    }

    void statusTellsTheWorst_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("problem");
        QTest::addColumn<QString>("status");
        const auto kind = [](ServiceKind one) { return int(one); };
        QTest::newRow("works") << kind(ServiceKind::Storage) << "s3" << int(PaymentMode::None) << false
                               << "Works";
        QTest::newRow("problem") << kind(ServiceKind::Mail) << "smtp" << int(PaymentMode::None) << true
                                 << "Problem";
        QTest::newRow("test") << kind(ServiceKind::Payments) << "stripe" << int(PaymentMode::Test) << false
                              << "Test mode";
        QTest::newRow("live") << kind(ServiceKind::Payments) << "stripe" << int(PaymentMode::Live) << false
                              << "Works";
        QTest::newRow("test with a problem")
            << kind(ServiceKind::Payments) << "stripe" << int(PaymentMode::Test) << true << "Problem";
        QTest::newRow("off") << kind(ServiceKind::Payments) << "none" << int(PaymentMode::None) << false
                             << "Off";
    }
    void statusTellsTheWorst() {
        QFETCH(int, kind);
        QFETCH(QString, name);
        QFETCH(int, mode);
        QFETCH(bool, problem);
        QFETCH(QString, status);
        Service service;
        service.kind = ServiceKind(kind);
        service.name = name;
        service.mode = PaymentMode(mode);
        if (problem) service.problem = ServiceError{QDateTime::currentDateTime(), QStringLiteral("No."), 1};
        QCOMPARE(statusLook(statusOf(service)).text, status);
        ServiceRow row;
        row.setService(service, {});
        QCOMPARE(row.findChild<Pill*>()->text(), status);
        // What is off cannot be tried out.
        QCOMPARE(checks::button(&row, QStringLiteral("Test")) == nullptr, status == QLatin1String("Off"));
    }

    void aTestShowsInItsRowUntilItsOutcomeIsThere() {
        Shown shown;
        QPushButton* test = named(&shown.section, QStringLiteral("Test Replicate"));
        QVERIFY(test);
        QTest::mouseClick(test, Qt::LeftButton);
        QCOMPARE(shown.data.tested, QStringList(replicate));
        QCOMPARE(test->text(), QStringLiteral("Testing…"));
        QVERIFY(!test->isEnabled());
        QTest::mouseClick(test, Qt::LeftButton);
        QCOMPARE(int(shown.data.tested.size()), 1);
        // The others are not held up.
        QVERIFY(named(&shown.section, QStringLiteral("Test SMTP server"))->isEnabled());
        shown.data.endTest(replicate,
                           {ServiceTest::State::Works, QStringLiteral("Made a small picture."), 3'400});
        ServiceRow* row = rowOf(&shown.section, QStringLiteral("Replicate"));
        QVERIFY2(textOf(row).contains(QStringLiteral("Works (3.4 s). Made a small picture.")),
                 qPrintable(textOf(row)));
        QVERIFY(test->isEnabled());
        QCOMPARE(test->text(), QStringLiteral("Test"));
    }

    void whatATestFoundIsNotSaidTwice() {
        Shown shown;
        const QString words = shown.data.services()[3].problem->words;
        ServiceRow* row = rowOf(&shown.section, QStringLiteral("SMTP server"));
        QVERIFY2(textOf(row).contains(QStringLiteral("40 min ago: ") + words), qPrintable(textOf(row)));
        shown.data.endTest(mail, {ServiceTest::State::Fails, words, 120});
        QCOMPARE(textOf(row).count(words), 1);
        shown.data.endTest(mail, {ServiceTest::State::Fails, QStringLiteral("Nobody listens."), 120});
        QCOMPARE(textOf(row).count(words), 1);
        QVERIFY(textOf(row).contains(QStringLiteral("Nobody listens.")));
    }

    void aTestThatWaitsForItsTurnSaysSo() {
        Shown shown;
        shown.data.endTest(mail, {ServiceTest::State::Waiting, {}, 0});
        QPushButton* test = named(&shown.section, QStringLiteral("Test SMTP server"));
        QCOMPARE(test->text(), QStringLiteral("Waiting…"));
        QVERIFY(!test->isEnabled());
        const QString text = textOf(rowOf(&shown.section, QStringLiteral("SMTP server")));
        QVERIFY2(text.contains(QStringLiteral("when the test before it has ended")), qPrintable(text));
    }

    void aFailedTestSaysWhyAndOneThatWasNotAskedSaysSo() {
        Shown shown;
        shown.data.endTest(mail, {ServiceTest::State::Fails, QStringLiteral("Nobody listens."), 120});
        ServiceRow* row = rowOf(&shown.section, QStringLiteral("SMTP server"));
        QVERIFY(textOf(row).contains(QStringLiteral("Does not work (120 ms). Nobody listens.")));
        shown.data.endTest(mail, {ServiceTest::State::NotAsked, QStringLiteral("Too many tries."), 0});
        QVERIFY(textOf(row).contains(QStringLiteral("Not tested. Too many tries.")));
    }

    void anOutcomeGoesWithTheNextLook() {
        Shown shown;
        shown.data.endTest(mail, {ServiceTest::State::Works, QStringLiteral("Sent."), 120});
        ServiceRow* row = rowOf(&shown.section, QStringLiteral("SMTP server"));
        QVERIFY(textOf(row).contains(QStringLiteral("Sent.")));
        QTest::mouseClick(named(&shown.section, QStringLiteral("Look again")), Qt::LeftButton);
        QVERIFY(!textOf(row).contains(QStringLiteral("Sent.")));
    }

    void focusStaysOnTheButtonWhileTheRowChanges() {
        Shown shown;
        QPushButton* test = named(&shown.section, QStringLiteral("Test SMTP server"));
        test->setFocus();
        shown.data.endTest(mail, {ServiceTest::State::Works, QStringLiteral("Sent."), 120});
        QCOMPARE(named(&shown.section, QStringLiteral("Test SMTP server")), test);
        QCOMPARE(shown.window.focusWidget(), test);
    }

    void lastErrorsOpenWithTimesAndGoToTheClipboard() {
        Shown shown;
        QVERIFY(!named(&shown.section, QStringLiteral("Last errors of Stripe")));
        QTest::mouseClick(named(&shown.section, QStringLiteral("Last errors of SMTP server")),
                          Qt::LeftButton);
        auto* dialog = checks::openDialog<ServiceErrorsDialog>(&shown.window);
        QVERIFY(dialog);
        const QString text = textOf(dialog);
        QVERIFY2(text.contains(QStringLiteral("40 min ago, 4 times")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("did not answer")), qPrintable(text));
        QCOMPARE(checks::namelessControls(dialog).join(QLatin1Char(' ')), QString());
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Copy")), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("4x  The server refused")));
        QSignalSpy closed(dialog, &QDialog::finished);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }

    void withoutConnectionNothingCanBeTested() {
        Shown shown;
        shown.data.setOffline(QStringLiteral("This needs a connection to the endpoint"));
        QPushButton* test = named(&shown.section, QStringLiteral("Test Replicate"));
        QVERIFY(!test->isEnabled());
        QCOMPARE(test->toolTip(), QStringLiteral("This needs a connection to the endpoint"));
        shown.data.setServices({});
        QTRY_VERIFY_WITH_TIMEOUT(
            textOf(&shown.section).contains(QStringLiteral("This needs a connection to the endpoint")),
            patienceMs);
        shown.data.setOffline({});
        QTRY_VERIFY_WITH_TIMEOUT(textOf(&shown.section).contains(QStringLiteral("Asking the endpoint…")),
                                 patienceMs);
        shown.data.setProblem(QStringLiteral("The endpoint is not available."));
        QTRY_VERIFY_WITH_TIMEOUT(
            textOf(&shown.section).contains(QStringLiteral("The endpoint is not available.")), patienceMs);
    }

    void everyRowHasRoomForAllItsLines() {
        SampleSettingsParts data;
        SettingsPage page(data.parts());
        page.resize(900, 700);
        page.show();
        data.services.endTest(mail, {ServiceTest::State::Fails, QStringLiteral("Nobody listens."), 120});
        for (ServiceRow* row : page.findChildren<ServiceRow*>())
            QTRY_VERIFY2_WITH_TIMEOUT(row->height() >= row->layout()->totalHeightForWidth(row->width()),
                                      qPrintable(row->accessibleName() +
                                                 QStringLiteral(" %1 %2")
                                                     .arg(row->height())
                                                     .arg(row->layout()->totalHeightForWidth(row->width()))),
                                      patienceMs);
    }

    void aFolderIsNotSaidToSendMails() {
        Service service;
        service.kind = ServiceKind::Mail;
        service.name = QStringLiteral("folder");
        QCOMPARE(serviceUse(service), QStringLiteral("Writes e-mails to files instead of sending them"));
        service.name = QStringLiteral("smtp");
        QCOMPARE(serviceUse(service), QStringLiteral("Sends e-mails"));
    }

    void durationsHaveTheDigitsThatSaySomething() {
        QCOMPARE(formatTook(123), QStringLiteral("123 ms"));
        QCOMPARE(formatTook(3'440), QStringLiteral("3.4 s"));
        QCOMPARE(formatTook(28'400), QStringLiteral("28 s"));
    }

private:
    EnglishPlurals plurals_;
};

QTEST_MAIN(TestUiSettingsServices)
#include "tst_ui_settings_services.moc"
