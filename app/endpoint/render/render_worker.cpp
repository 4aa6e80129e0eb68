#include "app/endpoint/render/render_worker.h"

#include "app/endpoint/render/render_limits.h"
#include "app/endpoint/render/sandbox.h"
#include "app/endpoint/render/studio_engine.h"
#include "core/base/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <string_view>

namespace headroom {

namespace {

std::optional<faces::InstalledModels> readArguments(int argc, char** argv) {
    faces::InstalledModels models;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (i + 1 == argc) return std::nullopt;
        if (name == "--runtime")
            models.runtime = argv[i + 1];
        else if (name == "--matte")
            models.matte = argv[i + 1];
        else if (name == "--likeness")
            models.likeness = argv[i + 1];
        else
            return std::nullopt;
    }
    return models;
}

} // namespace

int renderWorkerMain(int argc, char** argv) {
    const auto models = readArguments(argc, argv);
    if (!models) {
        log::error("render.worker", "arguments: [--runtime FILE] [--matte FILE] [--likeness FILE]");
        return 2;
    }
    const std::int64_t memory =
        models->matte.empty() ? render::addressSpaceBytes : render::addressSpaceWithMatteBytes;
    if (const auto locked = render::enterSandbox(memory); !locked) {
        log::error("render.worker", "cannot lock itself in", {{"error", describe(locked.error())}});
        return 1;
    }
    // Libraries that print must not be taken for us.
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (out < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 1;
    std::vector<std::filesystem::path> files;
    for (const auto& file : {models->runtime, models->matte, models->likeness})
        if (!file.empty()) files.push_back(file);
    return render::runRenderOrder([&] { return render::createStudioEngine(*models); }, STDIN_FILENO, out,
                                  files);
}

} // namespace headroom
