#include "app/endpoint/commands/commands.h"
#include "app/endpoint/commands/stop_signals.h"
#include "app/endpoint/endpoint.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace headroom::endpoint {

namespace {

constexpr std::chrono::seconds predecessorPatience{15};
constexpr std::chrono::milliseconds predecessorPause{200};

/// What the desktop that started us writes into our standard input first.
Result<LocalOwner> readLocalOwner() {
    std::string line;
    std::getline(std::cin, line);
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::InvalidInput, "--owner-pipe needs one line of JSON on standard input");
    return LocalOwner{
        .email = json.value("email", ""), .name = json.value("name", ""), .teamName = json.value("team", "")};
}

/// The pipe closes when the desktop is gone, however it ended.
void stopWhenInputCloses() {
    std::thread([] {
        char ignored[256];
        while (::read(STDIN_FILENO, ignored, sizeof ignored) > 0) {
        }
        ::kill(::getpid(), SIGTERM);
    }).detach();
}

/// A desktop that was killed leaves an endpoint that is still ending when the next desktop starts its own.
Result<std::unique_ptr<Endpoint>> startAfterPredecessor(const EndpointConfig& config,
                                                        const LocalOwner& localOwner) {
    const auto giveUpAt = std::chrono::steady_clock::now() + predecessorPatience;
    while (true) {
        auto endpoint = Endpoint::start(config, localOwner);
        const bool inTheWay = !endpoint && endpoint.error().code == ErrorCode::Unavailable;
        if (!inTheWay || std::chrono::steady_clock::now() > giveUpAt) return endpoint;
        std::this_thread::sleep_for(predecessorPause);
    }
}

} // namespace

int serve(const EndpointConfig& config, const Arguments& arguments) {
    // Before any thread exists.
    const StopSignals stopSignals;

    const bool ownerPipe = std::ranges::find(arguments, "--owner-pipe") != arguments.end();
    std::optional<LocalOwner> localOwner;
    if (ownerPipe) {
        auto owner = readLocalOwner();
        if (!owner) return complain(owner.error().detail, 2);
        localOwner = std::move(*owner);
    }
    auto endpoint =
        localOwner ? startAfterPredecessor(config, *localOwner) : Endpoint::start(config, localOwner);
    if (!endpoint) return complain(describe(endpoint.error()));

    nlohmann::json line{{"listening", (*endpoint)->address()}};
    if (localOwner) line["secret"] = (*endpoint)->localSecret();
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
    log::info("endpoint.start", "listening", {{"address", (*endpoint)->address()}});
    if (ownerPipe) stopWhenInputCloses();

    const int received = stopSignals.wait();
    log::info("endpoint.stop", "stopping", {{"signal", received}});
    endpoint->reset();
    log::info("endpoint.stop", "stopped");
    return 0;
}

} // namespace headroom::endpoint
