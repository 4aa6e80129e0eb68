#include "core/generators/studio_generator.h"

#include <algorithm>
#include <atomic>
#include <set>

namespace headroom::generators {

/// One worker process and what it still owes.
class StudioGenerator::Run {
public:
    Run(RenderChild child, const GenerationRequest& request)
        : child_(std::move(child))
        , folder_(request.folder) {
        for (const SourcePhoto& photo : request.photos)
            photos_.insert(photo.id);
        for (const WantedHeadshot& headshot : request.headshots)
            owed_.insert(headshot.id);
    }

    Fetched fetch(std::chrono::milliseconds wait) {
        Fetched fetched;
        if (!over_) {
            const auto reply = child_.next(wait);
            if (!reply)
                fetched = end(reply.error());
            else if (*reply)
                fetched = take(**reply);
        }
        fetched.finished = over_;
        return fetched;
    }

    double progress() const { return progress_; }
    pid_t processId() const { return child_.processId(); }

private:
    Fetched take(const WorkerReply& reply) {
        return std::visit([this](const auto& one) { return on(one); }, reply);
    }

    Fetched on(const reply::Looking& looking) {
        suspect_ = looking.photo;
        return {};
    }
    Fetched on(const reply::Progress& progress) {
        progress_ = progress.done;
        return {};
    }
    Fetched on(const reply::Made& made) {
        // Told by a process that may be under a stranger's control: only what was asked for counts.
        if (!photos_.contains(made.photo) || made.mediaType != "image/jpeg" ||
            owed_.erase(made.headshot) == 0)
            return end({ErrorCode::GeneratorFailed, "a worker process made what nobody asked for"});
        suspect_ = {};
        Fetched fetched;
        fetched.made.push_back({made.headshot, made.photo, resultFile(folder_, made.headshot), made.mediaType,
                                made.width, made.height, made.variantJson});
        return fetched;
    }
    Fetched on(const reply::Unmade& unmade) {
        if (owed_.erase(unmade.headshot) == 0)
            return end({ErrorCode::GeneratorFailed, "a worker process refused what nobody asked for"});
        Fetched fetched;
        fetched.unmade.push_back({unmade.headshot, {unmade.code, unmade.detail}, unmade.verdict});
        return fetched;
    }
    Fetched on(const reply::Failed& failed) { return end({failed.code, failed.detail}); }
    Fetched on(const reply::Checked&) { return unasked(); }
    Fetched on(const reply::Previewed&) { return unasked(); }
    Fetched on(const reply::Prepared&) { return unasked(); }
    Fetched on(const reply::Judged&) { return unasked(); }
    Fetched on(const reply::Finished&) {
        return end({ErrorCode::GeneratorFailed, "a worker process forgot a headshot"});
    }

    Fetched unasked() {
        return end({ErrorCode::GeneratorFailed, "a worker process answered what nobody asked"});
    }

    /// What is still owed is not coming. Whose fault it is shows when it happens again and again; if the
    /// process died while it looked at a photo, that photo is to blame.
    Fetched end(Error error) {
        over_ = true;
        progress_ = 1;
        if (!suspect_.empty())
            error = {ErrorCode::PhotoNotUsable, error.detail + " while it looked at a photo"};
        Fetched fetched;
        for (const HeadshotId& id : owed_)
            fetched.unmade.push_back({id, error, Verdict::TryAgain});
        owed_.clear();
        return fetched;
    }

    RenderChild child_;
    std::filesystem::path folder_;
    std::set<PhotoId> photos_;
    std::set<HeadshotId> owed_;
    PhotoId suspect_;
    std::atomic<double> progress_ = 0;
    bool over_ = false;
};

StudioGenerator::StudioGenerator(RenderProgram program, std::function<bool(std::string_view)> knowsStyle)
    : program_(std::move(program))
    , knowsStyle_(std::move(knowsStyle)) {}

StudioGenerator::~StudioGenerator() = default;

Traits StudioGenerator::traits() const {
    return {.headshotsPerSubmit = 120,
            .photosLeave = false,
            .survivesUs = false,
            .origin = Origin::Altered,
            .judging = Judging::Within};
}

std::shared_ptr<StudioGenerator::Run> StudioGenerator::find(std::string_view handle) const {
    const std::lock_guard lock(mutex_);
    const auto found = runs_.find(handle);
    return found == runs_.end() ? nullptr : found->second;
}

Result<std::string> StudioGenerator::submit(const GenerationRequest& request, std::string_view attemptId) {
    const auto life =
        program_.life + program_.lifePerHeadshot * static_cast<std::int64_t>(request.headshots.size());
    RenderChild child = TRY(RenderChild::start(program_, RenderOrder{request}, life));
    std::string handle(attemptId);
    const std::lock_guard lock(mutex_);
    runs_[handle] = std::make_shared<Run>(std::move(child), request);
    return handle;
}

Result<std::optional<std::string>> StudioGenerator::findAttempt(std::string_view attemptId) {
    if (!find(attemptId)) return std::optional<std::string>();
    return std::optional(std::string(attemptId));
}

Result<void> StudioGenerator::resume(const GenerationRequest&, std::string_view handle) {
    // The work of another process died with it; this process's own never needs taking up.
    return fail(ErrorCode::NotFound, "the studio does not have " + std::string(handle) + " any more");
}

Result<Fetched> StudioGenerator::fetch(std::string_view handle, std::chrono::milliseconds wait) {
    const auto run = find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work");
    return run->fetch(wait);
}

Result<double> StudioGenerator::progress(std::string_view handle) {
    const auto run = find(handle);
    if (!run) return fail(ErrorCode::NotFound, "no such work");
    return run->progress();
}

void StudioGenerator::cancel(std::string_view handle) {
    std::shared_ptr<Run> run;
    {
        const std::lock_guard lock(mutex_);
        const auto found = runs_.find(handle);
        if (found == runs_.end()) return;
        run = std::move(found->second);
        runs_.erase(found);
    }
    // Killed here, without the lock, when nobody fetches any more.
}

std::optional<pid_t> StudioGenerator::processOf(std::string_view handle) const {
    const auto run = find(handle);
    return run ? std::optional(run->processId()) : std::nullopt;
}

} // namespace headroom::generators
