#include "sandbox_process.h"
#include "tests/support/patience.h"

#include <QTest>

#include <algorithm>
#include <thread>

using headroom::test::patienceMs;
using Json = SandboxProcess::Json;

namespace {

std::string idOf(const Json& object) {
    return object.value("id", "");
}

const std::string success = "&success_url=http%3A%2F%2Fshop.test%2Fok";

} // namespace

/// The API of the real process, as a gateway uses it.
class SandboxApiTest : public QObject {
    Q_OBJECT

    SandboxProcess sandbox_;

    Json paidSession(const std::string& number = "4242424242424242", int cents = 2900) {
        const Json session = sandbox_.createSession(cents);
        sandbox_.pay(session, number);
        return sandbox_.get("/v1/checkout/sessions/" + idOf(session)).json;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(sandbox_.start()); }

    void newSessionsAreOpenAndUnpaid() {
        const auto answer =
            sandbox_.post("/v1/checkout/sessions", itemForm(2900, "Headshots & more") + success +
                                                       "&client_reference_id=order_1&metadata[order]=1"
                                                       "&customer_email=a%2Bb%40x.test&expand[]=line_items");
        QCOMPARE(answer.status, 200);
        const Json& session = answer.json;
        QVERIFY(idOf(session).starts_with("cs_test_"));
        JSON_COMPARE(session["status"], "open");
        JSON_COMPARE(session["payment_status"], "unpaid");
        JSON_COMPARE(session["amount_total"], 2900);
        JSON_COMPARE(session["client_reference_id"], "order_1");
        JSON_COMPARE(session["metadata"]["order"], "1");
        JSON_COMPARE(session["customer_email"], "a+b@x.test");
        QVERIFY(session["payment_intent"].is_null());
        JSON_COMPARE(session["line_items"]["data"][0]["description"], "Headshots & more");
        QCOMPARE(session["expires_at"].get<qint64>(), session["created"].get<qint64>() + 24 * 3600);
        QVERIFY(session["url"].get<std::string>().starts_with(sandbox_.url("/c/pay/cs_test_")));
        QVERIFY(!answer.headers.value("Request-Id").empty());
        for (const auto& [key, value] : session.items())
            QVERIFY2(!key.starts_with('_'), key.c_str());
    }

    void wrongParametersAreRefusedAsStripeDoes_data() {
        QTest::addColumn<QString>("form");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("param");
        const QString item = QString::fromStdString(itemForm(2900));
        const QString ok = QString::fromStdString(success);
        const QString type = QStringLiteral("invalid_request_error");
        const auto row = [](const char* name, const QString& form, const char* code, const char* param) {
            QTest::newRow(name) << form << QString::fromLatin1(code) << QString::fromLatin1(param);
        };
        row("payment_method_types", item + ok + "&payment_method_types[]=card", "parameter_unknown",
            "payment_method_types");
        row("old ui_mode", item + ok + "&ui_mode=hosted", "invalid_request_error", "ui_mode");
        row("unknown", item + ok + "&colour=red", "parameter_unknown", "colour");
        row("unknown deep inside", item + ok + "&line_items[0][price_data][product_data][title]=x",
            "parameter_unknown", "line_items[0][price_data][product_data][title]");
        row("no success_url", item, "parameter_missing", "success_url");
        row("empty success_url", item + "&success_url=", "parameter_invalid_empty", "success_url");
        row("success_url is no URL", item + "&success_url=shop", "url_invalid", "success_url");
        row("no mode", item.mid(13) + ok, "parameter_missing", "mode");
        row("odd mode", "mode=gift" + item.mid(12) + ok, "invalid_request_error", "mode");
        row("decimal amount", QString(item).replace("2900", "29.00") + ok, "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]");
        row("negative amount", QString(item).replace("2900", "-1") + ok, "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]");
        row("too little", QString(item).replace("2900", "49") + ok, "amount_too_small", "");
        row("no currency", QString(item).replace("currency", "product_data][description") + ok,
            "parameter_missing", "line_items[0][price_data][currency]");
        row("no items", "mode=payment" + ok, "parameter_missing", "line_items");
        row("unknown price", "mode=payment&line_items[0][price]=price_1&line_items[0][quantity]=1" + ok,
            "resource_missing", "line_items[0][price]");
        row("long reference", item + ok + "&client_reference_id=" + QString(201, 'x'),
            "invalid_request_error", "client_reference_id");
        row("long metadata", item + ok + "&metadata[a]=" + QString(501, 'x'), "invalid_request_error",
            "metadata[a]");
        row("bad e-mail", item + ok + "&customer_email=nobody", "email_invalid", "customer_email");
        row("expires too soon", item + ok + "&expires_at=1700000000", "invalid_request_error", "expires_at");
        row("unexpandable", item + ok + "&expand[]=colour", "invalid_request_error", "expand");
        row("hole in an array", item + ok + "&expand[1]=line_items", "invalid_request_error", "");
        row("value and object", item + ok + "&metadata=x&metadata[a]=b", "invalid_request_error",
            "metadata[a]");
    }
    void wrongParametersAreRefusedAsStripeDoes() {
        QFETCH(QString, form);
        QFETCH(QString, code);
        QFETCH(QString, param);
        const auto before = sandbox_.get("/v1/checkout/sessions?limit=1").json["data"];
        const auto answer = sandbox_.post("/v1/checkout/sessions", form.toStdString());
        QCOMPARE(answer.status, code == "resource_missing" ? 404 : 400);
        QCOMPARE(QString::fromStdString(answer.errorCode()), code);
        QCOMPARE(QString::fromStdString(answer.errorParam()), param);
        QVERIFY(sandbox_.get("/v1/checkout/sessions?limit=1").json["data"] == before);
    }

