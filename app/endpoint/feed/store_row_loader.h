#pragma once

#include "core/sync/row_loader.h"

namespace headroom::endpoint {

/// Turns what the feed and snapshots name into rows, over the stores of all rooms. Without state; made where
/// it is needed, used inside one read block.
class StoreRowLoader final : public sync::RowLoader {
public:
    Result<std::vector<sync::LoadedRow>> load(database::Session& session, const sync::Viewer& viewer,
                                              sync::RowKind kind,
                                              const std::vector<std::string>& ids) override;
    Result<std::vector<sync::LoadedRow>> list(database::Session& session, const sync::Viewer& viewer,
                                              sync::RowKind kind, sync::Visible extent,
                                              std::int64_t afterNumber, const std::string& afterId,
                                              int limit) override;
};

} // namespace headroom::endpoint
