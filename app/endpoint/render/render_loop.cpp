#include "app/endpoint/render/render_loop.h"

#include "app/endpoint/render/render_limits.h"
#include "app/endpoint/render/render_preview.h"
#include "app/endpoint/render/sandbox.h"
#include "core/generators/generators_limits.h"
#include "core/storage/blob_streams.h"
#include "core/studio/studio_limits.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <vector>

namespace headroom::render {

namespace reply = generators::reply;
using generators::RenderOrder;
using generators::Verdict;
using generators::WantedHeadshot;

namespace {

/// Nobody listens any more: there is nothing left to do, and nothing to tidy that the system does not.
void say(int out, const generators::WorkerReply& what) {
    const std::string line = generators::formatReply(what) + "\n";
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t count = ::write(out, rest.data(), rest.size());
        if (count > 0)
            rest.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            ::_exit(0);
    }
}

/// Which failures lie in the photo, which in the order, which in the moment.
Verdict verdictOf(ErrorCode code) {
    if (code >= ErrorCode::PhotoNotAnImage && code <= ErrorCode::PhotoNotUsable) return Verdict::NoneEver;
    if (code == ErrorCode::Corrupt || code == ErrorCode::TooLarge) return Verdict::NoneEver;
    if (code == ErrorCode::NotFound || code == ErrorCode::InvalidInput || code == ErrorCode::LimitExceeded)
        return Verdict::TryOther;
    return Verdict::TryAgain;
}

std::string_view name(studio::Framing framing) {
    switch (framing) {
    case studio::Framing::Classic:
        return "classic";
    case studio::Framing::Close:
        return "close";
    case studio::Framing::Wide:
        return "wide";
    case studio::Framing::LeftOfMiddle:
        return "left_of_middle";
    case studio::Framing::RightOfMiddle:
        return "right_of_middle";
    }
    __builtin_unreachable();
}

std::string_view name(studio::LightSide light) {
    switch (light) {
    case studio::LightSide::Front:
        return "front";
    case studio::LightSide::Left:
        return "left";
    case studio::LightSide::Right:
        return "right";
    }
    __builtin_unreachable();
}

std::string_view name(studio::Matte matte) {
    switch (matte) {
    case studio::Matte::Standard:
        return "standard";
    case studio::Matte::Fine:
        return "fine";
    }
    __builtin_unreachable();
}

std::string variantJson(const studio::Variant& variant, studio::Matte matte, generators::Likeness likeness) {
    return nlohmann::json{{"framing", name(variant.framing)},
                          {"light", name(variant.light)},
                          {"backdrop", variant.backdrop},
                          {"matte", name(matte)},
                          {"likeness", generators::name(likeness)}}
        .dump();
}

/// One order to render: plans, analyses each photo that the plan needs once, renders.
class Rendering {
public:
    Rendering(RenderEngine& engine, const RenderOrder& order, int out)
        : engine_(engine)
        , request_(order.request)
        , out_(out) {
        for (std::size_t i = 0; i < request_.photos.size(); ++i)
            usable_.push_back(i);
    }

    void run() {
        // A photo that turns out to be no good changes the plan, the same way in every attempt.
        while (!prepare()) {
        }
        if (usable_.empty()) return refuseAll(*photoError_);
        for (const WantedHeadshot& wanted : request_.headshots)
            make(wanted);
    }

private:
    /// True when every photo that the plan needs is analysed; false when one fell out.
    bool prepare() {
        plans_.clear();
        for (const WantedHeadshot& wanted : request_.headshots) {
            if (usable_.empty()) return true;
            const auto variant = planned(wanted);
            if (!variant) continue; // said when its turn comes
            const std::size_t index = usable_[static_cast<std::size_t>(variant->photo)];
            if (analysed_.contains(index)) continue;
            if (!analyse(index)) return false;
        }
        return true;
    }

