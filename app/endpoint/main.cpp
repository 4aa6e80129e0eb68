#include "app/endpoint/commands/commands.h"
#include "app/endpoint/render/render_worker.h"
#include "core/base/log.h"

#include <csignal>
#include <cstdio>
#include <string_view>

namespace headroom::endpoint {

std::string option(const Arguments& arguments, const std::string& name) {
    for (std::size_t i = 0; i + 1 < arguments.size(); ++i)
        if (arguments[i] == name) return arguments[i + 1];
    return {};
}

int complain(const std::string& what, int exitCode) {
    std::fprintf(stderr, "headroom-endpoint: %s\n", what.c_str());
    return exitCode;
}

namespace {

void printHelp() {
    std::printf(
        "headroom-endpoint %s: the sync endpoint of Headroom\n\n"
        "  headroom-endpoint [serve]             serve until SIGTERM or SIGINT\n"
        "  headroom-endpoint worker              check photos and make headshots only, over the same "
        "database\n"
        "  headroom-endpoint create-team --name NAME --owner E-MAIL [--owner-name NAME]\n"
        "  headroom-endpoint verify              recompute every balance; exit code 1 on a difference\n"
        "  headroom-endpoint move-blobs --from STORAGE --to STORAGE [--compare] [--remove-source]\n"
        "                                        copy all bytes to another storage; can be run again to go "
        "on\n\n"
        "Settings come from the environment:\n",
        HEADROOM_VERSION);
    for (const Setting& setting : settings()) {
        std::printf("  %-32s %s", setting.name, setting.help);
        if (*setting.fallback) std::printf(" [%s]", setting.fallback);
        std::printf("\n");
    }
}

void setLogLevel(const std::string& level) {
    if (level == "debug") log::setLevel(log::Level::Debug);
    if (level == "warning") log::setLevel(log::Level::Warning);
    if (level == "error") log::setLevel(log::Level::Error);
}

int run(const Arguments& arguments) {
    const auto config = readConfig();
    if (!config) return complain(config.error().detail, 2);
    setLogLevel(config->logLevel);
    const std::string command = arguments.empty() ? "serve" : arguments.front();
    if (command == "serve") return serve(*config, arguments);
    if (command == "worker") return worker(*config, arguments);
    if (command == "create-team") return createTeam(*config, arguments);
    if (command == "verify") return verify(*config, arguments);
    if (command == "move-blobs") return moveBlobs(*config, arguments);
    return complain("unknown command " + command + "; see --help", 2);
}

} // namespace

} // namespace headroom::endpoint

int main(int argc, char** argv) {
    // Before anything is read: the child that renders pictures from outside must not even look at the
    // settings.
    if (argc >= 2 && std::string_view(argv[1]) == "render")
        return headroom::renderWorkerMain(argc - 1, argv + 1);
    // A client that leaves in the middle of an answer must not end the program (sendfile has no
    // MSG_NOSIGNAL).
    std::signal(SIGPIPE, SIG_IGN);
    const headroom::endpoint::Arguments arguments(argv + 1, argv + argc);
    if (!arguments.empty() && (arguments.front() == "--help" || arguments.front() == "-h")) {
        headroom::endpoint::printHelp();
        return 0;
    }
    if (!arguments.empty() && arguments.front() == "--version") {
        std::printf("%s\n", HEADROOM_VERSION);
        return 0;
    }
    return headroom::endpoint::run(arguments);
}
