#pragma once

#include "app/endpoint/config/endpoint_config.h"
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

#include <functional>
#include <map>
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
    /// InvalidInput for settings that cannot be right; nobody is asked over the network yet.
    static Result<std::unique_ptr<GeneratorChain>> open(const EndpointConfig& config,
                                                        database::Database& database, const Clock& clock,
                                                        const faces::InstalledModels& models);
    ~GeneratorChain();

    const std::vector<generators::Generator*>& all() const { return all_; }
    generators::choice::Names names() const;
    generators::choice::Spending& spending() { return spending_; }
    const faces::InstalledModels& models() const { return models_; }

    /// Asks each service whether it is there and takes what we send. What is wrong is logged, and kept for
    /// problemOf(). Blocks for seconds: a task of the housekeeping.
    void check();
    /// What was wrong at the last check; empty when nothing was.
    std::string problemOf(std::string_view generator) const;

    /// What a webhook said, from generatorWakeChannel.
    void bringNews(std::string_view payload);

    /// What Replicate's webhooks are signed with: of the settings, or as Replicate says, which is asked once.
    Result<std::vector<std::string>> replicateSecrets();
    /// What the callbacks of a model of one's own are signed with. Unavailable when there is none.
    Result<std::vector<std::string>> customSecrets() const;

private:
    GeneratorChain(const EndpointConfig& config, database::Database& database, const Clock& clock,
                   const faces::InstalledModels& models);
    Result<void> openReplicate(const EndpointConfig& config);
    void note(const std::string& generator, const Result<void>& checked);

    const GeneratorsConfig config_;
    const faces::InstalledModels models_;
    const Clock& clock_;
    generators::choice::Spending spending_;
    generators::ChildPreparer preparer_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<generators::StudioGenerator> studio_;
    std::unique_ptr<generators::replicate::ReplicateClient> replicateClient_;
    std::unique_ptr<generators::replicate::ReplicateGenerator> replicate_;
    std::unique_ptr<generators::stability::StabilityGenerator> stability_;
    std::unique_ptr<generators::custom::CustomGenerator> custom_;
    std::vector<generators::Generator*> all_;
    mutable std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> problems_;
    std::vector<std::string> replicateSecrets_;
};

} // namespace headroom::endpoint
