#include "core/credits/credits_commands.h"
#include "core/credits/credits_limits.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace headroom;
using namespace headroom::credits;
using nlohmann::json;

namespace {

const MemberId alice = MemberId::trusted("0a0a0a0a-0000-4000-8000-000000000001");
const MemberId bob = MemberId::trusted("0a0a0a0a-0000-4000-8000-000000000002");

DistributePlan somePlan() {
    return {{DistributeMode::TopUp, 5, Audience::ActiveAndInvited}, {12, 3}, {{alice, 2}, {bob, 5}}, 7, 0};
}

/// Through text, as it travels.
json travelled(const json& value) {
    return json::parse(value.dump());
}

} // namespace

class CreditsJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCommandComesBackAsItWas() {
        const std::vector<Command> commands{
            Allocate{{{alice, 5}, {bob, -3}}},
            AutoDistribute{somePlan().rule, somePlan().basis, somePlan().lines},
            AutoDistribute{{DistributeMode::EqualSplit, {}, Audience::Active}, {1, 2}, {{alice, 1}}},
            Reassign{alice, bob, 4},
        };
        for (const Command& command : commands) {
            const auto back = parseCommand(kind(command), travelled(toJson(command)));
            QVERIFY(back.has_value());
            QVERIFY(*back == command);
        }
    }

    void plansAndRefusalsComeBackAsTheyWere() {
        QVERIFY(*parseDistributePlan(travelled(toJson(somePlan()))) == somePlan());
        Refusal refusal{
            ErrorCode::BasisChanged, "moved", 4, {{3, alice, ErrorCode::NotFound, 0}}, somePlan()};
        QVERIFY(*parseRefusal(travelled(toJson(refusal))) == refusal);
        refusal.preview.reset();
        refusal.lines.push_back({4, {}, ErrorCode::HoldEnded, 1});
        QVERIFY(*parseRefusal(travelled(toJson(refusal))) == refusal);
    }

    void theNamesInJsonAreTheAgreedOnes() {
        QCOMPARE(toJson(Allocate{{{alice, 5}}}).dump(),
                 R"({"lines":[{"credits":5,"member_id":"0a0a0a0a-0000-4000-8000-000000000001"}]})");
        QCOMPARE(toJson(DistributeRule{}).dump(),
                 R"({"audience":"active","credits":null,"mode":"equal_split"})");
    }

    void malformedCommandsAreRefused_data() {
        QTest::addColumn<QString>("kindName");
        QTest::addColumn<QString>("text");
        const QString id = QString::fromStdString(alice.text());
        QTest::newRow("unknown kind") << "mint"
                                      << "{}";
        QTest::newRow("not an object") << "allocate"
                                       << "[]";
        QTest::newRow("no lines") << "allocate"
                                  << "{}";
        QTest::newRow("lines not an array") << "allocate"
                                            << R"({"lines":{}})";
        QTest::newRow("line not an object") << "allocate"
                                            << R"({"lines":[1]})";
        QTest::newRow("unknown field") << "allocate"
                                       << R"({"lines":[],"line":[]})";
        QTest::newRow("unknown field in a line")
            << "allocate"
            << R"({"lines":[{"member_id":"%1","credits":1,"credit":1}]})";
        QTest::newRow("fraction") << "allocate"
                                  << R"({"lines":[{"member_id":"%1","credits":1.5}]})";
        QTest::newRow("number as text") << "allocate"
                                        << R"({"lines":[{"member_id":"%1","credits":"1"}]})";
        QTest::newRow("beyond 2^63") << "allocate"
                                     << R"({"lines":[{"member_id":"%1","credits":9223372036854775808}]})";
        QTest::newRow("id not a UUID") << "allocate"
                                       << R"({"lines":[{"member_id":"alice","credits":1}]})";
        QTest::newRow("null id") << "reassign"
                                 << R"({"from":null,"to":"%1","credits":1})";
        QTest::newRow("no basis") << "auto_distribute"
                                  << R"({"rule":{"mode":"top_up","credits":1},"lines":[]})";
        QTest::newRow("unknown mode")
            << "auto_distribute"
            << R"({"rule":{"mode":"all"},"basis":{"pool":1,"member_version":1},"lines":[]})";
        QTest::newRow("unknown audience")
            << "auto_distribute"
            << R"({"rule":{"mode":"top_up","audience":"all"},"basis":{"pool":1,"member_version":1},"lines":[]})";
    }
    void malformedCommandsAreRefused() {
        QFETCH(QString, kindName);
        QFETCH(QString, text);
        text.replace("%1", QString::fromStdString(alice.text()));
        const auto parsed = parseCommand(kindName.toStdString(), json::parse(text.toStdString()));
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == ErrorCode::InvalidInput);
    }

    void tooManyLinesAreRefusedBeforeTheyAreRead() {
        json lines = json::array();
        for (std::size_t i = 0; i <= linesMax; ++i)
            lines.push_back(nullptr);
        QVERIFY(parseAllocate({{"lines", lines}}).error().code == ErrorCode::LimitExceeded);
    }

    void answersOfANewerEndpointMayHaveMoreFields() {
        json plan = toJson(somePlan());
        plan["note"] = "new";
        plan["rule"]["note"] = "new";
        QVERIFY(*parseDistributePlan(plan) == somePlan());
    }
};

QTEST_APPLESS_MAIN(CreditsJsonTest)
#include "tst_credits_json.moc"
