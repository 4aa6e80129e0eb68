#pragma once

#include "core/base/result.h"
#include "core/services/service_journal.h"

namespace headroom::endpoint {

/// Whether an error says something about the service itself, and not about what was asked of it: an owner
/// has nothing to repair when a blob is not there.
bool concernsService(ErrorCode code);

/// Writes down how a service fared in one call of it, and hands the result on.
template <class T>
Result<T> noted(services::ServiceJournal& journal, const services::Service& service, Result<T> result) {
    if (result)
        journal.worked(service);
    else if (concernsService(result.error().code))
        journal.failed(service, result.error());
    return result;
}

} // namespace headroom::endpoint
