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
    if (models.runtime.empty()) return program; // nothing else runs the matte
    program.arguments.insert(program.arguments.end(), {"--runtime", models.runtime.string()});
    if (!models.matte.empty())
        program.arguments.insert(program.arguments.end(), {"--matte", models.matte.string()});
    return program;
}

} // namespace headroom::endpoint
