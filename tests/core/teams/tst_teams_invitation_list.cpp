#include "core/teams/invitation_list.h"
#include "core/teams/teams_limits.h"

#include <QTest>

using namespace headroom;
using namespace headroom::teams;

namespace {

/// One person a line: `line verdict address|name`.
std::string told(const Result<std::vector<ListedPerson>>& people) {
    if (!people) return std::string(name(people.error().code));
    std::string text;
    for (const ListedPerson& person : *people)
        text += std::to_string(person.line) + " " + std::string(name(person.verdict)) + " " + person.email +
                "|" + person.name + "\n";
    return text;
}

} // namespace

class InvitationListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void peopleAreReadFromWhatAdminsHave_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* title, const char* text, const char* expected) {
            QTest::newRow(title) << QByteArray(text) << QByteArray(expected);
        };
        row("nothing", "", "");
        row("blank lines", "\n  \r\n\n", "");
        row("one a line", "ada@example.org\r\nBob@Example.ORG\n",
            "1 usable ada@example.org|\n2 usable bob@example.org|\n");
        row("commas in a line", "ada@example.org, bob@example.org;cy@example.org",
            "1 usable ada@example.org|\n1 usable bob@example.org|\n1 usable cy@example.org|\n");
        row("trailing comma", "ada@example.org,", "1 usable ada@example.org|\n");
        row("name in brackets", "Ada Lovelace <ada@example.org>", "1 usable ada@example.org|Ada Lovelace\n");
        row("quoted name", "\"Lovelace, Ada\" <ada@example.org>", "1 usable ada@example.org|Lovelace, Ada\n");
        row("quotes inside", "Jo \"Ace\" Lee <jo@example.org>", "1 usable jo@example.org|Jo \"Ace\" Lee\n");
        row("address then name", "ada@example.org,Ada Lovelace", "1 usable ada@example.org|Ada Lovelace\n");
        row("name then address", "Ada,Lovelace,ada@example.org", "1 usable ada@example.org|Ada Lovelace\n");
        row("header", "Name,E-Mail,Team\nAda,ada@example.org,Lab\n", "2 usable ada@example.org|Ada\n");
        row("header, first and last", "email;first name;last name\nada@example.org;Ada;Lovelace\n;;\n",
            "2 usable ada@example.org|Ada Lovelace\n");
        row("header, missing field", "name,email\nAda\n", "2 no_address |Ada\n");
        row("tabs", "Ada\tada@example.org\n", "1 usable ada@example.org|Ada\n");
        row("byte order mark",
            "\xef\xbb\xbf"
            "email\nada@example.org",
            "2 usable ada@example.org|\n");
        row("doubled quotes", "ada@example.org,\"Ada \"\"Countess\"\" L\"",
            "1 usable ada@example.org|Ada \"Countess\" L\n");
        row("repeated", "ada@example.org\nADA@example.org",
            "1 usable ada@example.org|\n2 repeated ada@example.org|\n");
        row("invalid", "ada@@example.org\nada@localhost.\n",
            "1 invalid_address ada@@example.org|\n2 invalid_address ada@localhost.|\n");
        row("no address", "Ada Lovelace", "1 no_address Ada Lovelace|\n");
        row("unfinished quote", "\"Ada, ada@example.org\nbob@example.org",
            "1 broken_quotes \"Ada, ada@example.org|\n2 usable bob@example.org|\n");
        row("not text", "ada\x01@example.org", "invalid_input");
        row("not utf-8", "ad\xe9@example.org", "invalid_input");
    }
    void peopleAreReadFromWhatAdminsHave() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(told(parseInvitationList(text.toStdString()))), expected);
    }

    void aNameThatIsTooLongIsToldByLine() {
        const auto people = parseInvitationList("ada@example.org," + std::string(memberNameMax + 1, 'a'));
        QVERIFY(people->at(0).verdict == ListVerdict::InvalidName);
    }

    void tooManyPeopleAreRefusedAsAWhole() {
        std::string text;
        for (std::size_t i = 0; i < invitationLinesMax; ++i)
            text += "p" + std::to_string(i) + "@example.org\n";
        QCOMPARE(parseInvitationList(text)->size(), invitationLinesMax);
        QVERIFY(parseInvitationList(text + "one@example.org").error().code == ErrorCode::LimitExceeded);
    }

    void anEnormousListIsRefusedUnread() {
        QVERIFY(parseInvitationList(std::string(invitationListMaxBytes + 1, 'a')).error().code ==
                ErrorCode::TooLarge);
    }
};

QTEST_APPLESS_MAIN(InvitationListTest)
#include "tst_teams_invitation_list.moc"