    void keysAndVersionsAreChecked() {
        const auto with = [&](const char* header, const std::string& value) {
            headroom::http::ClientRequest request;
            request.url = sandbox_.url("/v1/events");
            if (*header) request.headers.add(header, value);
            return sandbox_.send(request).status;
        };
        QCOMPARE(with("", ""), 401);
        QCOMPARE(with("Authorization", "Bearer sk_live_123456789"), 401);
        QCOMPARE(with("Authorization", "Bearer pk_test_123456789"), 401);
        QCOMPARE(with("Authorization", "Bearer sk_test_123456789"), 200);
        QCOMPARE(with("Authorization", "Basic c2tfdGVzdF8xMjM0NTY3ODk6"), 200);
        QCOMPARE(sandbox_.post("/v1/refunds", "", {{"Stripe-Version", "2020-08-27"}}).status, 400);
    }

    void jsonBodiesAreRefused() {
        headroom::http::ClientRequest request;
        request.method = "POST";
        request.url = sandbox_.url("/v1/checkout/sessions");
        request.body = std::string("{\"mode\":\"payment\"}");
        request.headers = {{"Authorization", "Bearer sk_test_123456789"},
                           {"Content-Type", "application/json"}};
        QCOMPARE(sandbox_.send(request).status, 400);
    }

    void sameKeySameContentIsReplayed() {
        const std::string form = itemForm(5000) + success;
        const headroom::http::Headers key{{"Idempotency-Key", "replay-1"}};
        const auto first = sandbox_.post("/v1/checkout/sessions", form, key);
        const auto again = sandbox_.post("/v1/checkout/sessions", form, key);
        QCOMPARE(first.status, 200);
        QCOMPARE(again.body, first.body);
        QCOMPARE(std::string(again.headers.value("Idempotent-Replayed")), std::string("true"));
        QVERIFY(!first.headers.contains("Idempotent-Replayed"));
        const auto other = sandbox_.post("/v1/checkout/sessions", itemForm(5001) + success, key);
        QCOMPARE(other.status, 400);
        JSON_COMPARE(other.json["error"]["type"], "idempotency_error");
        QCOMPARE(sandbox_.post("/v1/refunds", form, key).status, 400);
    }

    void refusedParametersDoNotUseUpAKey() {
        const headroom::http::Headers key{{"Idempotency-Key", "fixed-later"}};
        QCOMPARE(sandbox_.post("/v1/checkout/sessions", itemForm(5000), key).status, 400);
        QCOMPARE(sandbox_.post("/v1/checkout/sessions", itemForm(5000) + success, key).status, 200);
    }

