#include "fake_endpoint.h"

#include "core/base/crypto.h"
#include "core/base/text.h"

namespace headroom::client::testing {

using nlohmann::json;
using sync::RowKind;

namespace {

FakeAnswer jsonAnswer(int status, const json& body) {
    return {status, QByteArray::fromStdString(body.dump()), {{"Content-Type", "application/json"}}};
}

FakeAnswer problem(int status, std::string_view code) {
    return jsonAnswer(status, {{"title", "refused"}, {"status", status}, {"code", code}});
}

int statusOf(ErrorCode code) {
    return code == ErrorCode::NotFound ? 404 : 409;
}

} // namespace

FakeEndpoint::FakeEndpoint() {
    state.team.purchased = 100;
    state.team.pool = 100;
    state.members[me] = {};
    state.members[other] = {};
    sync::TeamRow teamRow;
    teamRow.id = team;
    teamRow.name = "Team";
    put(RowKind::Team, "team", teamRow);
    renameMember(me, "Me");
    renameMember(other, "Other");
    putBalances();
    connect(&server_, &QTcpServer::newConnection, this, &FakeEndpoint::accept);
    comeBack();
}

// The server frees its sockets after our tables are gone; they must not report their end then.
FakeEndpoint::~FakeEndpoint() {
    for (QTcpSocket* socket : connections_.keys())
        socket->disconnect(this);
}

QUrl FakeEndpoint::url() const {
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port_));
}

void FakeEndpoint::goAway() {
    server_.close();
    const auto sockets = connections_.keys();
    for (QTcpSocket* socket : sockets)
        socket->abort();
}

void FakeEndpoint::comeBack() {
    if (!server_.listen(QHostAddress::LocalHost, port_)) qFatal("cannot listen");
}

void FakeEndpoint::put(RowKind kind, const std::string& id, const json& row) {
    rows_[{static_cast<int>(kind), id}] = row;
    log_.push_back({version, static_cast<int>(kind), id});
}

void FakeEndpoint::putBalances() {
    put(RowKind::TeamCredits, team.text(), state.team);
    for (const auto& [id, member] : state.members)
        put(RowKind::MemberCredits, id.text(),
            sync::MemberCreditsRow{id, member.available, member.held, member.spent});
}

void FakeEndpoint::putTeam(const sync::TeamRow& row) {
    ++version;
    put(RowKind::Team, team.text(), row);
    announce();
}

void FakeEndpoint::putMember(const sync::MemberRow& row) {
    ++version;
    put(RowKind::Member, row.id.text(), row);
    announce();
}

void FakeEndpoint::renameMember(const MemberId& member, const std::string& name) {
    sync::MemberRow row;
    row.id = member;
    row.name = name;
    row.state = sync::MemberState::Active;
    row.role = member == me ? sync::Role::Owner : sync::Role::Member;
    putMember(row);
}

void FakeEndpoint::addHeadshot(const sync::HeadshotRow& row) {
    ++version;
    put(RowKind::Headshot, row.id.text(), row);
    announce();
}

void FakeEndpoint::setPhotoState(const std::string& photo, sync::PhotoState photoState) {
    ++version;
    sync::PhotoRow row;
    row.id = PhotoId::trusted(photo);
    row.memberId = me;
    row.uploaderId = me;
    row.state = photoState;
    put(RowKind::Photo, photo, row);
    announce();
}

void FakeEndpoint::renewEpoch() {
    ++epoch_;
}

void FakeEndpoint::announce() {
    for (QTcpSocket* socket : pushSockets_)
        socket->write("event: version\ndata: {\"version\":" +
                      QByteArray::number(static_cast<qint64>(version)) + "}\n\n");
}

void FakeEndpoint::accept() {
    while (QTcpSocket* socket = server_.nextPendingConnection()) {
        connections_[socket] = {};
        // Or a whole upload may come at once, and there is nothing left to break.
        socket->setReadBufferSize(256 << 10);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { receive(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            connections_.remove(socket);
            pushSockets_.erase(socket);
            socket->deleteLater();
        });
    }
}

void FakeEndpoint::receive(QTcpSocket* socket) {
    if (!connections_.contains(socket)) return;
    connections_[socket].buffer += socket->readAll();
    while (connections_.contains(socket)) {
        QByteArray& buffer = connections_[socket].buffer;
        const auto end = buffer.indexOf("\r\n\r\n");
        if (end < 0) return;
        const QList<QByteArray> lines = buffer.left(end).split('\n');
        FakeRequest request;
        const QList<QByteArray> first = lines[0].trimmed().split(' ');
        request.method = first.value(0);
        const QUrl target = QUrl::fromEncoded(first.value(1));
        request.path = target.path();
        request.query = QUrlQuery(target);
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const auto colon = lines[i].indexOf(':');
            request.headers[lines[i].left(colon).toLower()] = lines[i].mid(colon + 1).trimmed();
        }
        const qint64 length = request.headers.value("content-length").toLongLong();
        request.body = buffer.mid(end + 4, length);
        if (takePartOfUpload(socket, request, length)) return;
        if (request.body.size() < length) return;
        buffer.remove(0, end + 4 + length);
        serve(socket, request);
    }
}

