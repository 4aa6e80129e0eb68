#pragma once

#include "core/generators/render_protocol.h"
#include "core/studio/variants.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace headroom::render {

using Progress = std::function<void(float done)>;

struct RenderedFile {
    std::string bytes;
    std::string mediaType;
    int width = 0;
    int height = 0;
};

/// What the loop drives: the studio, or a test's engine.
class RenderEngine {
public:
    /// A photo that is ready to be rendered.
    class Photo {
    public:
        virtual ~Photo() = default;
    };

    virtual ~RenderEngine() = default;
    virtual Result<generators::reply::Checked> check(std::string_view bytes) = 0;
    virtual Result<std::unique_ptr<Photo>> analyse(std::string_view bytes, const Progress& progress) = 0;
    virtual Result<RenderedFile> render(const Photo& photo, std::string_view style,
                                        const studio::Variant& variant, const Progress& progress) = 0;
};

/// Reads orders from `in`, one a line, until its end, and answers each on `out` (see render_protocol.h).
/// Answers with the exit status of the process.
int runRenderLoop(RenderEngine& engine, int in, int out);

} // namespace headroom::render
