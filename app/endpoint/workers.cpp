#include "app/endpoint/workers.h"

#include "app/endpoint/render/render_program.h"
#include "core/studio/styles.h"

namespace headroom::endpoint {

Workers::Workers(const Clock& clock, database::Database& database, storage::BlobStore& blobs,
                 const faces::InstalledModels& models)
    : blobs_(blobs)
    , photos_(database, blobs, clock, headshots::HeadshotQueue::needsPhoto)
    , queue_(database, clock)
    , inspector_(renderProgram({.runtime = models.runtime, .matte = {}, .likeness = {}}))
    , judge_(renderProgram({.runtime = models.runtime, .matte = {}, .likeness = models.likeness}))
    , studio_(renderProgram(models),
              [](std::string_view style) { return studio::findStyle(style) != nullptr; }) {}

Result<std::unique_ptr<Workers>> Workers::start(const EndpointConfig& config, const Clock& clock,
                                                database::Database& database, storage::BlobStore& blobs,
                                                std::filesystem::path scratch) {
    if (config.workers < 1) return fail(ErrorCode::InvalidInput, "HEADROOM_WORKERS must be at least 1");
    std::unique_ptr<Workers> workers(
        new Workers(clock, database, blobs, faces::usableModels(config.modelsFolder)));
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
            .chain = {&workers->studio_},
            // The studio keeps photos here; nothing else is in the chain yet.
            .mayLeave = [](const TeamId&, const generators::Generator&) -> Result<bool> { return false; }},
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
