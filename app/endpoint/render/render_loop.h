#pragma once

#include "core/generators/render_protocol.h"
#include "core/studio/studio.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::render {

using Progress = std::function<void(float done)>;

struct RenderedFile {
    std::string bytes;
    std::string mediaType;
    int width = 0;
    int height = 0;
    generators::Likeness likeness = generators::Likeness::NotChecked;
};

/// What the loop drives: the studio, or a test's engine.
class RenderEngine {
public:
    /// A photo that is ready to be rendered.
    class Photo {
    public:
        virtual ~Photo() = default;
        /// What drew the person's outline, as kept with the headshot.
        virtual studio::Matte matte() const { return studio::Matte::Standard; }
    };

    virtual ~RenderEngine() = default;
    virtual Result<generators::reply::Checked> check(std::string_view bytes) = 0;
    virtual Result<std::unique_ptr<Photo>>
    analyse(std::string_view bytes, generators::LikenessConsent consent, const Progress& progress) = 0;
    /// ResultNotUsable and LikenessLost, too: what was drawn is looked at before anybody hears of it.
    virtual Result<RenderedFile> render(const Photo& photo, std::string_view style,
                                        const studio::Variant& variant, const Progress& progress) = 0;
    /// The errors of generators::PhotoPreparer and generators::ResultJudge.
    virtual Result<RenderedFile> prepare(std::string_view bytes, const generators::Preparation& wanted) = 0;
    virtual Result<RenderedFile> judge(std::string_view bytes, const generators::RawResult& result) = 0;
};

using EngineFactory = std::function<Result<std::unique_ptr<RenderEngine>>()>;

/// Reads one order from `in`, confines the process to the files that it names and to `engineFiles`, makes the
/// engine (which may start threads and read those), carries the order out and answers on `out` (see
/// render_protocol.h). One order, one process: nothing of one member's photo is there when the next one's is
/// opened. Answers with the exit status of the process.
int runRenderOrder(const EngineFactory& createEngine, int in, int out,
                   const std::vector<std::filesystem::path>& engineFiles = {});

} // namespace headroom::render
