#pragma once

#include "core/headshots/headshot_queue.h"
#include "core/headshots/headshots.h"
#include "tests/core/credits/ledger_team.h"
#include "tests/core/photos/library_fixture.h"

namespace headroom::test {

using headshots::ClaimedRequest;
using headshots::CompletedHeadshot;
using headshots::FailureKind;
using headshots::FailureOutcome;
using headshots::GenerateRequest;
using headshots::HeadshotQueue;
using headshots::Headshots;
using headshots::JobRef;
using headshots::Requested;
using headshots::StyleCount;

/// A team with credits, photos, headshots and a queue whose retries need no waiting.
class HeadshotFixture : public TeamFixture {
public:
    explicit HeadshotFixture(database::Engine engine, std::int64_t poolCredits = 100,
                             std::shared_ptr<database::Faults> faults = nullptr)
        : TeamFixture(engine, std::move(faults))
        , ledger(*database, 2)
        , store(*database, *blobs, clock)
        , queue(*database, clock, {.lease = 60'000, .retryDelayCap = 0}) {
        team = ledger.id();
        member = ledger.member(0);
        if (poolCredits > 0) ledger.buy(poolCredits);
        photo = addPhoto(member);
    }

    static bool knowsStyle(std::string_view style) { return style.starts_with("style"); }

    GenerateRequest wanted(int count, std::string style = "style_a") const {
        return {.id = RequestId::make(),
                .member = member,
                .requester = member,
                .photos = {photo},
                .styles = {{std::move(style), count}},
                .source = sync::CreditSource::Pool};
    }
    /// A refusal becomes an error, and is committed: it must have written nothing.
    Result<Requested> request(const GenerateRequest& wanted) {
        auto answer = write([&](sync::TeamWrite& w) {
            return Headshots::request(w, wanted, knowsStyle,
                                      {.command = CommandId::make(), .actor = wanted.requester});
        });
        if (!answer) return fail(answer.error());
        if (!*answer) return fail(credits::asError(answer->error()));
        return std::move(**answer);
    }
    sync::HeadshotRow find(const HeadshotId& id) {
        return *must(database->read([&](database::Session& s) { return Headshots::find(s, team, id); }));
    }
    Result<void> remove(const HeadshotId& id) {
        return write([&](sync::TeamWrite& w) { return Headshots::remove(w, id, {}); });
    }
    Result<void> restore(const HeadshotId& id) {
        return write([&](sync::TeamWrite& w) { return Headshots::restore(w, id); });
    }
    Result<int> cancel(const RequestId& id) {
        return write([&](sync::TeamWrite& w) { return Headshots::cancel(w, id, {}); });
    }
    ClaimedRequest claim(std::string_view worker = "w") {
        auto claimed = must(queue.claim(worker));
        if (!claimed) qFatal("nothing to claim");
        return std::move(*claimed);
    }
    bool nothingToClaim() {
        const auto claimed = must(queue.claim("w"));
        return !claimed || claimed->jobs.empty();
    }
    void endLeases() { execute("UPDATE headshot_jobs SET lease_until = 1 WHERE lease_until IS NOT NULL"); }

    /// Stores bytes and says what they are.
    CompletedHeadshot made(const JobRef& job) {
        const std::string bytes = "headshot " + job.headshot.text() + std::to_string(job.attempt);
        const std::string key = headshots::headshotBlobKey(team, job.headshot, job.attempt);
        storage::MemorySource source(bytes);
        must(blobs->put(*storage::BlobKey::parse(key),
                        {static_cast<std::int64_t>(bytes.size()), toHex(sha256(bytes)), "image/jpeg"},
                        source));
        return {.photo = photo,
                .variantJson = "{}",
                .generator = "test",
                .blobKey = key,
                .mediaType = "image/jpeg",
                .sha256 = toHex(sha256(bytes)),
                .sizeBytes = static_cast<std::int64_t>(bytes.size()),
                .width = 1024,
                .height = 1280};
    }
    Result<void> complete(const JobRef& job) { return queue.complete(team, job, made(job)); }

    std::int64_t rows(const std::string& table) { return number("SELECT COUNT(*) AS n FROM " + table); }

    LedgerTeam ledger;
    Headshots store;
    HeadshotQueue queue;
    PhotoId photo;
};

} // namespace headroom::test
