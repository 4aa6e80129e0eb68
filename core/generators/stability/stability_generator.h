#pragma once

#include "core/generators/hosted/run_table.h"
#include "core/generators/picture_room.h"
#include "core/generators/stability/stability_client.h"
#include "core/generators/stability/stability_limits.h"
#include "core/generators/stability/stability_mapping.h"

#include <memory>

namespace headroom::generators::stability {

/// Pauses, which tests make short.
struct StabilityTiming {
    std::int64_t poll = pollMs;
    std::int64_t lockOut = lockOutMs;
    std::int64_t silence = 300'000; ///< as hosted::silenceMs
};

/// Results that would have to be enlarged are sent to the service's fast upscaler first.
enum class Upscaling : std::uint8_t { Never, WhenSmall };

struct StabilityOptions {
    StabilityAccess access;
    StabilityMapping mapping;
    Upscaling upscaling = Upscaling::WhenSmall;
    StabilityTiming timing;
};

/// Headshots by Stability AI: a new background with its light on the person, who stays as photographed. Work
/// on a new background goes on without us for a day and is taken up again by its id; a cut-out is made while
/// we wait and ends with this process. The service has neither idempotency keys nor lists: work whose answer
/// was lost on the way cannot be found again and is asked for anew.
class StabilityGenerator final : public Generator {
public:
    /// InvalidInput, as StabilityClient. The client, the preparer and the clock must live longer.
    static Result<std::unique_ptr<StabilityGenerator>> create(StabilityOptions options, http::Client& client,
                                                              PhotoPreparer& preparer, const Clock& clock);
    ~StabilityGenerator() override;

    std::string_view name() const override { return "stability"; }
    Traits traits() const override;
    bool knowsStyle(std::string_view style) const override { return options_.mapping.find(style) != nullptr; }

    Cost expectedCost(std::string_view style) const override;

    Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) override;
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override;
    Result<void> resume(const GenerationRequest& request, std::string_view handle) override;
    Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds wait) override;
    Result<double> progress(std::string_view handle) override;
    void cancel(std::string_view handle) override;

    /// One round trip that costs nothing: what is left of the account in the service's credits. Unavailable,
    /// GeneratorUnpaid and the like as for headshots.
    Result<double> balance();

private:
    class Run;

    StabilityGenerator(StabilityOptions options, std::unique_ptr<StabilityClient> api,
                       PhotoPreparer& preparer)
        : options_(std::move(options))
        , api_(std::move(api))
        , preparer_(preparer) {}

    Result<std::string> preparedBytes(const SourcePhoto& photo, const StyleWish& wish,
                                      const std::filesystem::path& folder);
    Result<std::string> beginRelight(const GenerationRequest& request, const StyleWish& wish,
                                     const SourcePhoto& photo, const std::string& bytes,
                                     std::string_view attemptId);
    Result<std::string> makeCutOut(const GenerationRequest& request, const StyleWish& wish,
                                   const SourcePhoto& photo, const std::string& bytes,
                                   std::string_view attemptId);
    Image enlarged(Image image, Cost& cost);
    std::shared_ptr<Run> begun(std::string handle, const GenerationRequest& request, const PhotoId& photo,
                               const StyleWish& wish);
    Cost costOf(const StyleWish& wish) const;

    const StabilityOptions options_;
    std::unique_ptr<StabilityClient> api_;
    PhotoPreparer& preparer_;
    hosted::RunTable<Run> runs_;
};

} // namespace headroom::generators::stability