    void keysInFlightAreAConflictToBeRetried() {
        const std::string form = itemForm(5000) + success + "&metadata[sandbox_delay_ms]=6000";
        const headroom::http::Headers key{{"Idempotency-Key", "in-flight"}};
        SandboxProcess::Answer slow;
        const auto sessions = [&] { return sandbox_.get("/v1/checkout/sessions?limit=1").json["data"]; };
        const Json before = sessions();
        std::thread first([&] { slow = sandbox_.post("/v1/checkout/sessions", form, key); });
        QTRY_VERIFY_WITH_TIMEOUT(sessions() != before, patienceMs);
        const auto second = sandbox_.post("/v1/checkout/sessions", form, key);
        first.join();
        QCOMPARE(second.status, 409);
        QCOMPARE(second.errorCode(), std::string("idempotency_key_in_use"));
        QCOMPARE(std::string(second.headers.value("Stripe-Should-Retry")), std::string("true"));
        QCOMPARE(slow.status, 200);
        QCOMPARE(sandbox_.post("/v1/checkout/sessions", form, key).body, slow.body);
    }

    void paidSessionsLeadToIntentAndCharge() {
        const Json session = paidSession();
        JSON_COMPARE(session["status"], "complete");
        JSON_COMPARE(session["payment_status"], "paid");
        QVERIFY(session["url"].is_null());
        JSON_COMPARE(session["customer_details"]["email"], "ann@example.com");
        const std::string intent = session["payment_intent"].get<std::string>();
        const auto expanded =
            sandbox_.get("/v1/checkout/sessions/" + idOf(session) +
                         "?expand[]=payment_intent.latest_charge.refunds&expand[]=line_items");
        const Json& charge = expanded.json["payment_intent"]["latest_charge"];
        JSON_COMPARE(charge["amount"], 2900);
        JSON_COMPARE(charge["paid"], true);
        JSON_COMPARE(charge["payment_method_details"]["card"]["last4"], "4242");
        QCOMPARE(charge["refunds"]["data"].size(), std::size_t(0));
        const auto found = sandbox_.get("/v1/checkout/sessions?payment_intent=" + intent).json["data"];
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(idOf(found[0]), idOf(session));
        JSON_COMPARE(sandbox_.get("/v1/payment_intents/" + intent).json["amount_received"], 2900);
        QCOMPARE(sandbox_.get("/v1/checkout/sessions?client_reference_id=x").status,
                 400); // as Stripe: no such filter
    }

    void refundsAddUpToTheChargeAndNoFurther() {
        const Json session = paidSession();
        const std::string form = "payment_intent=" + session["payment_intent"].get<std::string>();
        auto refund =
            sandbox_.post("/v1/refunds", form + "&amount=1000&reason=requested_by_customer&expand[]=charge");
        QCOMPARE(refund.status, 200);
        JSON_COMPARE(refund.json["status"], "succeeded");
        JSON_COMPARE(refund.json["charge"]["amount_refunded"], 1000);
        JSON_COMPARE(refund.json["charge"]["refunded"], false);
        QCOMPARE(sandbox_.post("/v1/refunds", form + "&amount=1901").errorParam(), std::string("amount"));
        refund = sandbox_.post("/v1/refunds", form);
        JSON_COMPARE(refund.json["amount"], 1900);
        const auto twice = sandbox_.post("/v1/refunds", form);
        QCOMPARE(twice.status, 400);
        QCOMPARE(twice.errorCode(), std::string("charge_already_refunded"));
        const auto list = sandbox_.get("/v1/refunds?" + form).json;
        QCOMPARE(list["data"].size(), std::size_t(2));
        QCOMPARE(sandbox_.post("/v1/refunds", form + "&reason=oops").errorParam(), std::string("reason"));
        QCOMPARE(sandbox_.post("/v1/refunds", "payment_intent=pi_none").status, 404);
        QCOMPARE(sandbox_.post("/v1/refunds", "").status, 400);
    }

