#include "app/endpoint/workers.h"

#include "app/endpoint/render/render_program.h"
#include "core/generators/choice/team_choice.h"

namespace headroom::endpoint {

Workers::Workers(const Clock& clock, database::Database& database, storage::BlobStore& blobs,
                 const faces::InstalledModels& models)
    : blobs_(blobs)
    , photos_(database, blobs, clock, headshots::HeadshotQueue::needsPhoto)
    , queue_(database, clock)
    , inspector_(renderProgram({.runtime = models.runtime, .matte = {}, .likeness = {}}))
    , judge_(renderProgram({.runtime = models.runtime, .matte = {}, .likeness = models.likeness})) {}

Result<std::unique_ptr<Workers>> Workers::start(const EndpointConfig& config, const Clock& clock,
                                                database::Database& database, storage::BlobStore& blobs,
                                                GeneratorChain& chain, std::filesystem::path scratch) {
    if (config.workers < 1) return fail(ErrorCode::InvalidInput, "HEADROOM_WORKERS must be at least 1");
    std::unique_ptr<Workers> workers(new Workers(clock, database, blobs, chain.models()));
    const auto choose = [&database](const TeamId& team) {
        return database.read(
            [&](database::Session& session) { return generators::choice::teamChoice(session, team); });
    };
    generators::RunnerOptions options;
    options.name = "endpoint-" + newUuid();
    options.scratch = std::move(scratch);
    options.threads = config.workers;
    workers->runner_ = std::make_unique<generators::JobRunner>(
        generators::RunnerParts{
            .queue = workers->queue_,
            .library = workers->photos_,
            .blobs = workers->blobs_,
            .inspector = workers->inspector_,
            .judge = workers->judge_,
            .chain = chain.all(),
            .mayLeave = [choose](const TeamId& team, const generators::Generator& generator) -> Result<bool> {
                return TRY(choose(team)).mayLeave(generator.name());
            },
            .choose = choose,
            .spending = &chain.spending()},
        std::move(options));
    TRY(workers->runner_->start());
    return workers;
}

Workers::~Workers() {
    if (runner_) runner_->stop();
}

void Workers::wake() {
    runner_->wake();
}

} // namespace headroom::endpoint
