#pragma once

#include "core/database/database.h"

#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <vector>

// Many rows with few statements. The texts come in a handful of sizes, so that each is prepared once and
// reused.
namespace headroom::credits {

/// Appends `($k, $k+1, ...)`.
inline void appendPlaceholders(std::string& sql, std::size_t first, std::size_t count) {
    sql += '(';
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) sql += ", ";
        sql += '$';
        sql += std::to_string(first + i);
    }
    sql += ')';
}

/// `head` is up to and including VALUES, `tail` what follows the rows. Every row has `columns` parameters.
inline Result<void> insertRows(database::Session& session, std::string_view head, std::size_t columns,
                               std::string_view tail, const std::vector<database::Params>& rows) {
    std::size_t done = 0;
    while (done < rows.size()) {
        const std::size_t left = rows.size() - done;
        const std::size_t size = left >= 64 ? 64 : left >= 8 ? 8 : 1;
        std::string sql(head);
        database::Params params;
        params.reserve(size * columns);
        for (std::size_t i = 0; i < size; ++i) {
            sql += i == 0 ? " " : ", ";
            appendPlaceholders(sql, i * columns + 1, columns);
            const database::Params& row = rows[done + i];
            params.insert(params.end(), row.begin(), row.end());
        }
        sql += ' ';
        sql += tail;
        TRY(session.execute(sql, params));
        done += size;
    }
    return {};
}

/// Runs `head ($2, $3, ...) tail` with `first` as $1 for all ids, in chunks. Ids repeat within a chunk only
/// as padding, which IN does not mind.
template <class AnyId>
Result<void> queryByIds(database::Session& session, std::string_view head, std::string_view tail,
                        const database::Param& first, std::span<const AnyId> ids,
                        const std::function<void(const database::Row&)>& take) {
    std::size_t done = 0;
    while (done < ids.size()) {
        const std::size_t left = ids.size() - done;
        const std::size_t size = left > 16 ? 256 : left > 1 ? 16 : 1;
        std::string sql(head);
        sql += ' ';
        appendPlaceholders(sql, 2, size);
        sql += ' ';
        sql += tail;
        database::Params params{first};
        for (std::size_t i = 0; i < size; ++i)
            params.emplace_back(ids[std::min(done + i, ids.size() - 1)]);
        for (const database::Row& row : TRY(session.query(sql, params)))
            take(row);
        done += std::min(size, left);
    }
    return {};
}

} // namespace headroom::credits
