// What a member is told about the way of the photos: never more than the endpoint has said.
#include "app/desktop/adapters/photo_use.h"
#include "tests/core/client/session_fixture.h"
#include "tests/support/patience.h"

#include <nlohmann/json.hpp>

using headroom::test::patienceMs;
using namespace headroom;
using namespace headroom::desktop;
using namespace headroom::client::testing;
using nlohmann::json;

namespace {

struct Office : SessionFixture {
    json use{
        {"makers", {"studio"}}, {"styles", json::object()}, {"services", {"replicate"}}, {"days_kept", 30}};

    Office() {
        endpoint.also = [this](const FakeRequest& request) -> std::optional<FakeAnswer> {
            if (!request.path.endsWith(QLatin1String("/photo-use"))) return std::nullopt;
            return FakeAnswer{
                200, QByteArray::fromStdString(use.dump()), {{"Content-Type", "application/json"}}};
        };
    }

    QStringList servicesOf(const PhotoUse& adapter, const QStringList& styles) {
        const auto known = adapter.forStyles(styles);
        return known ? known->services : QStringList{QStringLiteral("not known")};
    }
};

} // namespace

class TestDesktopPhotoUse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsPromisedBeforeTheEndpointHasSpoken() {
        Office office;
        office.endpoint.goAway();
        office.open();
        PhotoUse adapter(*office.client, *office.session);
        QVERIFY(!adapter.forStyles({}));
        office.endpoint.comeBack();
        QTRY_VERIFY_WITH_TIMEOUT(adapter.forStyles({}).has_value(), patienceMs);
        QVERIFY(adapter.forStyles({})->services.isEmpty());
        QCOMPARE(adapter.forStyles({})->daysKept, 30);
    }

    void anotherChoiceOfTheOwnerArrivesByItself() {
        Office office;
        office.openAndSync();
        PhotoUse adapter(*office.client, *office.session);
        QTRY_VERIFY_WITH_TIMEOUT(adapter.forStyles({}).has_value(), patienceMs);
        QSignalSpy changed(&adapter, &PhotoUse::changed);
        office.use["makers"] = {"replicate", "studio"};
        sync::TeamRow row;
        row.id = office.endpoint.team;
        office.endpoint.putTeam(row);
        QTRY_COMPARE_WITH_TIMEOUT(office.servicesOf(adapter, {}), QStringList{QStringLiteral("replicate")},
                                  patienceMs);
        QVERIFY(!changed.isEmpty());
    }

    void anotherChoiceOfTheOperatorIsSeenWhenTheEndpointIsBack() {
        Office office;
        office.openAndSync();
        PhotoUse adapter(*office.client, *office.session);
        QTRY_VERIFY_WITH_TIMEOUT(adapter.forStyles({}).has_value(), patienceMs);
        office.endpoint.goAway();
        QTRY_VERIFY_WITH_TIMEOUT(office.view().status().link != client::Link::Online, patienceMs);
        office.use["makers"] = {"replicate"};
        office.endpoint.comeBack();
        QTRY_COMPARE_WITH_TIMEOUT(office.servicesOf(adapter, {}), QStringList{QStringLiteral("replicate")},
                                  patienceMs);
    }

    void stylesWithMakersOfTheirOwnCountOnlyWhenChosen() {
        Office office;
        office.use["services"] = {"replicate", "stability"};
        office.use["styles"] = {{"garden", {"studio", "stability"}}, {"ivory", {"replicate"}}};
        office.openAndSync();
        PhotoUse adapter(*office.client, *office.session);
        QTRY_VERIFY_WITH_TIMEOUT(adapter.forStyles({}).has_value(), patienceMs);
        const QString garden = QStringLiteral("garden"), ivory = QStringLiteral("ivory");
        QVERIFY(office.servicesOf(adapter, {QStringLiteral("charcoal")}).isEmpty());
        QCOMPARE(office.servicesOf(adapter, {garden}), QStringList{QStringLiteral("stability")});
        QVERIFY(!adapter.forStyles({garden})->always); // the studio is first
        QVERIFY(adapter.forStyles({ivory})->always);
        QCOMPARE(office.servicesOf(adapter, {ivory, garden}),
                 QStringList({QStringLiteral("replicate"), QStringLiteral("stability")}));
        QVERIFY(!adapter.forStyles({ivory, garden})->always);
    }

    void whatIsNotAnAnswerPromisesNothing() {
        Office office;
        office.use["services"] = 7;
        office.openAndSync();
        PhotoUse adapter(*office.client, *office.session);
        QSignalSpy changed(&adapter, &PhotoUse::changed);
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), patienceMs);
        QVERIFY(!adapter.forStyles({}));
    }
};

QTEST_GUILESS_MAIN(TestDesktopPhotoUse)
#include "tst_desktop_photo_use.moc"
