#pragma once

#include "core/data_copy/data_copies.h"
#include "core/data_copy/data_copy_limits.h"
#include "core/data_copy/data_copy_maker.h"
#include "tests/core/headshots/headshot_fixture.h"
#include "tests/support/unzipped.h"

#include <nlohmann/json.hpp>

#include <QFile>

namespace headroom::test {

using data_copy::CopyTask;
using data_copy::DataCopies;
using data_copy::DataCopy;
using data_copy::DataCopyMaker;
using data_copy::DataCopyQueue;
using data_copy::Scope;
using data_copy::State;

/// Passes everything on, until it is told to fail; tells who puts something before it is there.
class MoodyStore final : public storage::BlobStore {
public:
    explicit MoodyStore(storage::BlobStore& store)
        : store_(store) {}

    Result<void> put(const storage::BlobKey& key, const storage::BlobContent& content,
                     storage::ByteSource& bytes) override {
        if (failPuts > 0) {
            --failPuts;
            return fail(ErrorCode::Unavailable, "the store is away");
        }
        auto done = store_.put(key, content, bytes);
        if (afterPut) afterPut();
        return done;
    }
    Result<void> get(const storage::BlobKey& key, std::optional<storage::ByteRange> range,
                     storage::ByteSink& sink) override {
        if (beforeGet) beforeGet(key);
        return store_.get(key, range, sink);
    }
    Result<storage::BlobInfo> head(const storage::BlobKey& key) override { return store_.head(key); }
    Result<void> remove(const storage::BlobKey& key) override { return store_.remove(key); }
    Result<storage::BlobPage> list(std::string_view prefix, std::string_view after, int limit) override {
        return store_.list(prefix, after, limit);
    }
    Result<int> sweepUnfinished(Timestamp before) override { return store_.sweepUnfinished(before); }
    Result<void> check() override { return store_.check(); }

    int failPuts = 0;
    std::function<void()> afterPut;
    std::function<void(const storage::BlobKey&)> beforeGet;

private:
    storage::BlobStore& store_;
};

/// A team of two with addresses, photos and headshots: the member asks for copies of their own data, and, as
/// an owner, of the team's.
class DataCopyFixture : public HeadshotFixture {
public:
    explicit DataCopyFixture(database::Engine engine, std::shared_ptr<database::Faults> faults = nullptr)
        : HeadshotFixture(engine, 100, std::move(faults))
        , other(ledger.member(1))
        , moody(*blobs)
        , copies(*database, moody, clock)
        , copyQueue(*database, clock,
                    [this](database::Transaction&, const CopyTask& task, Timestamp) -> Result<void> {
                        told.push_back(task.copy.text());
                        return {};
                    },
                    {.lease = 60'000, .firstPause = 0})
        , maker(must(DataCopyMaker::create({.database = *database,
                                            .blobs = moody,
                                            .clock = clock,
                                            .queue = copyQueue,
                                            .scratch = path() / "scratch"}))) {
        addPerson(member, "ana@example.com", "Ana Kovač", "owner");
        addPerson(other, "ben@example.com", "", "member");
    }

    void addPerson(const MemberId& id, const std::string& address, const std::string& name,
                   const std::string& role) {
        const UserId user = UserId::make();
        execute("INSERT INTO users (id, email_key, language, created_at) VALUES ($1, $2, 'de', 1)",
                {user, address});
        execute("UPDATE members SET user_id = $1, email_key = $2, name = $3, role = $4 WHERE id = $5",
                {user, address, name, role, id});
        execute(
            "INSERT INTO devices (id, user_id, token_hash, name, created_at, last_seen_at) VALUES ($1, $2, "
            "$3, $4, $5, $5)",
            {DeviceId::make(), user, "digest-of-" + address, "Laptop of " + address, clock.now()});
    }
    void call(const PhotoId& id, const std::string& name) {
        execute("UPDATE photos SET file_name = $1 WHERE id = $2", {name, id});
    }
    /// A finished headshot of that member.
    HeadshotId headshotOf(const MemberId& whose, const std::string& style) {
        GenerateRequest asked = wanted(1, style);
        asked.member = whose;
        asked.requester = whose;
        asked.photos = {addPhoto(whose)};
        const HeadshotId id = must(request(asked)).headshots[0];
        const ClaimedRequest claimed = claim();
        must(complete(claimed.jobs[0].ref));
        return id;
    }

    Result<DataCopy> ask(const MemberId& who, Scope scope = Scope::Own) {
        return write([&](sync::TeamWrite& w) { return DataCopies::request(w, who, scope); });
    }
    std::vector<DataCopy> listed(const MemberId& who) {
        return must(database->read(
            [&](database::Session& session) { return DataCopies::list(session, team, who, clock.now()); }));
    }
    Result<data_copy::DataCopyContent> content(const MemberId& who, const data_copy::DataCopyId& id) {
        return database->read([&](database::Session& session) {
            return DataCopies::content(session, team, who, id, clock.now());
        });
    }
    /// Prepares what waits, once; whether there was anything.
    bool work() {
        const std::atomic<bool> stopping{false};
        return must(maker.runOnce(stopping)) == DataCopyMaker::Did::Worked;
    }
    std::int64_t copyBlobs() { return blobCount("data-copies/"); }
    void endCopyLeases() { must(copyQueue.endAllLeases()); }

    /// What a finished copy holds.
    QMap<QString, QByteArray> opened(const MemberId& who, const data_copy::DataCopyId& id) {
        const auto facts = must(content(who, id));
        const auto file = path() / ("copy-" + id.text() + ".zip");
        must(blobs->getToFile(*storage::BlobKey::parse(facts.blobKey), file));
        QFile bytes(QString::fromStdString(file.string()));
        if (!bytes.open(QIODevice::ReadOnly)) qFatal("no copy");
        const std::string all = bytes.readAll().toStdString();
        if (static_cast<std::int64_t>(all.size()) != facts.sizeBytes || toHex(sha256(all)) != facts.sha256)
            qFatal("the copy's bytes are not what its row says");
        return unzipped(QString::fromStdString(file.string()));
    }
    static nlohmann::json dataOf(const QMap<QString, QByteArray>& files) {
        return nlohmann::json::parse(files.value(QStringLiteral("data.json")).toStdString());
    }

    MemberId other;
    MoodyStore moody;
    std::vector<std::string> told;
    DataCopies copies;
    DataCopyQueue copyQueue;
    DataCopyMaker maker;
};

} // namespace headroom::test
