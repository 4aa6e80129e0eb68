#include "core/database/migrations.h"

#include "core/base/crypto.h"
#include "core/base/ensure.h"
#include "core/base/text.h"

#include <algorithm>

namespace headroom::database {

namespace {

constexpr std::string_view createTable = R"sql(
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number      INTEGER PRIMARY KEY,
        name        TEXT NOT NULL,
        sha256      TEXT NOT NULL,
        applied_at  BIGINT NOT NULL
    ))sql";

constexpr std::string_view claimMigration = R"sql(
    INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (number) DO NOTHING)sql";

constexpr std::string_view selectApplied =
    "SELECT number, name, sha256 FROM schema_migrations ORDER BY number";

struct Migration {
    std::int64_t number = 0;
    std::string_view name;
    std::string_view sql;
    std::string sha256;
};

std::vector<Migration> ordered(std::span<const EmbeddedFile> files) {
    std::vector<Migration> migrations;
    for (const EmbeddedFile& file : files) {
        const auto number = parseInteger(file.name.substr(0, 4));
        ENSURE(number && *number > 0 && file.name.ends_with(".sql"));
        migrations.push_back({*number, file.name, file.content, toHex(headroom::sha256(file.content))});
    }
    std::ranges::sort(migrations, {}, &Migration::number);
    for (std::size_t i = 0; i < migrations.size(); ++i)
        ENSURE(migrations[i].number == static_cast<std::int64_t>(i) + 1); // no gaps, no number twice
    return migrations;
}

std::string inDialect(std::string_view sql, const Dialect& dialect) {
    static constexpr std::string_view mark = "@blob@";
    std::string text(sql);
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
        text.replace(at, mark.size(), dialect.blobType);
    return text;
}

Result<void> checkApplied(Session& session, const std::vector<Migration>& migrations) {
    const Rows rows = TRY(session.query(selectApplied));
    for (const Row& row : rows) {
        const auto number = row.integer("number");
        const auto known = std::ranges::find(migrations, number, &Migration::number);
        if (known == migrations.end())
            return fail(ErrorCode::SchemaFromFuture,
                        "migration " + row.text("name") + " is not known to this version");
        if (known->sha256 != row.text("sha256"))
            return fail(ErrorCode::Corrupt,
                        "migration " + row.text("name") + " differs from the one applied");
    }
    return {};
}

} // namespace

Result<void> migrate(Database& database, std::span<const EmbeddedFile> files, const Clock& clock) {
    const std::vector<Migration> migrations = ordered(files);
    TRY(database.write([&](Transaction& transaction) -> Result<void> {
        TRY(transaction.script(createTable));
        return checkApplied(transaction, migrations);
    }));
    for (const Migration& migration : migrations) {
        TRY(database.write([&](Transaction& transaction) -> Result<void> {
            // Asked inside the transaction: several endpoints may start on one database at the same moment.
            // The insert comes first, so that the second of them waits on the primary key and then finds the
            // row.
            const auto claimed = TRY(transaction.execute(
                claimMigration, {migration.number, migration.name, migration.sha256, clock.now()}));
            if (claimed == 0) return {};
            return transaction.script(inDialect(migration.sql, transaction.dialect()));
        }));
    }
    return {};
}

} // namespace headroom::database
