#include "core/sync/rows.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <set>

using namespace headroom;
using namespace headroom::sync;
using nlohmann::json;

namespace {

template <class Row>
bool comesBack(const Row& row) {
    return json::parse(json(row).dump()).template get<Row>() == row;
}

TransferRow transfer() {
    TransferRow row;
    row.id = TransferId::make();
    row.version = 12;
    row.ordinal = 3;
    row.from = Account::Held;
    row.fromMember = MemberId::make();
    row.to = Account::Spent;
    row.credits = 4;
    row.reason = TransferReason::Settle;
    row.holdId = HeadshotId::make();
    row.livemode = true;
    row.createdAt = {1'700'000'000'000};
    return row;
}

MemberRow member() {
    MemberRow row;
    row.id = MemberId::make();
    row.email = "ada@example.org";
    row.name = "李 \"Ada\"";
    row.role = Role::Admin;
    row.state = MemberState::Active;
    row.joinedAt = Timestamp{5};
    return row;
}

template <class Enum>
bool namesAreDistinctAndComeBack() {
    std::set<std::string_view> names;
    for (int i = 0; i < valueCount<Enum>; ++i) {
        const auto value = static_cast<Enum>(i);
        if (fromName<Enum>(name(value)) != value) return false;
        names.insert(name(value));
    }
    return names.size() == static_cast<std::size_t>(valueCount<Enum>) && !fromName<Enum>("") &&
           !fromName<Enum>("nonsense");
}

} // namespace

class RowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWordComesBackFromItsName() {
        QVERIFY(namesAreDistinctAndComeBack<Role>());
        QVERIFY(namesAreDistinctAndComeBack<MemberState>());
        QVERIFY(namesAreDistinctAndComeBack<Account>());
        QVERIFY(namesAreDistinctAndComeBack<TransferReason>());
        QVERIFY(namesAreDistinctAndComeBack<CreditSource>());
        QVERIFY(namesAreDistinctAndComeBack<HoldState>());
        QVERIFY(namesAreDistinctAndComeBack<PaymentState>());
        QVERIFY(namesAreDistinctAndComeBack<PhotoState>());
        QVERIFY(namesAreDistinctAndComeBack<HeadshotState>());
        QVERIFY(namesAreDistinctAndComeBack<RowKind>());
    }

    void everyRowComesBackFromItsJson() {
        QVERIFY(comesBack(TeamRow{TeamId::make(), "Lab", 3, {1}, {2}}));
        QVERIFY(comesBack(member()));
        QVERIFY(comesBack(InvitationRow{InvitationId::make(), Role::Admin, 1, 5, {1}, {2}, Timestamp{3}}));
        QVERIFY(comesBack(TeamCreditsRow{1, 2, 3, 4, 5, INT64_MAX}));
        QVERIFY(comesBack(MemberCreditsRow{MemberId::make(), 1, 2, 3}));
        QVERIFY(comesBack(transfer()));
        PaymentRow payment;
        payment.id = OrderId::make();
        payment.package = "starter";
        payment.state = PaymentState::PartlyRefunded;
        payment.paidAt = Timestamp{9};
        QVERIFY(comesBack(payment));
        PhotoRow photo;
        photo.id = PhotoId::make();
        photo.width = 4000;
        photo.state = PhotoState::Refused;
        photo.refusal = "photo_no_face";
        QVERIFY(comesBack(photo));
        HeadshotRow headshot;
        headshot.id = HeadshotId::make();
        headshot.sizeBytes = 5'000'000'000;
        headshot.state = HeadshotState::Completed;
        headshot.completedAt = Timestamp{7};
        headshot.likenessChecked = true;
        QVERIFY(comesBack(headshot));
    }

    void absentValuesAreNull() {
        const json row = MemberRow();
        QVERIFY(row.at("id").is_null());
        QVERIFY(row.at("joined_at").is_null());
        QVERIFY(row.at("role") == "member");
    }

    void malformedRowsAreThrownBack_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("missing") << "credits"
                                 << "";
        QTest::newRow("fraction") << "credits"
                                  << "1.5";
        QTest::newRow("text for a number") << "credits"
                                           << "\"4\"";
        QTest::newRow("too large") << "credits"
                                   << "18446744073709551615";
        QTest::newRow("unknown word") << "reason"
                                      << "\"gift\"";
        QTest::newRow("word of another list") << "from_account"
                                              << "\"owner\"";
        QTest::newRow("number for a word") << "reason"
                                           << "3";
        QTest::newRow("malformed id") << "id"
                                      << "\"12\"";
        QTest::newRow("upper-case id") << "id"
                                       << "\"0F8FAD5B-D9CB-469F-A165-70867728950E\"";
        QTest::newRow("text for a moment") << "created_at"
                                           << "\"2026-11-22\"";
        QTest::newRow("number for a flag") << "livemode"
                                           << "1";
    }
    void malformedRowsAreThrownBack() {
        QFETCH(QString, field);
        QFETCH(QString, value);
        json row = transfer();
        QVERIFY(row.get<TransferRow>() == row.get<TransferRow>());
        if (value.isEmpty()) {
            row.erase(field.toStdString());
        } else {
            row[field.toStdString()] = json::parse(value.toStdString());
        }
        QVERIFY_EXCEPTION_THROWN((void)row.get<TransferRow>(), std::exception);
    }

    void aNumberThatDoesNotFitIsThrownBack() {
        json row = InvitationRow{InvitationId::make(), Role::Member, 1, 5, {1}, {2}, {}};
        row["uses"] = 5'000'000'000;
        QVERIFY_EXCEPTION_THROWN((void)row.get<InvitationRow>(), std::exception);
    }
};

QTEST_APPLESS_MAIN(RowsTest)
#include "tst_sync_rows.moc"
