#include "core/mail/messages.h"
#include "core/mail/mime.h"

#include <QString>
#include <QTest>

using namespace headroom;
using namespace headroom::mail;

namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class MessagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSignInMailSaysTheCodeInBothPartsAndTheSubject() {
        const Message message = signInCodeMessage({"ada@example.org", "048291", 10});
        QVERIFY(message.to == "ada@example.org");
        QVERIFY(holds(message.subject, "048291"));
        QVERIFY(holds(message.text, "048291"));
        QVERIFY(holds(message.html, "048291"));
        QVERIFY(holds(message.text, "10 minutes"));
        QVERIFY(holds(message.html, "10 minutes"));
    }

    void anInvitationNamesTeamPersonAndAddress() {
        const auto message = invitationMessage({"ada@example.org", "Lab", "Olga", "https://example.org/get"});
        QVERIFY(message.has_value());
        for (const std::string& part : {message->text, message->html}) {
            QVERIFY(holds(part, "Olga"));
            QVERIFY(holds(part, "Lab"));
            QVERIFY(holds(part, "ada@example.org"));
            QVERIFY(holds(part, "https://example.org/get"));
        }
        QVERIFY(holds(message->subject, "Olga"));
    }

    void whatPeopleTypedCannotBecomeMarkup() {
        const auto message = invitationMessage(
            {"ada@example.org", "<script>alert('1')</script>", "\"><img src=x onerror=y>&", ""});
        QVERIFY(message.has_value());
        QVERIFY(!holds(message->html, "<script"));
        QVERIFY(!holds(message->html, "<img"));
        QVERIFY(holds(message->html, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
        QVERIFY(holds(message->html, "&quot;&gt;&lt;img src=x onerror=y&gt;&amp;"));
        QVERIFY(holds(message->text, "<script>")); // plain text needs no escape
    }

    void onlyWebAddressesBecomeLinks_data() {
        QTest::addColumn<QString>("url");
        for (const char* url : {"javascript:alert(1)", "https://x\" onclick=\"y", "https://x y",
                                "//example.org", "https://x\r\nBcc: y"})
            QTest::newRow(url) << QString(url);
    }
    void onlyWebAddressesBecomeLinks() {
        QFETCH(QString, url);
        const auto message = invitationMessage({"ada@example.org", "Lab", "", url.toStdString()});
        QVERIFY(message.error().code == ErrorCode::InvalidInput);
    }

    void bothCanBeSentAsMail() {
        const Sender sender{"studio@example.org", "Headroom"};
        const char* id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        QVERIFY(mimeText(signInCodeMessage({"ada@example.org", "048291", 10}), sender, {1}, id).has_value());
        const auto invitation = invitationMessage({"ada@example.org", "Zoë’s Lab", "", ""});
        QVERIFY(mimeText(*invitation, sender, {1}, id).has_value());
        // A name that got past all checks still cannot add a header.
        const auto evil = invitationMessage({"ada@example.org", "Lab\r\nBcc: b@example.org", "", ""});
        QVERIFY(!mimeText(*evil, sender, {1}, id));
    }
};

QTEST_APPLESS_MAIN(MessagesTest)
#include "tst_mail_messages.moc"