/// A broken connection keeps what had arrived.
bool FakeEndpoint::takePartOfUpload(QTcpSocket* socket, const FakeRequest& request, qint64 length) {
    if (request.method != "PATCH" || breakUploadAfter < 0 || !request.path.startsWith("/api/uploads/"))
        return false;
    if (request.body.size() < breakUploadAfter || request.body.size() >= length) return false;
    uploads[request.path.mid(13).toStdString()] += request.body;
    breakUploadAfter = -1;
    socket->abort();
    return true;
}

void FakeEndpoint::serve(QTcpSocket* socket, const FakeRequest& request) {
    ++requests[QString::fromLatin1(request.method) + " " + request.path];
    const Fault wrong = fault ? fault(request) : Fault::None;
    switch (wrong) {
    case Fault::DropBefore:
        socket->abort();
        return;
    case Fault::ServerError:
        return answer(socket, problem(503, "unavailable"), false);
    case Fault::RateLimited:
        return answer(socket, problem(429, "rate_limited"), false);
    case Fault::Unauthenticated:
        return answer(socket, problem(401, "unauthenticated"), false);
    case Fault::Forbidden:
        return answer(socket, problem(403, "forbidden"), false);
    case Fault::Portal:
        return answer(socket, {404, "<html>Welcome to our hotel</html>", {{"Content-Type", "text/html"}}},
                      false);
    case Fault::None:
    case Fault::DropAfter:
        break;
    }
    const bool open = request.path.startsWith("/api/sign-in");
    if (!open && request.headers.value("authorization") != "Bearer " + QByteArray::fromStdString(token))
        return answer(socket, problem(401, "unauthenticated"), false);
    if (request.path.endsWith("/push")) {
        socket->write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n");
        pushSockets_.insert(socket);
        return announce();
    }
    const FakeAnswer result = route(request);
    if (wrong == Fault::DropAfter) {
        socket->abort();
        return;
    }
    answer(socket, result, request.method == "HEAD");
}

void FakeEndpoint::answer(QTcpSocket* socket, const FakeAnswer& result, bool head) {
    QByteArray text = "HTTP/1.1 " + QByteArray::number(result.status) + " X\r\n";
    for (const auto& [name, value] : result.headers)
        text += name + ": " + value + "\r\n";
    text += "Content-Length: " + QByteArray::number(result.body.size()) + "\r\n\r\n";
    socket->write(text);
    if (!head && breakDownloadAfter >= 0 && result.body.size() > breakDownloadAfter) {
        socket->write(result.body.left(breakDownloadAfter));
        breakDownloadAfter = -1;
        socket->disconnectFromHost();
        return;
    }
    if (!head) socket->write(result.body);
}

FakeAnswer FakeEndpoint::route(const FakeRequest& request) {
    if (also)
        if (const auto own = also(request)) return *own;
    const json session{
        {"user_id", newUuid()},
        {"teams",
         {{{"team_id", team.text()}, {"team_name", "Team"}, {"member_id", me.text()}, {"role", "owner"}}}}};
    if (request.path == "/api/me") return jsonAnswer(200, session);
    if (request.path == "/api/sign-in")
        return jsonAnswer(202, {{"attempt_id", newUuid()}, {"expires_in_s", 600}});
    if (request.path.startsWith("/api/sign-in/")) {
        const json body = json::parse(request.body.toStdString());
        if (body.value("code", "") == "000000") return problem(400, "code_wrong");
        json answer = session;
        answer["token"] = token;
        return jsonAnswer(200, answer);
    }
    if (request.path.startsWith("/api/uploads/")) return upload(request);
    if (request.path == "/api/stripe/create-checkout") {
        const std::string key = request.headers.value("idempotency-key").toStdString();
        const auto [known, isNew] = answers_.try_emplace(key);
        if (isNew)
            known->second = jsonAnswer(
                201, {{"order_id", newUuid()}, {"url", "https://pay.example.org/x"}, {"expires_at", 1}});
        return known->second;
    }
    const QString prefix = "/api/teams/" + QString::fromStdString(team.text());
    if (!request.path.startsWith(prefix)) return problem(404, "not_found");
    return teamRoute(request, request.path.mid(prefix.size()));
}

