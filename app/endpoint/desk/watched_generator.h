#pragma once

#include "core/generators/generator.h"
#include "core/services/service_journal.h"

namespace headroom::endpoint {

/// A generator whose mishaps are written down. Both must live longer.
class WatchedGenerator final : public generators::Generator {
public:
    WatchedGenerator(generators::Generator& generator, services::ServiceJournal& journal)
        : generator_(generator)
        , journal_(journal)
        , service_{services::ServiceKind::Generator, std::string(generator.name())} {}

    std::string_view name() const override { return generator_.name(); }
    generators::Traits traits() const override { return generator_.traits(); }
    bool knowsStyle(std::string_view style) const override { return generator_.knowsStyle(style); }
    generators::Cost expectedCost(std::string_view style) const override {
        return generator_.expectedCost(style);
    }
    Result<std::string> submit(const generators::GenerationRequest& request,
                               std::string_view attemptId) override;
    Result<std::optional<std::string>> findAttempt(std::string_view attemptId) override {
        return generator_.findAttempt(attemptId);
    }
    Result<void> resume(const generators::GenerationRequest& request, std::string_view handle) override {
        return generator_.resume(request, handle);
    }
    Result<generators::Fetched> fetch(std::string_view handle, std::chrono::milliseconds wait) override;
    Result<double> progress(std::string_view handle) override { return generator_.progress(handle); }
    void cancel(std::string_view handle) override { generator_.cancel(handle); }

private:
    generators::Generator& generator_;
    services::ServiceJournal& journal_;
    const services::Service service_;
};

} // namespace headroom::endpoint
