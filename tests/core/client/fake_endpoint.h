#pragma once

#include "core/credits/credits_rules.h"
#include "core/sync/rows.h"
#include "tests/support/free_port.h"

#include <QHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrlQuery>

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace headroom::client::testing {

struct FakeRequest {
    QByteArray method;
    QString path;
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    bool changes() const { return method != "GET" && method != "HEAD"; }
};

struct FakeAnswer {
    int status = 200;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
};

/// What goes wrong with a request.
enum class Fault {
    None,
    DropBefore,
    DropAfter,
    ServerError,
    Unauthenticated,
    Forbidden,
    RateLimited,
    Portal
};

/// A small endpoint in this process that speaks the wire contract and keeps its promises: one version a
/// change, every command once, the real rules of credits. Lives on the thread that made it, which must run
/// its event loop.
class FakeEndpoint : public QObject {
    Q_OBJECT

public:
    FakeEndpoint();
    ~FakeEndpoint() override;

    QUrl url() const;
    void goAway(); ///< stops listening and breaks all connections
    void comeBack();

    /// Asked for every request.
    std::function<Fault(const FakeRequest&)> fault;
    /// Routes of a test's own; asked before ours.
    std::function<std::optional<FakeAnswer>(const FakeRequest&)> also;
    int snapshotPageRows = 3;
    int changesPageRows = 50;
    qint64 breakUploadAfter = -1; ///< the next PATCH breaks off once this many bytes of it have come
    qint64 breakDownloadAfter = -1;

    TeamId team = TeamId::make();
    MemberId me = MemberId::make();
    MemberId other = MemberId::make();
    std::string token = "right-token";

    credits::State state;
    std::int64_t version = 1;
    std::vector<std::string> executed;   ///< ids of commands, in the order in which they took effect
    std::vector<std::int64_t> allocated; ///< credits of each executed allocation's first line
    std::map<std::string, QByteArray> uploads;
    std::map<std::string, qint64> uploadLengths;
    std::map<std::string, std::string> uploadPhotos;
    std::map<std::string, QByteArray> blobs; ///< by headshot id
    std::map<QString, int> requests;         ///< "GET /api/..." without ids' query
    QByteArray lastRange;
    std::string orderState = "open";
    int pushes() const { return static_cast<int>(pushSockets_.size()); }

    /// Another client did something.
    void putTeam(const sync::TeamRow& row);
    void putMember(const sync::MemberRow& row);
    void renameMember(const MemberId& member, const std::string& name);
    void addHeadshot(const sync::HeadshotRow& row);
    void setPhotoState(const std::string& photo, sync::PhotoState photoState);
    void renewEpoch();
    void announce();

private:
    struct Connection {
        QByteArray buffer;
    };
    void accept();
    void receive(QTcpSocket* socket);
    bool takePartOfUpload(QTcpSocket* socket, const FakeRequest& request, qint64 length);
    void serve(QTcpSocket* socket, const FakeRequest& request);
    void answer(QTcpSocket* socket, const FakeAnswer& answer, bool head);
    FakeAnswer route(const FakeRequest& request);
    FakeAnswer teamRoute(const FakeRequest& request, const QString& rest);
    FakeAnswer command(const FakeRequest& request, const QString& rest);
    FakeAnswer carryOut(const FakeRequest& request, const QString& rest, const std::string& id);
    FakeAnswer credits(const credits::Command& command, const std::string& id);
    FakeAnswer generate(const nlohmann::json& body, const std::string& id);
    FakeAnswer snapshot(const FakeRequest& request);
    FakeAnswer changes(const FakeRequest& request);
    FakeAnswer upload(const FakeRequest& request);
    FakeAnswer content(const FakeRequest& request, const std::string& headshot);
    void put(sync::RowKind kind, const std::string& id, const nlohmann::json& row);
    void putBalances();

    QTcpServer server_;
    const quint16 port_ = test::freePort();
    QHash<QTcpSocket*, Connection> connections_;
    std::set<QTcpSocket*> pushSockets_;
    int epoch_ = 1;
    std::map<std::pair<int, std::string>, nlohmann::json> rows_; ///< by kind and id
    struct Change {
        std::int64_t version;
        int kind;
        std::string id;
    };
    std::vector<Change> log_;
    std::map<std::string, FakeAnswer> answers_;
};

} // namespace headroom::client::testing
