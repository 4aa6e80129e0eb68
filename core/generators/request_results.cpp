#include "core/base/crypto.h"
#include "core/base/log.h"
#include "core/generators/request_work.h"
#include "core/headshots/headshots.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace headroom::generators {

using headshots::FailureKind;

namespace {

/// Nothing of a comparison is kept but that there was one, and that it went well.
std::string withLikeness(const std::string& variantJson, Likeness likeness) {
    auto variant = nlohmann::json::parse(variantJson, nullptr, false);
    if (!variant.is_object()) variant = nlohmann::json::object();
    variant["likeness"] = name(likeness);
    return variant.dump();
}

/// Whether what the whole chain refused may go well another time.
FailureKind kindOf(ErrorCode code) {
    const bool final = code == ErrorCode::GeneratorRefused || code == ErrorCode::GeneratorUnpaid ||
                       code == ErrorCode::SpendingLimit || code == ErrorCode::Cancelled ||
                       code == ErrorCode::PhotoNotUsable;
    return final ? FailureKind::Final : FailureKind::Retry;
}

} // namespace

Result<void> RequestWork::finish(const Generator& generator, const MadeHeadshot& made) {
    const auto found = owed_.find(made.id);
    if (found == owed_.end()) return {}; // lost, or delivered twice
    const JobRef ref = found->second.ref;
    const auto fit = judged(generator, made);
    if (!fit) return turnDown(generator, ref, fit.error());
    const auto stored = store(generator, *fit, ref);
    if (!stored) return end(ref, stored.error().code, FailureKind::Retry);
    const auto completed = parts_.queue.complete(claimed_.team, ref, *stored);
    if (!completed && completed.error().code != ErrorCode::LeaseLost) return fail(completed.error());
    owed_.erase(made.id);
    std::error_code ignored;
    std::filesystem::remove(made.file, ignored);
    return {};
}

Result<MadeHeadshot> RequestWork::judged(const Generator& generator, const MadeHeadshot& made) {
    const Traits traits = generator.traits();
    if (traits.judging == Judging::Within) return made;
    const auto aside = TRY(ScratchFolder::make(folder_.path()));
    const JudgedResult result = TRY(parts_.judge.judge(
        {.file = made.file,
         .sources = photos_,
         .consent = claimed_.comparesFaces ? LikenessConsent::Given : LikenessConsent::NotGiven,
         .origin = traits.origin,
         .generator = std::string(generator.name())},
        aside.path()));
    std::error_code error;
    std::filesystem::rename(result.file, made.file, error);
    if (error) return fail(ErrorCode::FileAccess, "keep a judged result");
    MadeHeadshot fit = made;
    fit.mediaType = result.mediaType;
    fit.width = result.width;
    fit.height = result.height;
    fit.variantJson = withLikeness(made.variantJson, result.likeness);
    return fit;
}

Result<void> RequestWork::turnDown(const Generator& generator, const JobRef& ref, const Error& error) {
    log::warning("generators.judge", "a result is no headshot",
                 {{"headshot", ref.headshot.text()},
                  {"generator", std::string(generator.name())},
                  {"attempt", ref.attempt},
                  {"error", describe(error)}});
    const bool ourFault = error.code == ErrorCode::FileAccess || error.code == ErrorCode::DiskFull ||
                          error.code == ErrorCode::Unavailable;
    if (ourFault && generator.traits().survivesUs) return fail(error);
    return again(ref, error);
}

Result<headshots::CompletedHeadshot> RequestWork::store(const Generator& generator, const MadeHeadshot& made,
                                                        const JobRef& ref) {
    const std::int64_t size = TRY(storage::fileSize(TRY(storage::openToRead(made.file))));
    if (size <= 0 || size > headshotBytesMax) return fail(ErrorCode::GeneratorFailed, "size of a result");
    storage::FileSource source = TRY(storage::FileSource::open(made.file));
    Hasher hasher(Hasher::Algorithm::Sha256);
    std::vector<char> buffer(1 << 16);
    while (const std::size_t count = TRY(source.read(buffer.data(), buffer.size())))
        hasher.update({buffer.data(), count});
    const std::string digest = toHex(hasher.finish());
    const std::string key = headshots::headshotBlobKey(claimed_.team, ref.headshot, ref.attempt);
    TRY(source.rewind());
    TRY(parts_.blobs.put(TRY(storage::BlobKey::parse(key)), {size, digest, made.mediaType}, source));
    return headshots::CompletedHeadshot{.photo = made.photo,
                                        .variantJson = made.variantJson,
                                        .generator = std::string(generator.name()),
                                        .blobKey = key,
                                        .mediaType = made.mediaType,
                                        .sha256 = digest,
                                        .sizeBytes = size,
                                        .width = made.width,
                                        .height = made.height,
                                        .costMicros = made.cost.micros,
                                        .costCurrency = made.cost.currency};
}

Result<void> RequestWork::take(const UnmadeHeadshot& unmade) {
    const auto found = owed_.find(unmade.id);
    if (found == owed_.end()) return {};
    log::info("generators.runner", "a headshot was not made",
              {{"headshot", unmade.id.text()}, {"error", describe(unmade.error)}});
    switch (unmade.verdict) {
    case Verdict::TryAgain:
        return again(found->second.ref, unmade.error);
    case Verdict::NoneEver:
        return end(found->second.ref, unmade.error.code, FailureKind::Final);
    case Verdict::TryOther:
        refusals_[unmade.id] = {unmade.error, kindOf(unmade.error.code)};
        return {};
    }
    __builtin_unreachable();
}

Result<void> RequestWork::again(const JobRef& ref, const Error& error) {
    if (ref.attempt < 2) return end(ref, error.code, FailureKind::Retry);
    refusals_[ref.headshot] = {error, FailureKind::Retry};
    return {};
}

Result<void> RequestWork::refuse(const Batch& batch, const Error& error) {
    for (const ClaimedJob& job : batch)
        refusals_[job.ref.headshot] = {error, kindOf(error.code)};
    return {};
}

Result<void> RequestWork::end(const JobRef ref, ErrorCode code, FailureKind kind) {
    owed_.erase(ref.headshot);
    const auto failed = parts_.queue.failed(claimed_.team, ref, code, kind);
    if (!failed && failed.error().code != ErrorCode::LeaseLost) return fail(failed.error());
    return {};
}

Result<void> RequestWork::endRefused() {
    while (!owed_.empty()) {
        const JobRef ref = owed_.begin()->second.ref;
        const auto reason = refusals_.find(ref.headshot);
        if (reason == refusals_.end())
            TRY(end(ref, ErrorCode::GeneratorRefused, FailureKind::Final));
        else
            TRY(end(ref, reason->second.error.code, reason->second.kind));
    }
    return {};
}

Result<void> RequestWork::endAll(const Error& error) {
    log::warning("generators.runner", "photos cannot be fetched",
                 {{"request", claimed_.id.text()}, {"error", describe(error)}});
    const bool gone = error.code == ErrorCode::NotFound;
    while (!owed_.empty())
        TRY(end(owed_.begin()->second.ref, gone ? ErrorCode::PhotoNotUsable : error.code,
                gone ? FailureKind::Final : FailureKind::Retry));
    return {};
}

Result<void> RequestWork::drop(const Batch& batch) {
    for (const ClaimedJob& job : batch)
        owed_.erase(job.ref.headshot);
    return {};
}

} // namespace headroom::generators
