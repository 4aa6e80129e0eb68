#pragma once

#include "core/faces/installed_models.h"
#include "core/generators/render_child.h"

namespace headroom::endpoint {

/// This very program, in its role as the child that decodes and renders what came from outside. Children that
/// are given a matte may use more memory, so that only those that make headshots should be.
inline generators::RenderProgram renderProgram(const faces::InstalledModels& models = {}) {
    generators::RenderProgram program;
    program.program = std::filesystem::read_symlink("/proc/self/exe");
    program.arguments = {"render"};
    const auto give = [&](const char* option, const std::filesystem::path& file) {
        if (file.empty()) return;
        program.arguments.insert(program.arguments.end(), {option, file.string()});
    };
    give("--runtime", models.runtime);
    if (!models.runtime.empty()) give("--matte", models.matte); // nothing else runs it
    give("--likeness", models.likeness);
    return program;
}

} // namespace headroom::endpoint
