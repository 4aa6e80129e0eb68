#include "app/sandbox/stripe/stripe_store.h"

#include "app/sandbox/stripe/sandbox_limits.h"

#include <filesystem>

namespace headroom::sandbox {

namespace {

/// What Stripe would have forgotten by now. `_at` is the moment in milliseconds.
bool isPast(const Json& object, Timestamp now) {
    const std::string kind = object.value("object", "");
    const std::int64_t age = now.ms - object.value("_at", now.ms);
    if (kind == "idempotency") return age > idempotencyKeptMs;
    if (kind == "event") return age > eventsKeptMs;
    return false;
}

} // namespace

Result<std::unique_ptr<StripeStore>> StripeStore::open(const std::string& directory, const Clock& clock) {
    std::error_code problem;
    std::filesystem::create_directories(directory, problem);
    if (problem) return fail(ErrorCode::FileAccess, "cannot make the state directory: " + problem.message());
    std::unique_ptr<StripeStore> store(new StripeStore);
    bool malformed = false;
    store->journal_ = TRY(Journal::open(directory + "/stripe.jsonl", [&](Json line) {
        malformed = malformed || !line.is_array();
        if (malformed) return;
        for (Json& object : line) {
            malformed =
                malformed || !object.is_object() || !object.contains("object") || !object.contains("id");
            if (!malformed) store->apply(std::move(object));
        }
    }));
    if (malformed) return fail(ErrorCode::Corrupt, "journal has a line that is not ours");
    TRY(store->compact(clock.now()));
    return store;
}

const Json* StripeStore::find(std::string_view kind, std::string_view id) const {
    const auto table = tables_.find(kind);
    if (table == tables_.end()) return nullptr;
    const auto object = table->second.objects.find(std::string(id));
    return object == table->second.objects.end() ? nullptr : &object->second;
}

const std::vector<std::string>& StripeStore::ids(std::string_view kind) const {
    static const std::vector<std::string> none;
    const auto table = tables_.find(kind);
    return table == tables_.end() ? none : table->second.order;
}

void StripeStore::apply(Json object) {
    Table& table = tables_[object["object"].get<std::string>()];
    const std::string id = object["id"].get<std::string>();
    if (table.objects.insert_or_assign(id, std::move(object)).second) {
        table.order.push_back(id);
        ++count_;
    }
}

void StripeStore::put(Json object) {
    Undo undo{object["object"].get<std::string>(), object["id"].get<std::string>(), std::nullopt};
    if (const Json* const before = find(undo.kind, undo.id)) undo.before = *before;
    undo_.push_back(std::move(undo));
    staged_.push_back(object);
    apply(std::move(object));
}

Result<void> StripeStore::commit() {
    if (broken_) return fail(ErrorCode::FileAccess, "the journal failed before");
    undo_.clear();
    if (staged_.empty()) return {};
    const Json line = std::exchange(staged_, Json::array());
    auto written = journal_->append(line);
    broken_ = !written;
    return written;
}

void StripeStore::rollback() {
    for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) {
        Table& table = tables_[undo->kind];
        if (undo->before) {
            table.objects[undo->id] = *std::move(undo->before);
            continue;
        }
        table.objects.erase(undo->id);
        table.order.pop_back(); // what was added last is taken back first
        --count_;
    }
    undo_.clear();
    staged_ = Json::array();
}

bool StripeStore::full() const {
    return count_ >= storedObjects;
}

Result<void> StripeStore::compact(Timestamp now) {
    std::vector<Json> lines;
    for (auto& [kind, table] : tables_) {
        std::vector<std::string> kept;
        for (const std::string& id : table.order) {
            if (isPast(table.objects[id], now)) {
                table.objects.erase(id);
                --count_;
                continue;
            }
            lines.push_back(Json::array({table.objects[id]}));
            kept.push_back(id);
        }
        table.order = std::move(kept);
    }
    return journal_->rewrite(lines);
}

} // namespace headroom::sandbox
