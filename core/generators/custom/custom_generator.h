#pragma once

#include "core/generators/custom/custom_client.h"
#include "core/generators/hosted/hosted_limits.h"
#include "core/generators/hosted/run_table.h"
#include "core/generators/picture_room.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace headroom::generators::custom {

struct CustomOptions {
    CustomAccess access;
    /// The styles that the model knows, and words for it that say how they look.
    std::map<std::string, std::string, std::less<>> styles;
    int photos = 3;       ///< that an order has at most, 1 to photosMax
    int photoEdge = 1536; ///< pixels of their longer sides
    Origin origin = Origin::Generated;
    Cost cost;            ///< of one headshot, as the operator believes
    std::string callback; ///< where the model may tell that it is finished; empty: it is asked
    std::chrono::milliseconds pollFirst{hosted::pollFirstMs};
    std::chrono::milliseconds pollLongest{hosted::pollLongestMs};
    std::chrono::milliseconds silence{hosted::silenceMs};
};

/// Headshots by a model of one's own, over a small HTTP contract (README.md). Photos count as leaving unless
/// the model runs on this machine. Nothing is made twice: orders carry the attempt's id, under which the
/// model knows them again.
class CustomGenerator final : public Generator {
public:
    /// InvalidInput for options that cannot be right. Client and preparer must live longer.
    static Result<std::unique_ptr<CustomGenerator>> create(CustomOptions options, http::Client& client,
                                                           PhotoPreparer& preparer);
    ~CustomGenerator() override;

    std::string_view name() const override { return "custom"; }
    Traits traits() const override;
    bool knowsStyle(std::string_view style) const override {
        return options_.styles.find(style) != options_.styles.end();
    }
    Cost expectedCost(std::string_view) const override { return options_.cost; }

    Result<std::string> submit(const GenerationRequest& request, std::string_view attemptId) override;
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override;
    Result<void> resume(const GenerationRequest& request, std::string_view handle) override;
    Result<Fetched> fetch(std::string_view handle, std::chrono::milliseconds wait) override;
    Result<double> progress(std::string_view handle) override;
    void cancel(std::string_view handle) override;

    /// The model called back about its work of that id: ask for it now. Unknown ones are somebody else's.
    void bringNews(std::string_view id);
    /// One round trip that costs nothing. Unavailable and the like as for headshots.
    Result<void> check();

private:
    class Run;

    CustomGenerator(CustomOptions options, std::unique_ptr<CustomClient> api, PhotoPreparer& preparer)
        : options_(std::move(options))
        , api_(std::move(api))
        , preparer_(preparer) {}

    Result<std::string> order(const GenerationRequest& request, std::string_view attemptId);
    Result<hosted::MultipartForm> orderForm(const GenerationRequest& request, std::string_view attemptId);

    const CustomOptions options_;
    std::unique_ptr<CustomClient> api_;
    PhotoPreparer& preparer_;
    hosted::RunTable<Run> runs_;
};

} // namespace headroom::generators::custom
