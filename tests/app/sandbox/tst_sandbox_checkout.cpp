#include "sandbox_process.h"

#include "core/http/url.h"

#include <QTest>

using Json = SandboxProcess::Json;
using headroom::http::ClientRequest;

namespace {

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

} // namespace

/// The pages as a browser without JavaScript uses them.
class SandboxCheckoutTest : public QObject {
    Q_OBJECT

    SandboxProcess sandbox_;

    SandboxProcess::Answer page(const std::string& path) {
        ClientRequest request;
        request.url = sandbox_.url(path);
        return sandbox_.send(request);
    }

    std::string pathOf(const Json& session) { return "/c/pay/" + session["id"].get<std::string>(); }

    SandboxProcess::Answer submit(const std::string& path, const std::string& form) {
        ClientRequest request;
        request.method = "POST";
        request.url = sandbox_.url(path);
        request.body = form;
        request.headers.add("Content-Type", "application/x-www-form-urlencoded");
        return sandbox_.send(request);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(sandbox_.start()); }

    void everyPageSaysThatItIsASandbox() {
        const Json session = sandbox_.createSession();
        const Json expired = sandbox_.createSession();
        sandbox_.post("/v1/checkout/sessions/" + expired["id"].get<std::string>() + "/expire", "");
        const Json paid = sandbox_.createSession();
        sandbox_.pay(paid, "4242424242424242");
        for (const std::string& path :
             {std::string("/"), pathOf(session), pathOf(session) + "/authenticate", pathOf(expired),
              pathOf(paid), std::string("/c/pay/none"), std::string("/nowhere")}) {
            const auto answer = page(path);
            QVERIFY2(bytes(answer.body).contains("Sandbox – no real money"), path.c_str());
            QVERIFY(!bytes(answer.body).contains("<script"));
            QVERIFY(!bytes(answer.body).contains("src="));
            QVERIFY(answer.headers.value("Content-Security-Policy").starts_with("default-src 'none'"));
        }
        QVERIFY(bytes(sandbox_.pay(session, "4000000000000002").body).contains("Sandbox – no real money"));
    }

    void fieldsHaveLabelsAndStableNames() {
        const QByteArray html = bytes(page(pathOf(sandbox_.createSession())).body);
        for (const char* id : {"email", "cardNumber", "cardExpiry", "cardCvc", "billingName"}) {
            QVERIFY(html.contains(QByteArray("<label for=\"") + id + "\">"));
            QVERIFY(html.contains(QByteArray("id=\"") + id + "\" name=\"" + id + "\""));
        }
        QVERIFY(html.contains("id=\"pay\""));
        QVERIFY(html.contains("$29.00"));
    }

