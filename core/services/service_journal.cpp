#include "core/services/service_journal.h"

#include "core/base/log.h"
#include "core/services/services_limits.h"

#include <algorithm>

namespace headroom::services {

namespace {

constexpr std::string_view upsertMishap = R"sql(
    INSERT INTO service_mishaps (kind, name, words, last_at, times) VALUES ($1, $2, $3, $4, 1)
    ON CONFLICT (kind, name, words) DO UPDATE SET last_at = excluded.last_at, times = service_mishaps.times + 1)sql";

constexpr std::string_view keepNewest = R"sql(
    DELETE FROM service_mishaps WHERE kind = $1 AND name = $2 AND last_at <
        (SELECT MIN(last_at) FROM (SELECT last_at FROM service_mishaps WHERE kind = $1 AND name = $2
         ORDER BY last_at DESC LIMIT $3) AS newest))sql";

constexpr std::string_view upsertWorked = R"sql(
    INSERT INTO services_worked (kind, name, worked_at) VALUES ($1, $2, $3)
    ON CONFLICT (kind, name) DO UPDATE SET worked_at = excluded.worked_at
    WHERE services_worked.worked_at < excluded.worked_at)sql";

constexpr std::string_view selectMishaps = R"sql(
    SELECT words, last_at, times FROM service_mishaps WHERE kind = $1 AND name = $2
    ORDER BY last_at DESC, words LIMIT $3)sql";

constexpr std::string_view selectWorked =
    "SELECT worked_at FROM services_worked WHERE kind = $1 AND name = $2";

constexpr std::string_view deleteOld = "DELETE FROM service_mishaps WHERE last_at < $1";

/// Mail servers repeat addresses in what they say; those of other teams are nobody's business.
std::string withoutAddresses(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        kept += word.find('@') == std::string_view::npos ? word : std::string_view("(address)");
        if (end < text.size()) kept += ' ';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return kept;
}

/// Not within a character of several bytes.
void shorten(std::string& text, std::size_t most) {
    if (text.size() <= most) return;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
}

} // namespace

std::string_view name(ServiceKind kind) {
    switch (kind) {
    case ServiceKind::Generator:
        return "generator";
    case ServiceKind::Storage:
        return "storage";
    case ServiceKind::Mail:
        return "mail";
    case ServiceKind::Payments:
        return "payments";
    }
    __builtin_unreachable();
}

std::optional<ServiceKind> serviceKindNamed(std::string_view wanted) {
    for (const auto kind :
         {ServiceKind::Generator, ServiceKind::Storage, ServiceKind::Mail, ServiceKind::Payments})
        if (name(kind) == wanted) return kind;
    return std::nullopt;
}

std::string wordsOf(const Error& error) {
    std::string words = error.detail;
    if (words.empty()) {
        words = name(error.code);
        std::ranges::replace(words, '_', ' ');
    }
    std::ranges::replace_if(
        words, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    words = withoutAddresses(words);
    shorten(words, mishapWordsMax - 1);
    if (words.front() >= 'a' && words.front() <= 'z') words.front() = static_cast<char>(words.front() - 32);
    if (words.back() != '.' && words.back() != '!' && words.back() != '?') words += '.';
    return words;
}

ServiceJournal::ServiceJournal(database::Database& database, const Clock& clock)
    : database_(database)
    , clock_(clock)
    , thread_([this] { loop(); }) {}

ServiceJournal::~ServiceJournal() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void ServiceJournal::failed(const Service& service, const Error& error) {
    add({service, wordsOf(error), clock_.now()});
}

void ServiceJournal::worked(const Service& service) {
    add({service, {}, clock_.now()});
}

void ServiceJournal::add(Note note) {
    {
        const std::lock_guard lock(mutex_);
        Last& last = last_[note.service];
        if (note.words.empty()) {
            const bool troubled = last.failed >= last.worked;
            if (!troubled && note.at.ms - last.worked.ms < workedEveryMs) return;
            // After the mishap that it ends, also within the same millisecond.
            if (troubled) note.at = std::max(note.at, last.failed.plusMs(1));
            last.worked = note.at;
        } else {
            note.at = std::max(note.at, last.worked);
            last.failed = note.at;
        }
        if (waiting_.size() >= notesWaitingMax) return;
        waiting_.push_back(std::move(note));
    }
    changed_.notify_all();
}

void ServiceJournal::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        const std::vector<Note> notes(waiting_.begin(), waiting_.end());
        waiting_.clear();
        writing_ = true;
        lock.unlock();
        write(notes);
        lock.lock();
        writing_ = false;
        changed_.notify_all();
    }
}

void ServiceJournal::write(const std::vector<Note>& notes) {
    const auto written = database_.write([&](database::Transaction& transaction) -> Result<void> {
        for (const Note& note : notes) {
            const auto kind = name(note.service.kind);
            if (note.words.empty()) {
                TRY(transaction.execute(upsertWorked, {kind, note.service.name, note.at}));
                continue;
            }
            TRY(transaction.execute(upsertMishap, {kind, note.service.name, note.words, note.at}));
            TRY(transaction.execute(keepNewest, {kind, note.service.name, mishapsKept}));
        }
        return {};
    });
    if (!written)
        log::warning("services.journal", "how services fared was not written down",
                     {{"error", describe(written.error())}});
}

Result<Health> ServiceJournal::healthOf(const Service& service) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.empty() && !writing_; });
    }
    return database_.read([&](database::Session& session) -> Result<Health> {
        Health health;
        const auto kind = name(service.kind);
        for (const database::Row& row : TRY(session.query(selectMishaps, {kind, service.name, mishapsShown})))
            health.mishaps.push_back({row.text("words"), row.moment("last_at"), row.integer("times")});
        const auto worked = TRY(session.one(selectWorked, {kind, service.name}));
        const Timestamp workedAt = worked ? worked->moment("worked_at") : Timestamp{-1};
        if (!health.mishaps.empty() && health.mishaps.front().lastAt >= workedAt)
            health.problem = health.mishaps.front();
        return health;
    });
}

Result<std::int64_t> ServiceJournal::prune() {
    const Timestamp border = clock_.now().plusMs(-mishapsKeptMs);
    return database_.write(
        [&](database::Transaction& transaction) { return transaction.execute(deleteOld, {border}); });
}

} // namespace headroom::services
