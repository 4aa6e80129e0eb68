#include "tests/support/patience.h"
#include "ui/gallery/sample_sign_in.h"
#include "ui/signin/choice_card.h"
#include "ui/signin/code_field.h"
#include "ui/signin/code_step.h"
#include "ui/signin/connect_step.h"
#include "ui/signin/invitation_step.h"
#include "ui/signin/local_step.h"
#include "ui/signin/sign_in_artwork.h"
#include "ui/signin/sign_in_page.h"
#include "ui/theme/theme.h"
#include "ui/words/words.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::signin;
using headroom::ui::gallery::SampleSignIn;

class TestUiSignin : public QObject {
    Q_OBJECT

    std::unique_ptr<SampleSignIn> endpoint_;
    std::unique_ptr<SignInPage> page_;

    void open() {
        page_ = std::make_unique<SignInPage>(*endpoint_, *endpoint_);
        page_->resize(1200, 800);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
        page_->activateWindow();
    }

    template <class Step>
    Step* step() {
        return page_->findChild<Step*>();
    }

    QLineEdit* field(QWidget* in, const QString& name) {
        for (QLineEdit* edit : in->findChildren<QLineEdit*>())
            if (edit->accessibleName() == name) return edit;
        return nullptr;
    }

    QPushButton* button(QWidget* in, const QString& text) {
        for (QPushButton* found : in->findChildren<QPushButton*>())
            if (found->isVisible() && found->text().contains(text)) return found;
        return nullptr;
    }

    void click(QWidget* widget) {
        QVERIFY(widget);
        QTest::mouseClick(widget, Qt::LeftButton);
    }

    ChoiceCard* choice(int index) { return page_->findChildren<ChoiceCard*>()[index]; }

    void goToCode() {
        click(choice(1));
        QTest::keyClicks(field(step<ConnectStep>(), "Team address"), "headroom.company.com");
        QTest::keyClicks(field(step<ConnectStep>(), "Your e-mail"), "ada@company.com");
        click(step<ConnectStep>()->primary());
        QTRY_VERIFY_WITH_TIMEOUT(step<CodeStep>()->isVisible(), patienceMs);
    }

private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void init() {
        endpoint_ = std::make_unique<SampleSignIn>();
        open();
    }

    void cleanup() {
        page_.reset();
        endpoint_.reset();
    }