    bool analyse(std::size_t index) {
        const generators::SourcePhoto& source = request_.photos[index];
        say(out_, reply::Looking{source.id});
        const auto bytes = readPhoto(source.file);
        auto photo = bytes ? engine_.analyse(*bytes, request_.consent, progress())
                           : Result<std::unique_ptr<RenderEngine::Photo>>(fail(bytes.error()));
        if (photo) {
            analysed_.emplace(index, std::move(*photo));
            return true;
        }
        photoError_ = photo.error();
        usable_.erase(std::find(usable_.begin(), usable_.end(), index));
        return false;
    }

    Result<studio::Variant> planned(const WantedHeadshot& wanted) {
        auto plan = plans_.find(wanted.style);
        if (plan == plans_.end()) {
            auto made = TRY(studio::planVariants(static_cast<int>(usable_.size()), wanted.style,
                                                 wanted.styleCount, request_.seed));
            plan = plans_.emplace(wanted.style, std::move(made)).first;
        }
        const auto ordinal = static_cast<std::size_t>(wanted.ordinal);
        if (ordinal >= plan->second.size()) return fail(ErrorCode::InvalidInput, "ordinal of a headshot");
        return plan->second[ordinal];
    }

    void make(const WantedHeadshot& wanted) {
        const Result<void> made = render(wanted);
        if (!made) refuse(wanted, made.error());
        ++done_;
    }

    Result<void> render(const WantedHeadshot& wanted) {
        const studio::Variant variant = TRY(planned(wanted));
        const std::size_t index = usable_[static_cast<std::size_t>(variant.photo)];
        const RenderEngine::Photo& photo = *analysed_.at(index);
        const RenderedFile file = TRY(engine_.render(photo, wanted.style, variant, progress()));
        const auto path = generators::resultFile(request_.folder, wanted.id);
        {
            storage::FileSink sink = TRY(storage::FileSink::create(path));
            TRY(sink.write(file.bytes));
        }
        say(out_, reply::Made{.headshot = wanted.id,
                              .photo = request_.photos[index].id,
                              .width = file.width,
                              .height = file.height,
                              .mediaType = file.mediaType,
                              .variantJson = variantJson(variant, photo.matte(), file.likeness)});
        return {};
    }

    void refuse(const WantedHeadshot& wanted, const Error& error) {
        say(out_, reply::Unmade{wanted.id, error.code, verdictOf(error.code), error.detail});
    }

    void refuseAll(const Error& error) {
        for (const WantedHeadshot& wanted : request_.headshots)
            refuse(wanted, error);
    }

    /// Also the sign of life: the parent kills a silent worker.
    Progress progress() const {
        return [this](float stage) {
            const auto total = static_cast<double>(std::max<std::size_t>(1, request_.headshots.size()));
            say(out_,
                reply::Progress{(static_cast<double>(done_) + static_cast<double>(stage)) / (total + 1)});
        };
    }

