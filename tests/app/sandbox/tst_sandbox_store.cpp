#include "app/sandbox/stripe/sandbox_limits.h"
#include "app/sandbox/stripe/session_rules.h"
#include "app/sandbox/stripe/stripe_sandbox.h"
#include "app/sandbox/stripe/stripe_sessions.h"
#include "app/sandbox/stripe/stripe_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace headroom;
using namespace headroom::sandbox;

namespace {

class HandClock final : public Clock {
public:
    Timestamp now() const override { return {ms}; }
    std::int64_t ms = 1'800'000'000'000;
};

Json thing(const std::string& id, int value) {
    return Json{{"id", id}, {"object", "thing"}, {"value", value}, {"_secret", 1}};
}

} // namespace

class SandboxStoreTest : public QObject {
    Q_OBJECT

    HandClock clock_;

private Q_SLOTS:
    void committedThingsComeBackAndOthersDoNot() {
        QTemporaryDir directory;
        const std::string path = directory.path().toStdString();
        {
            auto store = *StripeStore::open(path, clock_);
            store->put(thing("a", 1));
            store->put(thing("b", 2));
            QVERIFY(store->commit());
            store->put(thing("a", 3));
            QVERIFY(store->commit());
            store->put(thing("c", 4));
        }
        auto store = *StripeStore::open(path, clock_);
        QVERIFY((*store->find("thing", "a"))["value"] == 3);
        QVERIFY((*store->find("thing", "b"))["value"] == 2);
        QVERIFY(!store->find("thing", "c"));
        QCOMPARE(store->ids("thing"), (std::vector<std::string>{"a", "b"}));
    }

    void rollbackRestoresWhatWasBefore() {
        QTemporaryDir directory;
        auto store = *StripeStore::open(directory.path().toStdString(), clock_);
        store->put(thing("a", 1));
        QVERIFY(store->commit());
        store->put(thing("a", 2));
        store->put(thing("b", 1));
        store->put(thing("a", 3));
        store->rollback();
        QVERIFY((*store->find("thing", "a"))["value"] == 1);
        QVERIFY(!store->find("thing", "b"));
        QCOMPARE(store->ids("thing"), (std::vector<std::string>{"a"}));
        QVERIFY(store->commit());
    }

    void tornLastLinesAreCutOffAndBrokenOnesReported() {
        QTemporaryDir directory;
        const std::string path = directory.path().toStdString();
        {
            auto store = *StripeStore::open(path, clock_);
            store->put(thing("a", 1));
            QVERIFY(store->commit());
        }
        std::ofstream(path + "/stripe.jsonl", std::ios::app) << "[{\"id\":\"b\",\"obj";
        {
            auto store = StripeStore::open(path, clock_);
            QVERIFY(store);
            QVERIFY((*store)->find("thing", "a") && !(*store)->find("thing", "b"));
        }
        std::ofstream(path + "/stripe.jsonl", std::ios::app) << "garbage\n";
        QCOMPARE(StripeStore::open(path, clock_).error().code, ErrorCode::Corrupt);
        std::ofstream(path + "/stripe.jsonl") << "{\"a\":1}\n";
        QCOMPARE(StripeStore::open(path, clock_).error().code, ErrorCode::Corrupt);
    }

    void oldKeysAreForgottenAtTheNextStart() {
        QTemporaryDir directory;
        const std::string path = directory.path().toStdString();
        const std::int64_t begin = clock_.ms;
        {
            auto store = *StripeStore::open(path, clock_);
            store->put(Json{{"id", "old"}, {"object", "idempotency"}, {"_at", begin}});
            store->put(Json{{"id", "new"}, {"object", "idempotency"}, {"_at", begin + 2000}});
            QVERIFY(store->commit());
        }
        clock_.ms = begin + idempotencyKeptMs + 1000;
        auto store = *StripeStore::open(path, clock_);
        QVERIFY(!store->find("idempotency", "old"));
        QVERIFY(store->find("idempotency", "new"));
    }

    void sessionsExpireByTheClock() {
        QTemporaryDir directory;
        auto sandbox = *StripeSandbox::create({directory.path().toStdString(), {}}, clock_);
        std::string id;
        QVERIFY(sandbox->operate({}, [&](Desk& desk) {
            const Json parameters{
                {"mode", "payment"},
                {"success_url", "http://shop.test"},
                {"line_items",
                 Json::array({Json{
                     {"quantity", 2},
                     {"price_data",
                      {{"currency", "usd"}, {"unit_amount", 100}, {"product_data", {{"name", "x"}}}}}}})}};
            const Json session = newSession(desk, parameters);
            id = session["id"];
            desk.store.put(session);
        }));
        const auto status = [&] {
            std::string text;
            (void)sandbox->operate(
                {}, [&](Desk& desk) { text = (*desk.store.find("checkout.session", id))["status"]; });
            return text;
        };
        clock_.ms += longestSessionSeconds * 1000 - 1000;
        QCOMPARE(status(), std::string("open"));
        clock_.ms += 1000;
        QCOMPARE(status(), std::string("expired"));
        (void)sandbox->operate({}, [&](Desk& desk) {
            QCOMPARE(desk.store.ids("event").size(), std::size_t(1));
            const Json& event = *desk.store.find("event", desk.store.ids("event")[0]);
            QVERIFY(event["type"] == "checkout.session.expired");
            QVERIFY(!event["data"]["object"].contains("_line_items"));
        });
    }
};

QTEST_GUILESS_MAIN(SandboxStoreTest)
#include "tst_sandbox_store.moc"