    void addressesAreCompletedAndUnprotectedOnesRefused_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("complete");
        QTest::newRow("bare") << " headroom.example.com "
                              << "https://headroom.example.com";
        QTest::newRow("port") << "headroom.example.com:8443"
                              << "https://headroom.example.com:8443";
        QTest::newRow("slash") << "https://example.com/headroom/"
                               << "https://example.com/headroom";
        QTest::newRow("query") << "https://example.com?x=1#y"
                               << "https://example.com";
        QTest::newRow("loopback") << "127.0.0.1:8080"
                                  << "http://127.0.0.1:8080";
        QTest::newRow("localhost") << "localhost:8080"
                                   << "http://localhost:8080";
        QTest::newRow("plain http elsewhere") << "http://example.com" << QString();
        QTest::newRow("other scheme") << "ftp://example.com" << QString();
        QTest::newRow("password inside") << "https://a:b@example.com" << QString();
        QTest::newRow("words") << "our server" << QString();
        QTest::newRow("empty") << "" << QString();
    }

    void addressesAreCompletedAndUnprotectedOnesRefused() {
        QFETCH(QString, typed);
        QFETCH(QString, complete);
        QCOMPARE(completeAddress(typed).value_or(QString()), complete);
    }

    void emailNeedsBothSides() {
        QVERIFY(looksLikeEmail("ada@company.com"));
        QVERIFY(looksLikeEmail(" ada@localhost "));
        QVERIFY(!looksLikeEmail("ada"));
        QVERIFY(!looksLikeEmail("@company.com"));
        QVERIFY(!looksLikeEmail("ada@"));
        QVERIFY(!looksLikeEmail("ada lovelace@company.com"));
    }

    void localTeamNeedsAllThreeFields() {
        click(choice(0));
        QVERIFY(step<LocalStep>()->isVisible());
        QCOMPARE(field(step<LocalStep>(), "Your name")->text(), QStringLiteral("Elena Weber"));
        QVERIFY(!step<LocalStep>()->primary()->isEnabled());
        QVERIFY(!step<LocalStep>()->primary()->toolTip().isEmpty());
        QTest::keyClicks(field(step<LocalStep>(), "E-mail"), "elena@northwind.design");
        QVERIFY(!step<LocalStep>()->primary()->isEnabled());
        QTest::keyClicks(field(step<LocalStep>(), "Team name"), "Northwind");
        QVERIFY(step<LocalStep>()->primary()->isEnabled());
        QSignalSpy done(page_.get(), &SignInPage::signedIn);
        QTest::keyClick(field(step<LocalStep>(), "Team name"), Qt::Key_Return);
        QCOMPARE(done.size(), 1);
        QCOMPARE(endpoint_->calls(), QStringList{"local Elena Weber elena@northwind.design Northwind"});
    }

    void localFailureIsSaidAndCanBeTriedAgain() {
        click(choice(0));
        QTest::keyClicks(field(step<LocalStep>(), "E-mail"), "elena@northwind.design");
        QTest::keyClicks(field(step<LocalStep>(), "Team name"), "Northwind");
        endpoint_->refuseNext(ErrorCode::DiskFull);
        QSignalSpy done(page_.get(), &SignInPage::signedIn);
        click(step<LocalStep>()->primary());
        QCOMPARE(step<LocalStep>()->noticeText(), sentence(ErrorCode::DiskFull));
        QCOMPARE(done.size(), 0);
        QVERIFY(step<LocalStep>()->primary()->isEnabled());
        click(step<LocalStep>()->primary());
        QCOMPARE(done.size(), 1);
    }

    void existingLocalTeamOpensWithoutAForm() {
        endpoint_->setLocal("Northwind", {});
        open();
        endpoint_->hold();
        QCOMPARE(choice(0)->accessibleName(), QStringLiteral("Open Northwind"));
        QSignalSpy done(page_.get(), &SignInPage::signedIn);
        click(choice(0));
        QVERIFY(!field(step<LocalStep>(), "Your name")->isVisible());
        endpoint_->answer();
        QCOMPARE(done.size(), 1);
    }

    void blockedLocalChoiceSaysWhy() {
        endpoint_->setLocal({}, "The endpoint program is missing");
        QVERIFY(!choice(0)->isEnabled());
        QCOMPARE(choice(0)->accessibleDescription(), QStringLiteral("The endpoint program is missing"));
    }

    void lastAddressIsRemembered() {
        endpoint_->remember("https://headroom.company.com", "ada@company.com");
        open();
        QVERIFY(choice(1)->accessibleDescription().contains("headroom.company.com"));
        click(choice(1));
        QCOMPARE(field(step<ConnectStep>(), "Team address")->text(),
                 QStringLiteral("https://headroom.company.com"));
        QVERIFY(step<ConnectStep>()->primary()->isEnabled());
    }

    void codeSignsInWithItsLastDigit() {
        goToCode();
        QSignalSpy done(page_.get(), &SignInPage::signedIn);
        auto* code = step<CodeStep>()->findChild<CodeField*>();
        QTRY_VERIFY_WITH_TIMEOUT(code->hasFocus(), patienceMs);
        QTest::keyClicks(code, "12345");
        QCOMPARE(done.size(), 0);
        QVERIFY(!step<CodeStep>()->primary()->isEnabled());
        QTest::keyClicks(code, "6");
        QCOMPARE(done.size(), 1);
        QCOMPARE(endpoint_->calls(),
                 (QStringList{"begin https://headroom.company.com ada@company.com", "complete 123456"}));
    }

    void codeFieldTakesWhatIsPasted() {
        goToCode();
        auto* code = step<CodeStep>()->findChild<CodeField*>();
        QTest::keyClicks(code, "99");
        QSignalSpy done(page_.get(), &SignInPage::signedIn);
        QGuiApplication::clipboard()->setText(QStringLiteral("  123 456\n"));
        QTest::keySequence(code, QKeySequence::Paste);
        QCOMPARE(code->text(), QStringLiteral("123456"));
        QCOMPARE(done.size(), 1);
    }

    void codeFieldDropsOtherCharactersAndReadsOtherDigits() {
        CodeField code(6);
        QSignalSpy completed(&code, &CodeField::completed);
        QTest::keyClicks(&code, "1a2-3");
        QCOMPARE(code.text(), QStringLiteral("123"));
        code.insert(QStringLiteral("\u0664\u0665\u0666")); // Arabic-Indic 456
        QCOMPARE(code.text(), QStringLiteral("123456"));
        QCOMPARE(completed.size(), 1);
        QTest::keyClick(&code, Qt::Key_Backspace);
        QCOMPARE(code.text(), QStringLiteral("12345"));
    }

    void wrongCodeIsClearedAndSaid() {
        goToCode();
        auto* code = step<CodeStep>()->findChild<CodeField*>();
        QTest::keyClicks(code, "000000");
        QCOMPARE(step<CodeStep>()->noticeText(), sentence(ErrorCode::CodeWrong));
        QVERIFY(code->text().isEmpty());
        QTest::keyClicks(code, "1");
        QVERIFY(step<CodeStep>()->noticeText().isEmpty());
    }

    void expiredCodeOffersAnother() {
        goToCode();
        endpoint_->refuseNext(ErrorCode::CodeExpired);
        QTest::keyClicks(step<CodeStep>()->findChild<CodeField*>(), "123456");
        QCOMPARE(step<CodeStep>()->noticeText(), sentence(ErrorCode::CodeExpired));
        const auto buttons = step<CodeStep>()->findChildren<QPushButton*>();
        const auto offer = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton* found) {
            return found->isVisible() && found->isEnabled() && found->text() == "Send another code";
        });
        QVERIFY(offer != buttons.end());
        click(*offer);
        QCOMPARE(endpoint_->calls().last(),
                 QStringLiteral("begin https://headroom.company.com ada@company.com"));
    }

    void anotherCodeCanBeAskedForAfterTheWait() {
        endpoint_->setResendAfter(1);
        goToCode();
        QPushButton* again = button(step<CodeStep>(), "Send another code");
        QVERIFY(again && !again->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), patienceMs);
        click(again);
        QCOMPARE(endpoint_->calls().size(), 2);
        QVERIFY(!again->isEnabled());
    }

    void backGoesOneStepAndForgetsTheOldAnswer() {
        endpoint_->hold();
        click(choice(1));
        QTest::keyClicks(field(step<ConnectStep>(), "Team address"), "headroom.company.com");
        QTest::keyClicks(field(step<ConnectStep>(), "Your e-mail"), "ada@company.com");
        click(step<ConnectStep>()->primary());
        QVERIFY(!step<ConnectStep>()->primary()->isEnabled());
        click(button(step<ConnectStep>(), "Back"));
        QVERIFY(choice(1)->isVisible());
        QVERIFY(endpoint_->calls().contains("cancel"));
        endpoint_->answer();
        QVERIFY(choice(1)->isVisible());
    }

    void escapeGoesBackFromTheCode() {
        goToCode();
        QTest::keyClick(step<CodeStep>()->findChild<CodeField*>(), Qt::Key_Escape);
        QVERIFY(step<ConnectStep>()->isVisible());
        QCOMPARE(field(step<ConnectStep>(), "Your e-mail")->text(), QStringLiteral("ada@company.com"));
    }

    void refusedAddressIsSaidBesideTheField() {
        endpoint_->refuseNext(ErrorCode::Unavailable);
        click(choice(1));
        QTest::keyClicks(field(step<ConnectStep>(), "Team address"), "headroom.company.com");
        QTest::keyClicks(field(step<ConnectStep>(), "Your e-mail"), "ada@company.com");
        click(step<ConnectStep>()->primary());
        QCOMPARE(step<ConnectStep>()->noticeText(), sentence(ErrorCode::Unavailable));
        QVERIFY(step<ConnectStep>()->primary()->isEnabled());
    }

    void invitationIsTakenUpAfterTheCode() {
        click(button(page_.get(), "invitation link"));
        auto* invitation = step<InvitationStep>();
        QTest::keyClicks(field(invitation, "Your e-mail"), "ada@company.com");
        QTest::keyClicks(field(invitation, "Invitation link"), "https://headroom.company.com/jo");
        QVERIFY(!invitation->primary()->isEnabled());
        QTest::keyClicks(field(invitation, "Invitation link"), "in/abc");
        click(invitation->primary());
        QSignalSpy done(page_.get(), &SignInPage::signedIn);
        endpoint_->hold();
        QTest::keyClicks(step<CodeStep>()->findChild<CodeField*>(), "123456");
        endpoint_->refuseNext(ErrorCode::InvitationInvalid);
        endpoint_->answer(); // signed in, now joining
        endpoint_->answer();
        QCOMPARE(step<CodeStep>()->noticeText(), sentence(ErrorCode::InvitationInvalid));
        QCOMPARE(done.size(), 0);
        click(step<CodeStep>()->primary());
        endpoint_->answer();
        QCOMPARE(done.size(), 1);
        QCOMPARE(endpoint_->calls().filter("complete").size(), 1);
        QCOMPARE(endpoint_->calls().filter("redeem").size(), 2);
    }

    void pictureGivesWayInNarrowWindows() {
        QVERIFY(page_->findChild<SignInArtwork*>()->isVisible());
        page_->resize(700, 800);
        QTRY_VERIFY_WITH_TIMEOUT(!page_->findChild<SignInArtwork*>()->isVisible(), patienceMs);
    }

    void everythingThatTakesFocusHasAName() {
        for (QWidget* widget : page_->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->inherits("QStackedWidget")) continue;
            const auto* push = qobject_cast<QPushButton*>(widget);
            QVERIFY2((push && !push->text().isEmpty()) || !widget->accessibleName().isEmpty() ||
                         widget->inherits("QScrollArea") ||
                         (push && !push->isVisibleTo(widget->parentWidget())),
                     widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestUiSignin)
#include "tst_ui_signin.moc"