    void cardsDecide_data() {
        QTest::addColumn<QString>("number");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* number, int status, const char* text, const char* code) {
            QTest::newRow(number) << QString::fromLatin1(number) << status << QString::fromUtf8(text)
                                  << QString::fromLatin1(code);
        };
        row("4242 4242 4242 4242", 303, "", "");
        row("5555-5555-5555-4444", 303, "", "");
        row("4000 0000 0000 0002", 402, "Your card was declined.", "generic_decline");
        row("4000 0000 0000 9995", 402, "Your card has insufficient funds.", "insufficient_funds");
        row("4000 0000 0000 0069", 402, "Your card has expired.", "expired_card");
        row("4000 0000 0000 0127", 402, "Your card&#39;s security code is incorrect.", "incorrect_cvc");
        row("4000 0000 0000 0119", 402, "An error occurred while processing your card.", "processing_error");
        row("4242 4242 4242 4241", 422, "Your card number is invalid.", "");
        row("4242", 422, "Your card number is invalid.", "");
        row("card", 422, "Your card number is invalid.", "");
    }
    void cardsDecide() {
        QFETCH(QString, number);
        QFETCH(int, status);
        QFETCH(QString, text);
        QFETCH(QString, code);
        const Json session = sandbox_.createSession();
        const auto answer = sandbox_.pay(session, number.toStdString());
        QCOMPARE(answer.status, status);
        QVERIFY(bytes(answer.body).contains(text.toUtf8()));
        const auto now =
            sandbox_
                .get("/v1/checkout/sessions/" + session["id"].get<std::string>() + "?expand[]=payment_intent")
                .json;
        JSON_COMPARE(now["status"], status == 303 ? "complete" : "open");
        if (!code.isEmpty())
            QCOMPARE(now["payment_intent"]["last_payment_error"]["decline_code"].get<std::string>(),
                     code.toStdString());
        // The number is never shown again.
        QVERIFY(!bytes(answer.body).contains("value=\"4"));
        if (status != 303) QCOMPARE(sandbox_.pay(session, "4242424242424242").status, 303);
    }

    void payingLeadsToTheShop() {
        const Json session = sandbox_.createSession();
        const auto paid = sandbox_.pay(session, "4242424242424242");
        const std::string expected = "http://shop.test/ok?s=" + session["id"].get<std::string>();
        QCOMPARE(paid.status, 303);
        QCOMPARE(std::string(paid.headers.value("Location")), expected);
        // A second click pays nothing again.
        const auto twice = sandbox_.pay(session, "4242424242424242");
        QCOMPARE(std::string(twice.headers.value("Location")), expected);
        const auto charges =
            sandbox_.get("/v1/charges?payment_intent=" +
                         sandbox_.get("/v1/checkout/sessions/" + session["id"].get<std::string>())
                             .json["payment_intent"]
                             .get<std::string>());
        QCOMPARE(charges.json["data"].size(), std::size_t(1));
        QVERIFY(bytes(page(pathOf(session)).body).contains("Already paid"));
    }

    void theWayBackIsOffered() {
        const Json session =
            sandbox_.createSession(2900, "&cancel_url=http%3A%2F%2Fshop.test%2Fno%3Fa%3D1%26b%3D2");
        QVERIFY(bytes(page(pathOf(session)).body).contains("href=\"http://shop.test/no?a=1&amp;b=2\""));
    }

    void typedThingsComeBackWithTheProblemButNotTheCard() {
        const Json session = sandbox_.createSession();
        const auto answer =
            submit(pathOf(session), "email=ann%40example.com&cardNumber=4242424242424242&cardExpiry=01+%2F+20"
                                    "&cardCvc=987&billingName=Ann+%3CLee%3E");
        QCOMPARE(answer.status, 422);
        const QByteArray html = bytes(answer.body);
        QVERIFY(html.contains("expiration date is in the past"));
        QVERIFY(html.contains("value=\"ann@example.com\""));
        QVERIFY(html.contains("value=\"Ann &lt;Lee&gt;\""));
        QVERIFY(!html.contains("4242424242424242") && !html.contains("987"));
        for (const char* bad :
             {"", "email=x", "email=a%40b.test&cardNumber=4242424242424242&cardExpiry=13%2F40&cardCvc=1",
              "email=a%40b.test&cardNumber=4242424242424242&cardExpiry=1240&cardCvc=1&billingName=A",
              "email=a%40b.test&cardNumber=4242424242424242&cardExpiry=1240&cardCvc=123&billingName=", "%"})
            QCOMPARE(submit(pathOf(session), bad).status, 422);
    }

    void knownAddressesAreKept() {
        const Json session = sandbox_.createSession(2900, "&customer_email=boss%40example.com");
        QVERIFY(bytes(page(pathOf(session)).body).contains("readonly value=\"boss@example.com\""));
        sandbox_.pay(session, "4242424242424242");
        const auto paid = sandbox_.get("/v1/checkout/sessions/" + session["id"].get<std::string>()).json;
        JSON_COMPARE(paid["customer_details"]["email"], "boss@example.com");
    }

    void namesCannotBecomeMarkup() {
        const auto created =
            sandbox_.post("/v1/checkout/sessions", itemForm(2900, "<script>alert('x')</script>\"") +
                                                       "&success_url=http%3A%2F%2Fs.test");
        const QByteArray html = bytes(page(pathOf(created.json)).body);
        QVERIFY(!html.contains("<script"));
        QVERIFY(html.contains("&lt;script&gt;"));
        QCOMPARE(sandbox_.post("/v1/checkout/sessions", itemForm(2900) + "&success_url=javascript%3Aalert(1)")
                     .status,
                 400);
    }

    void authenticationEndsEitherWay() {
        const Json session = sandbox_.createSession();
        const auto asked = sandbox_.pay(session, "4000002760003184");
        QCOMPARE(asked.status, 303);
        QCOMPARE(std::string(asked.headers.value("Location")), pathOf(session) + "/authenticate");
        QVERIFY(bytes(page(pathOf(session) + "/authenticate").body).contains("authenticate-complete"));
        const auto failed = submit(pathOf(session) + "/authenticate", "outcome=fail");
        QCOMPARE(failed.status, 402);
        QVERIFY(bytes(failed.body).contains("unable to authenticate"));
        QCOMPARE(submit(pathOf(session) + "/authenticate", "outcome=complete").status, 410);
        sandbox_.pay(session, "4000002760003184");
        const auto completed = submit(pathOf(session) + "/authenticate", "outcome=complete");
        QCOMPARE(completed.status, 303);
        QVERIFY(completed.headers.value("Location").starts_with("http://shop.test/ok?s=cs_test_"));
    }

    void moneyIsWrittenByItsCurrency() {
        std::string yen = itemForm(500);
        yen.replace(yen.find("=usd"), 4, "=JPY");
        const auto created = sandbox_.post("/v1/checkout/sessions", yen + "&success_url=http%3A%2F%2Fs.test");
        JSON_COMPARE(created.json["currency"], "jpy");
        QVERIFY(bytes(page(pathOf(created.json)).body).contains("Pay 500 JPY"));
    }
};

QTEST_GUILESS_MAIN(SandboxCheckoutTest)
#include "tst_sandbox_checkout.moc"
