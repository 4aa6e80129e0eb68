#include "app/sandbox/cloudinary/cloudinary_sandbox.h"
#include "app/sandbox/replicate/replicate_sandbox.h"
#include "app/sandbox/sandbox_options.h"
#include "app/sandbox/stability/stability_sandbox.h"
#include "app/sandbox/stripe/stripe_sandbox.h"
#include "app/sandbox/vercel_blob/vercel_blob_sandbox.h"
#include "core/base/log.h"
#include "core/http/server/server.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <vector>

using namespace headroom;
using namespace headroom::sandbox;

namespace {

constexpr int drainMs = 2'000;

/// Before any thread starts, so that all inherit it and only sigwait() sees the signals.
sigset_t blockSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    sigdelset(&signals, SIGPIPE);
    return signals;
}

/// Appears with its content or not at all, since whoever waits for it reads at once.
Result<void> writePortFile(const std::string& path, int port) {
    const std::string temporary = path + ".new";
    {
        std::ofstream file(temporary);
        file << port << '\n';
        if (!file.flush()) return fail(ErrorCode::FileAccess, "cannot write the port file");
    }
    if (std::rename(temporary.c_str(), path.c_str()) != 0)
        return fail(ErrorCode::FileAccess, "cannot write the port file");
    return {};
}

std::string urlOf(const CommandLine& line, int port) {
    return "http://" + line.listen.substr(0, line.listen.rfind(':')) + ":" + std::to_string(port);
}

Result<void> serve(const CommandLine& line, const sigset_t& signals) {
    const SystemClock clock;
    SandboxOptions options;
    options.stateDirectory = line.stateDirectory;
    options.webhook = {line.webhookUrl, line.webhookSecret};
    const auto sandbox = TRY(StripeSandbox::create(std::move(options), clock));
    http::Router router;
    sandbox->addRoutes(router);
    const ReplicatePace pace = TRY(replicatePaceFromEnvironment());
    const auto replicate =
        TRY(ReplicateSandbox::create(std::filesystem::path(line.stateDirectory) / "replicate", pace, clock));
    replicate->addRoutes(router);
    StabilitySandbox stability(clock);
    stability.addRoutes(router);
    const auto cloudinary =
        TRY(CloudinarySandbox::create(std::filesystem::path(line.stateDirectory) / "cloudinary", clock));
    cloudinary->addRoutes(router);
    const auto vercelBlob =
        TRY(VercelBlobSandbox::create(std::filesystem::path(line.stateDirectory) / "vercel-blob", clock));
    vercelBlob->addRoutes(router);
    http::ServerOptions serverOptions;
    serverOptions.listen = line.listen;
    const auto server = TRY(http::Server::create(std::move(serverOptions), std::move(router)));
    const std::string url = urlOf(line, server->port());
    sandbox->start(url);
    replicate->start(url);
    vercelBlob->start(url);
    if (!line.portFile.empty()) TRY(writePortFile(line.portFile, server->port()));
    log::info("sandbox", "listening", {{"url", url}});
    int signal = 0;
    sigwait(&signals, &signal);
    server->shutdown(drainMs);
    replicate->stop();
    sandbox->stop();
    return {};
}

} // namespace

int main(int argc, char** argv) {
    const sigset_t signals = blockSignals();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto line = parseCommandLine(arguments);
    if (!line) {
        std::cerr << "headroom-sandbox: " << line.error().detail << "\nTry --help.\n";
        return 2;
    }
    switch (line->action) {
    case Action::ShowHelp:
        std::cout << usage();
        return 0;
    case Action::ShowVersion:
        std::cout << "headroom-sandbox " HEADROOM_VERSION "\n";
        return 0;
    case Action::Serve:
        break;
    }
    const auto served = serve(*line, signals);
    if (served) return 0;
    std::cerr << "headroom-sandbox: " << describe(served.error()) << "\n";
    return 1;
}
