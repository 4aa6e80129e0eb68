#pragma once

#include "app/endpoint/config/endpoint_config.h"
#include "app/endpoint/desk/watched_generator.h"
#include "core/base/clock.h"
#include "core/faces/installed_models.h"
#include "core/generators/choice/spending.h"
#include "core/generators/choice/team_choice.h"
#include "core/generators/custom/custom_generator.h"
#include "core/generators/generator.h"
#include "core/generators/picture_children.h"
#include "core/generators/replicate/replicate_generator.h"
#include "core/generators/stability/stability_generator.h"
#include "core/generators/studio_generator.h"
#include "core/http/client/client.h"
#include "core/services/service_journal.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::endpoint {

/// The wake-up channel on which a webhook tells every process that a generator elsewhere is finished; the
/// payload is "<generator> <handle>".
inline constexpr std::string_view generatorWakeChannel = "generator";

/// The generators that the operator has opened, in the operator's order, and everything that they need. Made
/// once by the endpoint and once by each worker process. Any thread.
class GeneratorChain {
public:
    /// InvalidInput for settings that cannot be right; nobody is asked over the network yet. How they fare is
    /// noted in the journal, which must live longer.
    static Result<std::unique_ptr<GeneratorChain>> open(const EndpointConfig& config,
                                                        database::Database& database, const Clock& clock,
                                                        const faces::InstalledModels& models,
                                                        services::ServiceJournal& journal);
    ~GeneratorChain();

    const std::vector<generators::Generator*>& all() const { return all_; }
    generators::choice::Names names() const;
    /// NotFound.
    Result<generators::Generator*> find(std::string_view name) const;
    generators::choice::Spending& spending() { return spending_; }
    const faces::InstalledModels& models() const { return models_; }

    /// Asks a service whether it is there and takes what we send; nothing is made or paid for. What is wrong
    /// is logged and noted. The answer is a sentence for people. Blocks for seconds.
    Result<std::string> check(std::string_view generator);
    /// All of them: a task of the housekeeping.
    void check();

    /// What a webhook said, from generatorWakeChannel.
    void bringNews(std::string_view payload);

    /// What Replicate's webhooks are signed with: of the settings, or as Replicate says, which is asked once.
    Result<std::vector<std::string>> replicateSecrets();
    /// What the callbacks of a model of one's own are signed with. Unavailable when there is none.
    Result<std::vector<std::string>> customSecrets() const;

private:
    GeneratorChain(const EndpointConfig& config, database::Database& database, const Clock& clock,
                   const faces::InstalledModels& models, services::ServiceJournal& journal);
    Result<void> openReplicate(const EndpointConfig& config);
    Result<std::string> ask(std::string_view generator);

    const GeneratorsConfig config_;
    const faces::InstalledModels models_;
    const Clock& clock_;
    services::ServiceJournal& journal_;
    generators::choice::Spending spending_;
    generators::ChildPreparer preparer_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<generators::StudioGenerator> studio_;
    std::unique_ptr<generators::replicate::ReplicateClient> replicateClient_;
    std::unique_ptr<generators::replicate::ReplicateGenerator> replicate_;
    std::unique_ptr<generators::stability::StabilityGenerator> stability_;
    std::unique_ptr<generators::custom::CustomGenerator> custom_;
    std::vector<std::unique_ptr<WatchedGenerator>> watched_;
    std::vector<generators::Generator*> all_;
    std::mutex mutex_;
    std::vector<std::string> replicateSecrets_;
};

} // namespace headroom::endpoint
