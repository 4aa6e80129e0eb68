#pragma once

#include "core/generators/render_child.h"

namespace headroom::endpoint {

/// This very program, in its role as the child that decodes and renders what came from outside.
inline generators::RenderProgram renderProgram() {
    generators::RenderProgram program;
    program.program = std::filesystem::read_symlink("/proc/self/exe");
    program.arguments = {"render"};
    return program;
}

} // namespace headroom::endpoint
