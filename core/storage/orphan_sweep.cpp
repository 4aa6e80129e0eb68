#include "core/storage/orphan_sweep.h"

#include "core/storage/storage_limits.h"

namespace headroom::storage {

Result<SweepReport> sweepOrphans(BlobStore& store, std::string_view prefix, Timestamp before,
                                 const std::function<Result<bool>(const BlobKey&)>& isKnown) {
    SweepReport report;
    std::string after;
    do {
        const BlobPage page = TRY(store.list(prefix, after, listPageMax));
        for (const BlobInfo& blob : page.blobs) {
            ++report.seen;
            if (blob.storedAt >= before) continue;
            if (TRY(isKnown(blob.key))) continue;
            TRY(store.remove(blob.key));
            ++report.removed;
        }
        after = page.next;
    } while (!after.empty());
    return report;
}

} // namespace headroom::storage