FakeAnswer FakeEndpoint::teamRoute(const FakeRequest& request, const QString& rest) {
    if (rest == "/snapshot") return snapshot(request);
    if (rest == "/changes") return changes(request);
    if (rest == "/uploads") return upload(request);
    if (rest.startsWith("/payments/")) {
        if (rest.endsWith("/cancel")) orderState = "cancelled";
        return jsonAnswer(200, {{"state", orderState}});
    }
    const QStringList parts = rest.split('/');
    if (request.method == "GET" && parts.value(1) == "headshots")
        return content(request, parts.value(2).toStdString());
    if (request.changes()) return command(request, rest);
    return problem(404, "not_found");
}

FakeAnswer FakeEndpoint::command(const FakeRequest& request, const QString& rest) {
    const std::string id = request.headers.value("idempotency-key").toStdString();
    if (!isUuid(id)) return problem(400, "invalid_input");
    if (const auto known = answers_.find(id); known != answers_.end()) return known->second;
    return answers_[id] = carryOut(request, rest, id);
}

FakeAnswer FakeEndpoint::carryOut(const FakeRequest& request, const QString& rest, const std::string& id) {
    const json body = request.body.isEmpty() ? json::object() : json::parse(request.body.toStdString());
    const QStringList parts = rest.split('/');
    if (rest == "/credits/allocate") {
        const auto parsed = credits::parseAllocate(body);
        if (!parsed) return problem(400, "invalid_input");
        const FakeAnswer done = credits(*parsed, id);
        if (done.status == 200) allocated.push_back(parsed->lines.front().credits);
        return done;
    }
    if (rest == "/credits/reassign") {
        const auto parsed = credits::parseReassign(body);
        return parsed ? credits(*parsed, id) : problem(400, "invalid_input");
    }
    if (rest == "/headshots/generate") return generate(body, id);
    if (parts.value(1) == "headshots" && request.method == "PATCH") {
        const auto row = rows_.find({static_cast<int>(RowKind::Headshot), parts.value(2).toStdString()});
        if (row == rows_.end()) return problem(404, "not_found");
        json changed = row->second;
        changed.update(body);
        ++version;
        put(RowKind::Headshot, row->first.second, changed);
        executed.push_back(id);
        announce();
        return jsonAnswer(200, {{"version", version}});
    }
    return problem(404, "not_found");
}

FakeAnswer FakeEndpoint::credits(const credits::Command& asked, const std::string& id) {
    const auto decided = credits::decide(state, asked);
    if (!decided)
        return {statusOf(decided.error().code),
                QByteArray::fromStdString([&] {
                    json refusal = credits::toJson(decided.error());
                    refusal["code"] = std::string(name(decided.error().code));
                    return refusal.dump();
                }()),
                {{"Content-Type", "application/problem+json"}}};
    credits::applyPostings(state, *decided);
    ++version;
    putBalances();
    std::int64_t ordinal = 0;
    for (const credits::Posting& posting : *decided) {
        sync::TransferRow row;
        row.id = TransferId::make();
        row.version = version;
        row.ordinal = ordinal++;
        row.from = posting.from;
        row.fromMember = posting.fromMember;
        row.to = posting.to;
        row.toMember = posting.toMember;
        row.credits = posting.credits;
        row.reason = posting.reason;
        row.commandId = CommandId::trusted(id);
        put(RowKind::Transfer, row.id.text(), row);
    }
    executed.push_back(id);
    announce();
    return jsonAnswer(200, {{"version", version}});
}

FakeAnswer FakeEndpoint::generate(const json& body, const std::string& id) {
    for (const json& photo : body.at("photo_ids")) {
        const auto row = rows_.find({static_cast<int>(RowKind::Photo), photo.get<std::string>()});
        if (row == rows_.end() || row->second.at("state") != "usable")
            return problem(409, "photo_not_usable");
    }
    credits::Hold hold;
    hold.member = MemberId::trusted(body.at("member_id"));
    hold.source = *sync::fromName<sync::CreditSource>(body.at("source").get<std::string>());
    for (const json& style : body.at("styles"))
        for (int i = 0; i < style.at("count").get<int>(); ++i)
            hold.headshots.push_back(HeadshotId::make());
    const auto decided = credits::decide(state, hold);
    if (!decided) return problem(409, name(decided.error().code));
    credits::applyPostings(state, *decided);
    ++version;
    putBalances();
    json ids = json::array();
    for (const HeadshotId& headshot : hold.headshots) {
        sync::HeadshotRow row;
        row.id = headshot;
        row.memberId = hold.member;
        row.requestId = RequestId::trusted(id);
        put(RowKind::Headshot, headshot.text(), row);
        ids.push_back(headshot.text());
    }
    executed.push_back(id);
    announce();
    return jsonAnswer(202, {{"version", version}, {"request_id", id}, {"headshot_ids", ids}});
}

