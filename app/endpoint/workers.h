#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "app/endpoint/generator_chain.h"
#include "core/base/clock.h"
#include "core/database/database.h"
#include "core/generators/job_runner.h"
#include "core/generators/picture_children.h"
#include "core/generators/render_child.h"
#include "core/headshots/headshot_queue.h"
#include "core/photos/photo_library.h"
#include "core/storage/blob_store.h"

#include <filesystem>
#include <memory>

namespace headroom::endpoint {

/// The threads that check photos and make headshots: inside the endpoint, and alone in `headroom-endpoint
/// worker`. Any number of processes may have some over one database.
class Workers {
public:
    /// As many threads as the configuration says; at least one. `scratch` is this process's alone.
    static Result<std::unique_ptr<Workers>> start(const EndpointConfig& config, const Clock& clock,
                                                  database::Database& database, storage::BlobStore& blobs,
                                                  GeneratorChain& generators, std::filesystem::path scratch);
    /// Gives unfinished jobs back.
    ~Workers();

    /// There may be work: look now rather than at the next poll. Quick, any thread.
    void wake();

private:
    Workers(const Clock& clock, database::Database& database, storage::BlobStore& blobs,
            const faces::InstalledModels& models);

    storage::BlobStore& blobs_;
    photos::PhotoLibrary photos_;
    headshots::HeadshotQueue queue_;
    generators::ChildInspector inspector_;
    generators::ChildJudge judge_;
    std::unique_ptr<generators::JobRunner> runner_;
};

} // namespace headroom::endpoint