    void unpaidIntentsHaveNothingToRefund() {
        const Json session = paidSession("4000000000000002");
        JSON_COMPARE(session["status"], "open");
        const auto refund =
            sandbox_.post("/v1/refunds", "payment_intent=" + session["payment_intent"].get<std::string>());
        QCOMPARE(refund.status, 400);
    }

    void refundsMayFailOrSucceedLater() {
        const std::string failing = paidSession("4000000000005126")["payment_intent"];
        auto refund = sandbox_.post("/v1/refunds", "payment_intent=" + failing).json;
        JSON_COMPARE(refund["status"], "succeeded");
        const auto now = [&] {
            return sandbox_.get("/v1/refunds/" + idOf(refund)).json["status"].get<std::string>();
        };
        QTRY_COMPARE_WITH_TIMEOUT(now(), std::string("failed"), patienceMs);
        JSON_COMPARE(
            sandbox_.get("/v1/charges/" + refund["charge"].get<std::string>()).json["amount_refunded"], 0);
        const std::string waiting = paidSession("4000000000007726")["payment_intent"];
        refund = sandbox_.post("/v1/refunds", "payment_intent=" + waiting).json;
        JSON_COMPARE(refund["status"], "pending");
        QTRY_COMPARE_WITH_TIMEOUT(now(), std::string("succeeded"), patienceMs);
    }

    void disputedChargesAreNotRefundable() {
        const std::string intent = paidSession("4000000000000259")["payment_intent"];
        const auto disputes = sandbox_.get("/v1/disputes?payment_intent=" + intent).json["data"];
        QCOMPARE(disputes.size(), std::size_t(1));
        JSON_COMPARE(disputes[0]["is_charge_refundable"], false);
        QCOMPARE(sandbox_.post("/v1/refunds", "payment_intent=" + intent).errorCode(),
                 std::string("charge_disputed"));
    }

    void evidenceDecidesDisputes() {
        const auto typesOf = [&](const std::string& after) {
            std::vector<std::string> types;
            const auto answer = sandbox_.get("/v1/events?limit=100&ending_before=" + after);
            for (const Json& event : answer.json["data"])
                types.insert(types.begin(), event["type"]);
            return types;
        };
        for (const std::string outcome : {"winning", "losing", "accepted"}) {
            const std::string intent = paidSession("4000000000000259")["payment_intent"];
            const std::string path =
                "/v1/disputes/" + idOf(sandbox_.get("/v1/disputes?payment_intent=" + intent).json["data"][0]);
            const std::string last = idOf(sandbox_.get("/v1/events?limit=1").json["data"][0]);
            QCOMPARE(sandbox_.post(path, "evidence[uncategorized_text]=thinking&submit=false").status, 200);
            const auto closed =
                outcome == "accepted"
                    ? sandbox_.post(path + "/close", "")
                    : sandbox_.post(path, "evidence[uncategorized_text]=" + outcome + "_evidence");
            JSON_COMPARE(closed.json["status"], outcome == "winning" ? "won" : "lost");
            const auto types = typesOf(last);
            QCOMPARE(std::count(types.begin(), types.end(), "charge.dispute.closed"), 1);
            QCOMPARE(std::count(types.begin(), types.end(), "charge.dispute.funds_reinstated"),
                     outcome == "winning" ? 1 : 0);
            QCOMPARE(sandbox_.post(path + "/close", "").status, 400);
        }
        QCOMPARE(sandbox_.post("/v1/disputes/du_none/close", "").status, 404);
    }

    void openSessionsCanBeExpiredOnce() {
        const Json session = sandbox_.createSession();
        const auto expired = sandbox_.post("/v1/checkout/sessions/" + idOf(session) + "/expire", "");
        JSON_COMPARE(expired.json["status"], "expired");
        QVERIFY(expired.json["url"].is_null());
        QCOMPARE(sandbox_.post("/v1/checkout/sessions/" + idOf(session) + "/expire", "").status, 400);
        QCOMPARE(sandbox_.post("/v1/checkout/sessions/cs_test_none/expire", "").status, 404);
        QCOMPARE(sandbox_.pay(session, "4242424242424242").status, 410);
    }

