#include "app/endpoint/upkeep.h"

#include "core/base/log.h"
#include "core/storage/orphan_sweep.h"
#include "core/sync/command_store.h"
#include "core/sync/feed_reader.h"
#include "core/sync/sync_limits.h"
#include "core/teams/audit_log.h"
#include "core/teams/teams_limits.h"

namespace headroom::endpoint {

namespace {

constexpr int minuteMs = 60'000;
constexpr int hourMs = 60 * minuteMs;
constexpr std::int64_t dayMs = 24LL * hourMs;
/// The reconciler's own schedule says which orders are due; this is how often it is asked.
constexpr int reconcileMs = 30'000;
/// Bytes that no row knows are left alone for that long: their row may be about to come.
constexpr std::int64_t orphanAgeMs = dayMs;

template <class T>
void report(std::string_view task, const Result<T>& outcome) {
    if (!outcome)
        log::warning("endpoint.upkeep", "a task failed",
                     {{"task", task}, {"error", describe(outcome.error())}});
}

Result<void> purgeFeed(Services& services) {
    const Timestamp before = services.clock.now().plusMs(-sync::changesKeptMs);
    const auto teams = TRY(services.database.read(
        [&](database::Session& session) { return sync::teamsToPurge(session, before, 100); }));
    for (const TeamId& team : teams) {
        std::int64_t purged = 0;
        do {
            purged = TRY(services.database.write([&](database::Transaction& transaction) {
                return sync::purgeChanges(transaction, team, before);
            }));
        } while (purged > 0);
    }
    return {};
}

} // namespace

Upkeep::Upkeep(Services& services)
    : services_(services)
    , photos_(services.database, services.blobs, services.clock, headshots::HeadshotQueue::needsPhoto)
    , headshots_(services.database, services.blobs, services.clock)
    , dataCopies_(services.database, services.blobs, services.clock)
    , queue_(services.database, services.clock) {}

void Upkeep::addSweeps() {
    housekeeping_.add("uploads", 5 * minuteMs, [this] { report("uploads", services_.uploads.sweep()); });
    if (services_.config.photoDays > 0)
        housekeeping_.add("old photos", 10 * minuteMs, [this] {
            report("old photos",
                   photos_.retire(services_.clock.now().plusMs(-dayMs * services_.config.photoDays)));
        });
    housekeeping_.add("photo bytes", 10 * minuteMs, [this] { report("photo bytes", photos_.purgeBytes()); });
    housekeeping_.add("deleted headshots", 10 * minuteMs,
                      [this] { report("deleted headshots", headshots_.purgeDeleted()); });
    // After the two above, so that nothing small stays of what has just gone.
    housekeeping_.add("previews", 10 * minuteMs, [this] {
        report("previews", services_.previews.sweep(
                               "photos/", [this](const auto& key) { return photos_.knowsBlob(key); }));
        report("previews", services_.previews.sweep(
                               "headshots/", [this](const auto& key) { return headshots_.knowsBlob(key); }));
    });
    housekeeping_.add("sign-in", hourMs, [this] { report("sign-in", services_.signIn.prune()); });
    housekeeping_.add("feed", hourMs, [this] { report("feed", purgeFeed(services_)); });
    housekeeping_.add("answers", hourMs, [this] {
        report("answers", services_.database.write([this](database::Transaction& transaction) {
            return sync::pruneAnswers(transaction, services_.clock.now().plusMs(-sync::answersKeptMs));
        }));
    });
    housekeeping_.add("audit", hourMs, [this] {
        report("audit", services_.database.write([this](database::Transaction& transaction) {
            return teams::pruneAudit(transaction, services_.clock.now().plusMs(-teams::auditKeptMs));
        }));
    });
    housekeeping_.add("orphans", 6 * hourMs, [this] {
        const Timestamp before = services_.clock.now().plusMs(-orphanAgeMs);
        report("orphans", storage::sweepOrphans(services_.blobs, "photos/", before,
                                                [this](const auto& key) { return photos_.knowsBlob(key); }));
        report("orphans",
               storage::sweepOrphans(services_.blobs, "headshots/", before,
                                     [this](const auto& key) { return headshots_.knowsBlob(key); }));
        report("orphans",
               storage::sweepOrphans(services_.blobs, "data-copies/", before,
                                     [this](const auto& key) { return dataCopies_.knowsBlob(key); }));
        report("unfinished blobs", services_.blobs.sweepUnfinished(before));
        report("unfinished previews", services_.previews.store().sweepUnfinished(before));
    });
    housekeeping_.add("generators", 10 * minuteMs, [this] { services_.generators.check(); });
    housekeeping_.add("spending", hourMs,
                      [this] { report("spending", services_.generators.spending().prune()); });
    housekeeping_.add("services", hourMs, [this] { report("services", services_.journal.prune()); });
    housekeeping_.add("deadlines", minuteMs, [this] { report("deadlines", queue_.sweepDeadlines()); });
}

void Upkeep::addPayments() {
    if (!services_.gateway) return;
    reconciler_ = std::make_unique<payments::Reconciler>(services_.database, *services_.gateway,
                                                         services_.clock, "endpoint-" + newUuid());
    housekeeping_.add("reconciler", reconcileMs, [this] { report("reconciler", reconciler_->runOnce()); });
}

Result<std::unique_ptr<Upkeep>> Upkeep::start(Services& services) {
    std::unique_ptr<Upkeep> upkeep(new Upkeep(services));
    upkeep->addSweeps();
    upkeep->addPayments();
    TRY(upkeep->startWorkers());
    upkeep->housekeeping_.start();
    return upkeep;
}

Result<void> Upkeep::startWorkers() {
    // A SQLite file is one process's: what a killed endpoint had under way is taken up at once, not after its
    // leases.
    if (services_.config.database == "sqlite") {
        TRY(queue_.endAllLeases());
        TRY(photos_.endAllLeases());
    }
    if (services_.config.workers == 0) return {};
    workers_ = TRY(Workers::start(services_.config, services_.clock, services_.database, services_.blobs,
                                  services_.generators, services_.config.dataFolder / "scratch"));
    return {};
}

Upkeep::~Upkeep() {
    workers_.reset();
    housekeeping_.stop();
}

void Upkeep::wakeWorkers() {
    if (workers_) workers_->wake();
}

} // namespace headroom::endpoint
