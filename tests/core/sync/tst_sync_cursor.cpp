#include "core/sync/cursor.h"
#include "core/sync/sync_limits.h"

#include <QTest>

using namespace headroom;
using namespace headroom::sync;

namespace {

Viewer viewerWith(std::int64_t scope) {
    return {TeamId::make(), MemberId::make(), Role::Admin, scope};
}

} // namespace

class CursorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCursorComesBackFromItsText() {
        const Cursor cursor{"00ff12ab", 3, feedSchema, 981, 7};
        const auto parsed = parseCursor(encode(cursor));
        QVERIFY(parsed.has_value());
        QVERIFY(*parsed == cursor);
    }

    void aSnapshotPositionComesBackFromItsText() {
        SnapshotPosition position;
        position.begun = {"00ff12ab", 3, feedSchema, 981, Cursor::wholeVersion};
        position.section = 4;
        position.rowsOfSection = 1000;
        position.keyNumber = 1'700'000'000'000;
        position.keyId = newUuid();
        const auto parsed = parseSnapshotPosition(encode(position));
        QVERIFY(parsed.has_value());
        QVERIFY(*parsed == position);
        position.keyId.clear();
        QVERIFY(*parseSnapshotPosition(encode(position)) == position);
    }

    void foreignTextIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("word") << QByteArray("latest");
        QTest::newRow("too few") << QByteArray("c1.ab.1.1.1");
        QTest::newRow("too many") << QByteArray("c1.ab.1.1.1.1.1");
        QTest::newRow("other mark") << QByteArray("c2.ab.1.1.1.1");
        QTest::newRow("epoch") << QByteArray("c1.x'.1.1.1.1");
        QTest::newRow("no epoch") << QByteArray("c1..1.1.1.1");
        QTest::newRow("negative") << QByteArray("c1.ab.1.1.-1.1");
        QTest::newRow("huge") << QByteArray("c1.ab.1.1.99999999999999999999.1");
        QTest::newRow("spaces") << QByteArray("c1.ab.1.1. 1.1");
        QTest::newRow("long") << QByteArray("c1.") + QByteArray(5000, 'a') + QByteArray(".1.1.1.1");
    }
    void foreignTextIsRefused() {
        QFETCH(QByteArray, text);
        const auto parsed = parseCursor(text.toStdString());
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == ErrorCode::InvalidInput);
        QVERIFY(!parseSnapshotPosition(text.toStdString()));
    }

    void aSnapshotKeyIsAnIdOrNothing() {
        QVERIFY(parseSnapshotPosition("s1.ab.1.1.1.1.0.0.0.").has_value());
        QVERIFY(!parseSnapshotPosition("s1.ab.1.1.1.1.0.0.0.x"));
        QVERIFY(!parseSnapshotPosition("s1.ab.1.1.1.1.99.0.0."));
    }

    void anotherEpochScopeOrSchemaMeansResync() {
        const Cursor cursor{"ab", 3, feedSchema, 10, 0};
        QVERIFY(checkBelongs(cursor, "ab", viewerWith(3)).has_value());
        QVERIFY(checkBelongs(cursor, "ac", viewerWith(3)).error().code == ErrorCode::ResyncRequired);
        QVERIFY(checkBelongs(cursor, "ab", viewerWith(4)).error().code == ErrorCode::ResyncRequired);
        Cursor older = cursor;
        older.schema = feedSchema - 1;
        QVERIFY(checkBelongs(older, "ab", viewerWith(3)).error().code == ErrorCode::ResyncRequired);
    }

    void aHalfReadVersionIsNotReached() {
        QCOMPARE((Cursor{"ab", 1, 1, 10, 4}).reachedVersion(), 9);
        QCOMPARE((Cursor{"ab", 1, 1, 10, Cursor::wholeVersion}).reachedVersion(), 10);
    }

    void everyKindHasAnAudienceForEveryRole_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("admin");
        QTest::addColumn<int>("member");
        const auto row = [](RowKind kind, Visible admin, Visible member) {
            QTest::newRow(std::string(name(kind)).c_str()) << int(kind) << int(admin) << int(member);
        };
        row(RowKind::Team, Visible::All, Visible::All);
        row(RowKind::Member, Visible::All, Visible::All);
        row(RowKind::Invitation, Visible::All, Visible::None);
        row(RowKind::TeamCredits, Visible::All, Visible::None);
        row(RowKind::MemberCredits, Visible::All, Visible::Own);
        row(RowKind::Transfer, Visible::All, Visible::None);
        row(RowKind::Payment, Visible::All, Visible::None);
        row(RowKind::Photo, Visible::Own, Visible::Own);
        row(RowKind::Headshot, Visible::All, Visible::Own);
    }
    void everyKindHasAnAudienceForEveryRole() {
        QFETCH(int, kind);
        QFETCH(int, admin);
        QFETCH(int, member);
        QCOMPARE(int(visible(Role::Owner, static_cast<RowKind>(kind))), admin);
        QCOMPARE(int(visible(Role::Admin, static_cast<RowKind>(kind))), admin);
        QCOMPARE(int(visible(Role::Member, static_cast<RowKind>(kind))), member);
    }
};

QTEST_APPLESS_MAIN(CursorTest)
#include "tst_sync_cursor.moc"
