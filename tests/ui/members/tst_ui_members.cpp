#include "tests/support/patience.h"
#include "tests/ui/support/ui_checks.h"
#include "ui/gallery/sample_members.h"
#include "ui/members/invite_dialog.h"
#include "ui/members/members_model.h"
#include "ui/members/members_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QPlainTextEdit>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::ui;
using namespace headroom::ui::members;
using namespace headroom::ui::gallery;

class TestUiMembers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void invitationTextIsReadInItsUsualForms() {
        const auto lines =
            parseInvitations(QStringLiteral("email,name\r\nGrace@Example.com,Grace Tanaka\n"
                                            "Noor Haddad <noor@example.com>\n\"O, Brian\";brian@example.com\n"
                                            "nobody\ngrace@example.com\n"));
        QCOMPARE(int(lines.size()), 5);
        QCOMPARE(lines[0].email, QStringLiteral("grace@example.com"));
        QCOMPARE(lines[0].name, QStringLiteral("Grace Tanaka"));
        QCOMPARE(lines[1].name, QStringLiteral("Noor Haddad"));
        QCOMPARE(lines[2].email, QStringLiteral("brian@example.com"));
        QCOMPARE(lines[3].verdict, InviteVerdict::NotAnAddress);
        QCOMPARE(lines[4].verdict, InviteVerdict::Repeated);
    }

    void onlyReadyLinesAreInvited() {
        SamplePeople people(10);
        SampleMembers data(people);
        MembersPage page(data, data);
        page.resize(1100, 800);
        page.show();
        QCOMPARE(checks::namelessControls(&page).join(QLatin1Char(' ')), QString());
        page.openInvite();
        auto* dialog = checks::openDialog<InviteDialog>(&page);
        QVERIFY(dialog);
        QPushButton* send = checks::button(dialog, QStringLiteral("Send invitations"));
        QVERIFY(!send->isEnabled());
        dialog->findChild<QPlainTextEdit*>()->setPlainText(people.rows().front().email +
                                                           QStringLiteral("\nnew@example.com\n"));
        QTRY_VERIFY_WITH_TIMEOUT(send->isEnabled(), patienceMs);
        QTest::mouseClick(send, Qt::LeftButton);
        QCOMPARE(int(people.rows().size()), 11);
        QCOMPARE(people.rows().back().state, MemberState::Invited);
        QVERIFY(!dialog->noticeText().isEmpty()); // one line was not invited, and that is said
    }

    void removingSaysWhereCreditsGoAndAsksFirst() {
        SamplePeople people(10);
        SampleMembers data(people);
        MembersPage page(data, data);
        page.show();
        MemberRow member = people.rows()[3];
        member.available = 12;
        page.confirmRemove(member);
        auto* dialog = checks::openDialog<Dialog>(&page);
        QVERIFY(dialog);
        QVERIFY(dialog->accessibleDescription().contains(QStringLiteral("12")));
        QCOMPARE(int(people.rows().size()), 10);
        QTest::mouseClick(checks::button(dialog, QStringLiteral("Remove from team")), Qt::LeftButton);
        QCOMPARE(int(people.rows().size()), 9);
    }

    void modelKeepsItsPromises() {
        SamplePeople people(50);
        MembersModel model(people.open());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.sort(MembersModel::Status, Qt::DescendingOrder);
        model.setText(QStringLiteral("a"));
        people.remove(people.rows().front().id);
        model.setText({});
        QCOMPARE(model.rowCount(), 49);
    }
};

QTEST_MAIN(TestUiMembers)
#include "tst_ui_members.moc"
