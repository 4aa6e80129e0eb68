#include "app/endpoint/render/render_worker.h"

#include "app/endpoint/render/sandbox.h"
#include "app/endpoint/render/studio_engine.h"
#include "core/base/log.h"

#include <fcntl.h>
#include <unistd.h>

namespace headroom {

int renderWorkerMain(int argc, char**) {
    if (argc > 1) {
        log::error("render.worker", "takes no arguments");
        return 2;
    }
    if (const auto locked = render::enterSandbox(); !locked) {
        log::error("render.worker", "cannot lock itself in", {{"error", describe(locked.error())}});
        return 1;
    }
    // Libraries that print must not be taken for us.
    const int out = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (out < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 1;
    return render::runRenderOrder(render::createStudioEngine, STDIN_FILENO, out);
}

} // namespace headroom