    void listsArePagedBothWays() {
        std::vector<std::string> ids;
        for (int i = 0; i < 5; ++i)
            ids.push_back(idOf(sandbox_.createSession(1000 + i)));
        const auto page = [&](const std::string& query) {
            std::vector<std::string> found;
            const auto answer = sandbox_.get("/v1/checkout/sessions?" + query);
            for (const Json& session : answer.json["data"])
                found.push_back(idOf(session));
            return found;
        };
        QCOMPARE(page("limit=2"), (std::vector<std::string>{ids[4], ids[3]}));
        QCOMPARE(page("limit=2&starting_after=" + ids[3]), (std::vector<std::string>{ids[2], ids[1]}));
        QCOMPARE(page("limit=2&ending_before=" + ids[1]), (std::vector<std::string>{ids[3], ids[2]}));
        JSON_COMPARE(sandbox_.get("/v1/checkout/sessions?limit=2").json["has_more"], true);
        QCOMPARE(sandbox_.get("/v1/checkout/sessions?limit=101").status, 400);
        QCOMPARE(sandbox_.get("/v1/checkout/sessions?starting_after=cs_none").status, 404);
    }

    void eventsTellTheStoryInOrder() {
        const Json session = paidSession();
        std::vector<std::string> types;
        const auto answer = sandbox_.get("/v1/events?limit=4");
        for (const Json& event : answer.json["data"])
            types.insert(types.begin(), event["type"]);
        QCOMPARE(types, (std::vector<std::string>{"payment_intent.created", "charge.succeeded",
                                                  "payment_intent.succeeded", "checkout.session.completed"}));
        const auto events =
            sandbox_.get("/v1/events?types[]=checkout.session.completed&limit=1").json["data"];
        JSON_COMPARE(events[0]["data"]["object"]["id"], session["id"]);
        JSON_COMPARE(events[0]["api_version"], "2026-10-28.endive");
        JSON_COMPARE(sandbox_.get("/v1/events/" + idOf(events[0])).json["type"],
                     "checkout.session.completed");
        QCOMPARE(sandbox_.get("/v1/events/evt_none").status, 404);
        QCOMPARE(sandbox_.get("/v1/unknown").errorCode(), std::string("invalid_request_error"));
    }

    void killingLosesNothing() {
        const std::string form = itemForm(7700) + success;
        const headroom::http::Headers key{{"Idempotency-Key", "before-the-crash"}};
        const auto created = sandbox_.post("/v1/checkout/sessions", form, key);
        const Json paid = paidSession();
        const auto events = sandbox_.get("/v1/events?limit=100").json["data"];
        sandbox_.kill();
        QVERIFY(sandbox_.start());
        QVERIFY(sandbox_.get("/v1/checkout/sessions/" + idOf(paid)).json == paid);
        QVERIFY(sandbox_.get("/v1/events?limit=100").json["data"] == events);
        const auto again = sandbox_.post("/v1/checkout/sessions", form, key);
        QCOMPARE(again.body, created.body);
        QCOMPARE(std::string(again.headers.value("Idempotent-Replayed")), std::string("true"));
        // Its page is under the new port.
        const Json open = sandbox_.get("/v1/checkout/sessions/" + idOf(created.json)).json;
        QVERIFY(open["url"].get<std::string>().starts_with(sandbox_.url("/")));
        QCOMPARE(sandbox_.pay(open, "4242424242424242").status, 303);
    }

    void oneStateServesOneProcess() {
        QProcess second;
        second.start(QStringLiteral(HEADROOM_BIN_DIR "/headroom-sandbox"),
                     {QStringLiteral("--state"), sandbox_.stateDirectory(), QStringLiteral("--listen"),
                      QStringLiteral("127.0.0.1:0")});
        QVERIFY(second.waitForFinished());
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.readAllStandardError().contains("another sandbox"));
    }

    void askedToEndItEnds() { QCOMPARE(sandbox_.stop(), 0); }
};

QTEST_GUILESS_MAIN(SandboxApiTest)
#include "tst_sandbox_api.moc"
