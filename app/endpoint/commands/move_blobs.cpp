#include "core/storage/move_blobs.h"
#include "app/endpoint/commands/commands.h"
#include "core/base/clock.h"

#include <algorithm>
#include <cstdio>

namespace headroom::endpoint {

namespace {

constexpr std::int64_t lineEveryMs = 2'000;

std::string amount(std::int64_t bytes) {
    static constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1000 && unit + 1 < std::size(units)) {
        value /= 1000;
        ++unit;
    }
    char text[40];
    std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return text;
}

void printLine(const storage::MoveProgress& progress) {
    std::printf("%lld of %lld blobs, %s of %s, %lld were there already\n",
                static_cast<long long>(progress.doneBlobs), static_cast<long long>(progress.blobs),
                amount(progress.doneBytes).c_str(), amount(progress.bytes).c_str(),
                static_cast<long long>(progress.foundThere));
    std::fflush(stdout);
}

bool has(const Arguments& arguments, const char* flag) {
    return std::ranges::find(arguments, flag) != arguments.end();
}

Result<storage::MoveProgress> move(const EndpointConfig& config, const Arguments& arguments, StorageKind from,
                                   StorageKind to) {
    const SystemClock clock;
    const auto source = TRY(openStore(from, config.storage, config.dataFolder, clock));
    const auto target = TRY(openStore(to, config.storage, config.dataFolder, clock));
    TRY(source->check());
    TRY(target->check());
    const storage::MoveOptions options{
        .scratch = config.dataFolder / "scratch-move",
        .source =
            has(arguments, "--remove-source") ? storage::MovedSource::Removed : storage::MovedSource::Kept,
        .alreadyThere =
            has(arguments, "--compare") ? storage::AlreadyThere::Compared : storage::AlreadyThere::Trusted};
    Timestamp lastLine;
    return storage::moveBlobs(*source, *target, options, [&](const storage::MoveProgress& progress) {
        const Timestamp now = clock.now();
        const bool last = progress.doneBlobs == progress.blobs; // said at the end
        if (last || now.ms - lastLine.ms < lineEveryMs) return;
        lastLine = now;
        printLine(progress);
    });
}

} // namespace

int moveBlobs(const EndpointConfig& config, const Arguments& arguments) {
    const auto from = storageKind(option(arguments, "--from"));
    const auto to = storageKind(option(arguments, "--to"));
    if (!from || !to || *from == *to)
        return complain(
            "move-blobs needs --from and --to, two different ones of: " + std::string(storageKindNames), 2);
    const auto moved = move(config, arguments, *from, *to);
    if (!moved) {
        std::fprintf(stderr, "headroom-endpoint: stopped; running the same again goes on from here\n");
        return complain(describe(moved.error()));
    }
    printLine(*moved);
    if (moved->vanished > 0)
        std::printf("%lld blobs were deleted meanwhile\n", static_cast<long long>(moved->vanished));
    std::printf("done\n");
    return 0;
}

} // namespace headroom::endpoint