FakeAnswer FakeEndpoint::snapshot(const FakeRequest& request) {
    const auto from = static_cast<std::size_t>(request.query.queryItemValue("page").toInt());
    json rows = json::array();
    std::size_t index = 0;
    bool more = false;
    for (const auto& [key, row] : rows_) {
        if (index >= from + static_cast<std::size_t>(snapshotPageRows)) {
            more = true;
            break;
        }
        if (index++ >= from)
            rows.push_back({{"kind", std::string(name(static_cast<RowKind>(key.first)))}, {"row", row}});
    }
    json page{{"version", version}, {"cursor", nullptr}, {"rows", rows}, {"next_page", nullptr}};
    if (more)
        page["next_page"] = std::to_string(index);
    else
        page["cursor"] = std::to_string(epoch_) + "-" + std::to_string(version);
    return jsonAnswer(200, page);
}

FakeAnswer FakeEndpoint::changes(const FakeRequest& request) {
    const std::string cursor = request.query.queryItemValue("cursor").toStdString();
    const auto parts = split(cursor, '-');
    if (parts.size() != 2 || parts[0] != std::to_string(epoch_)) return problem(409, "resync_required");
    const std::int64_t after = parseInteger(parts[1]).value_or(0);
    json list = json::array();
    std::int64_t reached = after;
    bool more = false;
    for (const Change& change : log_) {
        if (change.version <= after) continue;
        if (static_cast<int>(list.size()) >= changesPageRows && change.version != reached) {
            more = true;
            break;
        }
        reached = change.version;
        list.push_back({{"kind", std::string(name(static_cast<RowKind>(change.kind)))},
                        {"id", change.id},
                        {"deleted", false},
                        {"row", rows_.at({change.kind, change.id})}});
    }
    return jsonAnswer(200, {{"cursor", std::to_string(epoch_) + "-" + std::to_string(reached)},
                            {"version", version},
                            {"changes", list},
                            {"more", more}});
}

FakeAnswer FakeEndpoint::upload(const FakeRequest& request) {
    if (request.headers.value("tus-resumable") != "1.0.0") return problem(412, "precondition_failed");
    if (request.method == "POST") {
        std::string photo;
        for (const QByteArray& pair : request.headers.value("upload-metadata").split(','))
            if (pair.startsWith("photo_id ")) photo = QByteArray::fromBase64(pair.mid(9)).toStdString();
        if (!isUuid(photo)) return problem(400, "invalid_input");
        std::string id;
        for (const auto& [known, knownPhoto] : uploadPhotos)
            if (knownPhoto == photo) id = known;
        if (id.empty()) id = newUuid();
        uploadPhotos[id] = photo;
        uploads[id];
        uploadLengths[id] = request.headers.value("upload-length").toLongLong();
        return {201,
                {},
                {{"Location", "/api/uploads/" + QByteArray::fromStdString(id)}, {"Tus-Resumable", "1.0.0"}}};
    }
    const std::string id = request.path.mid(13).toStdString();
    const auto known = uploads.find(id);
    if (known == uploads.end()) return problem(404, "not_found");
    if (request.method == "DELETE") {
        uploads.erase(id);
        uploadPhotos.erase(id);
        return {204, {}, {}};
    }
    if (request.method == "PATCH") {
        if (request.headers.value("upload-offset").toLongLong() != known->second.size())
            return problem(409, "offset_mismatch");
        known->second += request.body;
        if (known->second.size() == uploadLengths[id])
            setPhotoState(uploadPhotos[id], sync::PhotoState::Checking);
    }
    return {request.method == "PATCH" ? 204 : 200,
            {},
            {{"Upload-Offset", QByteArray::number(known->second.size())},
             {"Upload-Length", QByteArray::number(uploadLengths[id])},
             {"Cache-Control", "no-store"}}};
}

FakeAnswer FakeEndpoint::content(const FakeRequest& request, const std::string& headshot) {
    const auto known = blobs.find(headshot);
    if (known == blobs.end()) return problem(404, "not_found");
    if (request.path.endsWith("/preview")) return {200, "preview of " + known->second.left(8), {}};
    lastRange = request.headers.value("range");
    if (!lastRange.startsWith("bytes=")) return {200, known->second, {}};
    const qint64 from = lastRange.mid(6).chopped(1).toLongLong();
    return {206, known->second.mid(from), {}};
}

} // namespace headroom::client::testing