    RenderEngine& engine_;
    const generators::GenerationRequest& request_;
    int out_;
    std::vector<std::size_t> usable_; ///< positions of the photos that the plan may use
    std::map<std::size_t, std::unique_ptr<RenderEngine::Photo>> analysed_;
    std::map<std::string, std::vector<studio::Variant>> plans_;
    std::optional<Error> photoError_;
    int done_ = 0;
};

void carryOut(RenderEngine* engine, const RenderOrder& order, int out) {
    if (order.request.photos.empty() || order.request.photos.size() > studio::maxPhotos)
        return say(out, reply::Failed{ErrorCode::InvalidInput, "number of photos"});
    Rendering(*engine, order, out).run();
    say(out, reply::Finished{});
}

Result<void> write(const std::filesystem::path& path, std::string_view bytes) {
    storage::FileSink sink = TRY(storage::FileSink::create(path));
    return sink.write(bytes);
}

Result<reply::Checked> checked(RenderEngine& engine, const generators::CheckOrder& order) {
    const std::string bytes = TRY(readPhoto(order.file));
    return engine.check(bytes);
}

Result<reply::Prepared> prepared(RenderEngine& engine, const generators::PrepareOrder& order) {
    const std::string bytes = TRY(readPhoto(order.file));
    const RenderedFile file = TRY(engine.prepare(bytes, order.wanted));
    TRY(write(generators::preparedFile(order.folder), file.bytes));
    return reply::Prepared{file.width, file.height};
}

Result<reply::Judged> judged(RenderEngine& engine, const generators::JudgeOrder& order) {
    const std::string bytes = TRY(readPhoto(order.result.file));
    const RenderedFile file = TRY(engine.judge(bytes, order.result));
    TRY(write(generators::judgedFile(order.folder), file.bytes));
    return reply::Judged{file.width, file.height, file.likeness};
}

/// The one answer of an order that has one.
template <class Answer>
void sayAnswer(const Result<Answer>& answer, int out) {
    if (!answer) return say(out, reply::Failed{answer.error().code, answer.error().detail});
    say(out, *answer);
    say(out, reply::Finished{});
}

void carryOut(RenderEngine* engine, const generators::CheckOrder& order, int out) {
    sayAnswer(checked(*engine, order), out);
}

void carryOut(RenderEngine* engine, const generators::PrepareOrder& order, int out) {
    sayAnswer(prepared(*engine, order), out);
}

void carryOut(RenderEngine* engine, const generators::JudgeOrder& order, int out) {
    sayAnswer(judged(*engine, order), out);
}

void carryOut(RenderEngine*, const generators::PreviewOrder& order, int out) {
    sayAnswer(makePreview(order), out);
}

/// A line without its end; nothing when the input ends before, or it is longer than an order can be.
std::optional<std::string> readLine(int in) {
    std::string line;
    while (line.size() <= generators::requestLineMax) {
        char buffer[16384];
        const ssize_t count = ::read(in, buffer, sizeof buffer);
        if (count == 0 || (count < 0 && errno != EINTR)) return std::nullopt;
        if (count > 0) line.append(buffer, static_cast<std::size_t>(count));
        if (!line.empty() && line.back() == '\n') {
            line.pop_back();
            return line;
        }
    }
    return std::nullopt;
}

using Files = std::vector<std::filesystem::path>;

/// What an order reads, and the one folder that it may write in.
Files filesOf(const RenderOrder& order) {
    Files files;
    for (const generators::SourcePhoto& photo : order.request.photos)
        files.push_back(photo.file);
    return files;
}
Files filesOf(const generators::JudgeOrder& order) {
    Files files{order.result.file};
    for (const generators::SourcePhoto& photo : order.result.sources)
        files.push_back(photo.file);
    return files;
}
template <class Order>
Files filesOf(const Order& order) {
    return {order.file};
}

const std::filesystem::path& folderOf(const RenderOrder& order) {
    return order.request.folder;
}
template <class Order>
const std::filesystem::path& folderOf(const Order& order) {
    return order.folder;
}

template <class Order>
Result<void> confineTo(const Order& order, Files readable) {
    const Files files = filesOf(order);
    readable.insert(readable.end(), files.begin(), files.end());
    return confineFiles(readable, folderOf(order));
}

Result<void> serve(const EngineFactory& createEngine, const std::string& line, int out,
                   const Files& engineFiles) {
    const generators::WorkerOrder order = TRY(generators::parseOrder(line));
    TRY(std::visit([&](const auto& one) { return confineTo(one, engineFiles); }, order));
    // A preview needs no models, which take most of a short-lived process's time to load.
    std::unique_ptr<RenderEngine> engine;
    if (!std::holds_alternative<generators::PreviewOrder>(order)) engine = TRY(createEngine());
    std::visit([&](const auto& one) { carryOut(engine.get(), one, out); }, order);
    return {};
}

} // namespace

int runRenderOrder(const EngineFactory& createEngine, int in, int out, const Files& engineFiles) {
    const auto line = readLine(in);
    if (!line) return 0; // the parent changed its mind
    // Memory that the limit refuses, and whatever a library throws: the order fails, the parent decides.
    try {
        const auto served = serve(createEngine, *line, out, engineFiles);
        if (!served) say(out, reply::Failed{served.error().code, served.error().detail});
        return served ? 0 : 1;
    } catch (const std::exception& exception) {
        say(out, reply::Failed{ErrorCode::GeneratorFailed, exception.what()});
        return 1;
    }
}

} // namespace headroom::render
