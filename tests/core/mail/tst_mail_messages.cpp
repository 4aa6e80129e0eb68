#include "core/mail/colours.h"
#include "core/mail/messages.h"
#include "core/mail/mime.h"
#include "core/mail/unsubscribe.h"
#include "core/mail/words.h"

#include <QRegularExpression>
#include <QString>
#include <QTest>

#include <set>

using namespace headroom;
using namespace headroom::mail;

namespace {

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

Envelope envelopeFor(const std::string& team, const std::string& language = "en") {
    Envelope envelope;
    envelope.to = "ada@example.org";
    envelope.language = language;
    envelope.team = {team, ""};
    return envelope;
}

HeadshotsReady readyWith(int made, int failed, HeadshotsReady::Of of = HeadshotsReady::Of::Oneself) {
    HeadshotsReady ready;
    ready.of = of;
    ready.made = made;
    ready.failed = failed;
    return ready;
}

std::vector<Mail> everyMail() {
    return {Invitation{"Olga", "https://example.org/get"},
            Invitation{"", ""},
            readyWith(1, 0),
            readyWith(12, 3, HeadshotsReady::Of::Others),
            readyWith(0, 2),
            CreditsReceived{1, 1},
            CreditsReceived{5, 8},
            CreditsBought{150, 0, 150},
            CreditsBought{1, 1, 0},
            LowCredits{0, 0},
            LowCredits{1, 0},
            LowCredits{4, 3},
            PaymentProblem{PaymentProblem::Kind::Failed, 50, 2900, "usd", "o-1"},
            PaymentProblem{PaymentProblem::Kind::Mismatch, 1, 5, "usd", "o-1"},
            PaymentProblem{PaymentProblem::Kind::RefundFailed, 50, 2900, "usd", "o-1"},
            PaymentProblem{PaymentProblem::Kind::Disputed, 50, 2900, "usd", "o-1"},
            DataReady{DataReady::Of::Oneself, {1'700'000'000'000}},
            DataReady{DataReady::Of::Team, {1'700'000'000'000}}};
}

std::set<std::string> placeholders(const std::string& text) {
    static const QRegularExpression names(QStringLiteral("\\{([a-z_]+)\\}"));
    std::set<std::string> found;
    auto matches = names.globalMatch(QString::fromStdString(text));
    while (matches.hasNext())
        found.insert(matches.next().captured(1).toStdString());
    return found;
}

const char* id = "0f8fad5b-d9cb-469f-a165-70867728950e";
const Sender studio{"studio@example.org", "Headroom"};

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
        QVERIFY(message.unsubscribeUrl.empty());
        QVERIFY(
            holds(signInCodeMessage({"ada@example.org", "048291", 10, "de_AT.UTF-8"}).text, "10 Minuten"));
    }

    void aTrialSaysForWhichTeamItWasAskedFor() {
        for (const std::string& tag : Words::languages()) {
            const auto message = trialMessage(envelopeFor("Lab <b>", tag));
            QVERIFY(message.has_value());
            QCOMPARE(message->to, std::string("ada@example.org"));
            QVERIFY(holds(message->text, "Lab <b>"));
            QVERIFY(holds(message->html, "Lab &lt;b&gt;"));
            QVERIFY(message->unsubscribeUrl.empty());
            QVERIFY(!holds(message->text, "{") && !holds(message->subject, "{"));
            const auto mime = mimeText(*message, studio, {1}, id);
            QVERIFY2(mime.has_value(), mime ? "" : describe(mime.error()).c_str());
        }
        Envelope nobody = envelopeFor("Lab");
        nobody.to = "nobody";
        QCOMPARE(trialMessage(nobody).error().code, ErrorCode::InvalidInput);
    }

    void nothingButACodeLooksLikeACode() {
        static const QRegularExpression sixDigits(QStringLiteral("\\b[0-9]{6}\\b"));
        for (const Mail& mail : everyMail())
            QVERIFY(!QString::fromStdString(writeMail(mail, envelopeFor("Lab"))->html).contains(sixDigits));
        QString code = QString::fromStdString(signInCodeMessage({"ada@example.org", "048291", 10}).html);
        QVERIFY(!code.remove(QStringLiteral("048291")).contains(sixDigits));
    }

    void anInvitationNamesTeamPersonAndAddress() {
        const auto message = writeMail(Invitation{"Olga", "https://example.org/get"}, envelopeFor("Lab"));
        QVERIFY(message.has_value());
        for (const std::string& part : {message->text, message->html}) {
            QVERIFY(holds(part, "Olga"));
            QVERIFY(holds(part, "Lab"));
            QVERIFY(holds(part, "ada@example.org"));
            QVERIFY(holds(part, "https://example.org/get"));
        }
        QVERIFY(holds(message->subject, "Olga"));
    }

    void allLanguagesHaveTheSameTextsWithTheSamePlaceholders() {
        const auto tags = Words::languages();
        QVERIFY(tags.size() >= 2);
        QCOMPARE(tags.front(), std::string("en"));
        const auto& english = Words::of("en").all();
        for (const std::string& tag : tags) {
            const auto& other = Words::of(tag).all();
            QCOMPARE(Words::of(tag).tag(), tag);
            for (const auto& [key, text] : english) {
                QVERIFY2(other.contains(key), (tag + " lacks " + key).c_str());
                const auto& translated = other.find(key)->second;
                QVERIFY2(placeholders(translated) == placeholders(text), (tag + ": " + key).c_str());
                QVERIFY2(!translated.empty(), (tag + ": " + key).c_str());
            }
            for (const auto& [key, text] : other)
                QVERIFY2(english.contains(key), (tag + " alone has " + key).c_str());
        }
    }

    void everyMailIsWrittenInEveryLanguage() {
        for (const std::string& tag : Words::languages()) {
            for (const Mail& mail : everyMail()) {
                Envelope envelope = envelopeFor("Northwind", tag);
                envelope.unsubscribeUrl = "https://example.org/u";
                const auto message = writeMail(mail, envelope);
                QVERIFY(message.has_value());
                QVERIFY(!holds(message->text, "{") && !holds(message->subject, "{"));
                QVERIFY(holds(message->html, "<html lang=\"" + tag + "\""));
                QVERIFY(!holds(message->html, "src=\"http")); // nothing is fetched
                const auto mime = mimeText(*message, studio, {1}, id);
                QVERIFY2(mime.has_value(), mime ? "" : describe(mime.error()).c_str());
            }
        }
        QVERIFY(writeMail(LowCredits{4, 3}, envelopeFor("X", "de"))->subject !=
                writeMail(LowCredits{4, 3}, envelopeFor("X", "en"))->subject);
        // A language that there are no words for.
        QCOMPARE(writeMail(LowCredits{4, 3}, envelopeFor("X", "tlh"))->subject,
                 writeMail(LowCredits{4, 3}, envelopeFor("X", "en"))->subject);
    }

    void theLanguageIsThatOfTheLocale() {
        QCOMPARE(knownLanguage("de_AT.UTF-8"), std::string("de"));
        QCOMPARE(knownLanguage("DE-ch"), std::string("de"));
        QCOMPARE(knownLanguage("de,en;q=0.5"), std::string("de"));
        QCOMPARE(knownLanguage("C"), std::string());
        QCOMPARE(knownLanguage(""), std::string());
        QCOMPARE(knownLanguage("deutsch"), std::string());
    }

    void onlyWhatCanBeSwitchedOffHasALinkForIt() {
        for (const Mail& mail : everyMail()) {
            Envelope envelope = envelopeFor("Lab");
            envelope.unsubscribeUrl = "https://example.org/u?token=abc";
            const auto message = writeMail(mail, envelope);
            const bool expected = switchOf(mail).has_value();
            QCOMPARE(!message->unsubscribeUrl.empty(), expected);
            QCOMPARE(holds(message->html, "token=abc"), expected);
            QCOMPARE(holds(message->text, "token=abc"), expected);
            const auto mime = mimeText(*message, studio, {1}, id);
            QCOMPARE(holds(*mime, "List-Unsubscribe:\r\n <https://example.org/u?token=abc>\r\n"), expected);
            QCOMPARE(holds(*mime, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), expected);
        }
    }

    void aLinkForOneMemberAndOneMailIsGoodForNothingElse() {
        const Unsubscription what{MemberId::make(), MailSwitch::LowCredits};
        const std::string token = unsubscribeToken(what, "secret");
        const auto read = readUnsubscribeToken(token, "secret");
        QVERIFY(read && read->member == what.member && read->which == what.which);
        QVERIFY(!readUnsubscribeToken(token, "another"));
        QVERIFY(!readUnsubscribeToken("", "secret"));
        QVERIFY(!readUnsubscribeToken("..", "secret"));
        QVERIFY(!readUnsubscribeToken(token + "x", "secret"));
        for (std::size_t i = 0; i < token.size(); ++i) {
            std::string other = token;
            other[i] = other[i] == 'a' ? 'b' : 'a';
            QVERIFY(!readUnsubscribeToken(other, "secret"));
        }
        std::string swapped = token;
        swapped.replace(swapped.find("low_credits"), 11, "headshots_ready");
        QVERIFY(!readUnsubscribeToken(swapped, "secret"));
    }

    void picturesStandInTheMailItself() {
        const HeadshotsReady ready = readyWith(3, 0);
        const auto message =
            writeMail(ready, envelopeFor("Lab"), {{"headshot-1", "image/jpeg", "\xff\xd8\xff jpeg"}});
        QVERIFY(message.has_value());
        QVERIFY(holds(message->html, "src=\"cid:headshot-1\""));
        QVERIFY(holds(message->text, "2 more are waiting"));
        const auto mime = mimeText(*message, studio, {1}, id);
        QVERIFY(mime.has_value());
        QVERIFY(holds(*mime, "Content-ID: <headshot-1@example.org>"));
        QVERIFY(holds(*mime, "multipart/related"));
        Message bad = *message;
        bad.pictures[0].contentId = "x>\r\nBcc: y";
        QVERIFY(!mimeText(bad, studio, {1}, id));
        bad.pictures[0] = {"a", "text/html", "x"};
        QVERIFY(!mimeText(bad, studio, {1}, id));
        bad.pictures[0] = {"a", "image/jpeg", ""};
        QVERIFY(!mimeText(bad, studio, {1}, id));
    }

    void whatPeopleTypedCannotBecomeMarkup() {
        const auto message = writeMail(Invitation{"\"><img src=x onerror=y>&", ""},
                                       envelopeFor("<script>alert('1')</script>"));
        QVERIFY(message.has_value());
        QVERIFY(!holds(message->html, "<script"));
        QVERIFY(!holds(message->html, "<img"));
        QVERIFY(holds(message->html, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
        QVERIFY(holds(message->html, "&quot;&gt;&lt;img src=x onerror=y&gt;&amp;"));
        QVERIFY(holds(message->text, "<script>")); // plain text needs no escape
        // Names that look like our placeholders stay what they are.
        QVERIFY(holds(writeMail(Invitation{"{team}", ""}, envelopeFor("Lab"))->subject, "{team}"));
    }

    void onlyWebAddressesBecomeLinks_data() {
        QTest::addColumn<QString>("url");
        for (const char* url : {"javascript:alert(1)", "https://x\" onclick=\"y", "https://x y",
                                "//example.org", "https://x\r\nBcc: y"})
            QTest::newRow(url) << QString(url);
    }
    void onlyWebAddressesBecomeLinks() {
        QFETCH(QString, url);
        const auto message = writeMail(Invitation{"", url.toStdString()}, envelopeFor("Lab"));
        QVERIFY(message.error().code == ErrorCode::InvalidInput);
        Envelope envelope = envelopeFor("Lab");
        envelope.unsubscribeUrl = url.toStdString();
        QVERIFY(!writeMail(LowCredits{}, envelope));
    }

    void aNameThatGotPastAllChecksStillCannotAddAHeader() {
        const auto evil = writeMail(Invitation{"", ""}, envelopeFor("Lab\r\nBcc: b@example.org"));
        QVERIFY(!mimeText(*evil, studio, {1}, id));
    }

    void aTeamsColourCanBeSeenOnEveryPage_data() {
        QTest::addColumn<QString>("colour");
        for (const char* colour : {"#000000", "#0b1220", "#ffffff", "#fffbe6", "#4b4ddb", "#ff0000",
                                   "#00ff00", "#0000ff", "#808080", "#ffd400"})
            QTest::newRow(colour) << QString(colour);
    }
    void aTeamsColourCanBeSeenOnEveryPage() {
        QFETCH(QString, colour);
        for (const char* page : {"#ffffff", "#171a20"}) {
            const std::string shown = standingOut(colour.toStdString(), page, 3.0);
            QVERIFY2(contrast(shown, page) >= 3.0, shown.c_str());
            QVERIFY2(contrast(textOn(shown), shown) >= 3.5, shown.c_str());
        }
        QVERIFY(std::abs(contrast("#ffffff", "#000000") - 21.0) < 0.01);
    }

    void aCopyOfDataSaysWhereItIsAndHowLong() {
        for (const auto of : {DataReady::Of::Oneself, DataReady::Of::Team}) {
            const DataReady ready{of, {1'700'000'000'000}}; // 2023-11-14
            Envelope envelope = envelopeFor("Füße & Söhne", "en");
            envelope.team.colour = "#0a7d55";
            const auto english = writeMail(ready, envelope);
            QVERIFY(english.has_value());
            QVERIFY(holds(english->text, "Füße & Söhne") && holds(english->html, "Füße &amp; Söhne"));
            QVERIFY(holds(english->html, "#0a7d55"));
            QVERIFY(holds(english->text, "14 November 2023") && holds(english->html, "14 November 2023"));
            QVERIFY(holds(english->text, "go to Settings"));
            QVERIFY(english->unsubscribeUrl.empty()); // somebody asked for it
            envelope.language = "de_CH.UTF-8";
            const auto german = writeMail(ready, envelope);
            QVERIFY(german.has_value());
            QVERIFY(holds(german->text, "14. November 2023") && holds(german->subject, "Kopie"));
        }
        QCOMPARE(Words::of("de").day({1'772'668'800'000}), std::string("5. März 2026"));
        QCOMPARE(Words::of("en").day({1'772'668'800'000}), std::string("5 March 2026"));
    }

    void moneyIsWrittenAsPeopleWriteIt() {
        QCOMPARE(Words::of("en").money(2900, "usd"), std::string("USD 29.00"));
        QCOMPARE(Words::of("de").money(123405, "eur"), std::string("1234,05 EUR"));
        QCOMPARE(Words::of("en").money(7, "usd"), std::string("USD 0.07"));
    }
};

QTEST_APPLESS_MAIN(MessagesTest)
#include "tst_mail_messages.moc"
