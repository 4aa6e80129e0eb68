#include "app/sandbox/replicate/replicate_store.h"

#include <algorithm>

namespace headroom::sandbox {

namespace {

/// What nobody can ask for any more.
bool isPast(const Json& object, Timestamp now) {
    constexpr std::int64_t dayMs = 24LL * 3600 * 1000;
    return object.value("kind", "") != "secret" && object.value("_at", now.ms) < now.ms - 7 * dayMs;
}

} // namespace

Result<std::unique_ptr<ReplicateStore>> ReplicateStore::open(const std::filesystem::path& folder,
                                                             Timestamp now) {
    std::error_code problem;
    std::filesystem::create_directories(folder / "bytes", problem);
    if (problem) return fail(ErrorCode::FileAccess, "cannot make the state directory: " + problem.message());
    std::unique_ptr<ReplicateStore> store(new ReplicateStore);
    store->folder_ = folder;
    bool malformed = false;
    store->journal_ = TRY(Journal::open((folder / "replicate.jsonl").string(), [&](Json line) {
        const bool ours = line.is_object() && line.contains("kind") && line.contains("id");
        malformed = malformed || !ours;
        if (ours) store->apply(std::move(line));
    }));
    if (malformed) return fail(ErrorCode::Corrupt, "journal has a line that is not ours");
    std::vector<Json> kept;
    for (auto& [kind, ids] : store->order_) {
        for (const std::string& id : ids)
            if (const Json& object = store->objects_[{kind, id}]; !isPast(object, now))
                kept.push_back(object);
    }
    store->objects_.clear();
    store->order_.clear();
    for (const Json& object : kept)
        store->apply(object);
    TRY(store->journal_->rewrite(kept));
    return store;
}

void ReplicateStore::apply(Json object) {
    const Key key{object["kind"].get<std::string>(), object["id"].get<std::string>()};
    if (object.value("_removed", false)) {
        objects_.erase(key);
        std::erase(order_[key.first], key.second);
        return;
    }
    if (objects_.insert_or_assign(key, std::move(object)).second) order_[key.first].push_back(key.second);
}

const Json* ReplicateStore::find(std::string_view kind, std::string_view id) const {
    const auto found = objects_.find({std::string(kind), std::string(id)});
    return found == objects_.end() ? nullptr : &found->second;
}

std::vector<std::string> ReplicateStore::ids(std::string_view kind) const {
    const auto found = order_.find(kind);
    return found == order_.end() ? std::vector<std::string>() : found->second;
}

Result<void> ReplicateStore::put(const Json& object) {
    TRY(journal_->append(object));
    apply(object);
    return {};
}

Result<void> ReplicateStore::remove(std::string_view kind, std::string_view id) {
    std::error_code ignored;
    std::filesystem::remove(bytesOf(id), ignored);
    return put(Json{{"kind", kind}, {"id", id}, {"_removed", true}});
}

} // namespace headroom::sandbox
