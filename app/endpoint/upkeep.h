#pragma once

#include "app/endpoint/housekeeping.h"
#include "app/endpoint/services.h"
#include "app/endpoint/workers.h"
#include "core/data_copy/data_copies.h"
#include "core/headshots/headshot_queue.h"
#include "core/headshots/headshots.h"
#include "core/payments/reconciler.h"

#include <memory>

namespace headroom::endpoint {

/// What the endpoint does besides answering: sweeps and purges, the reconciler, and the workers that check
/// photos and make headshots.
class Upkeep {
public:
    static Result<std::unique_ptr<Upkeep>> start(Services& services);
    /// Gives unfinished jobs back.
    ~Upkeep();

    /// There may be work: look now rather than at the next poll. Quick, any thread.
    void wakeWorkers();

private:
    explicit Upkeep(Services& services);
    void addSweeps();
    void addPayments();
    Result<void> startWorkers();

    Services& services_;
    photos::PhotoLibrary photos_;
    headshots::Headshots headshots_;
    data_copy::DataCopies dataCopies_;
    std::unique_ptr<payments::Reconciler> reconciler_;
    headshots::HeadshotQueue queue_;
    std::unique_ptr<Workers> workers_; ///< none when a separate worker does it
    Housekeeping housekeeping_;
};

} // namespace headroom::endpoint
