// headroom-bench: our side of what packaging/bench compares. Prints seconds, and nothing else, on standard output.
//
//   headroom-bench export COUNT PHOTO FOLDER WIDTHxHEIGHT   the photo, exported so many times as JPEG
//   headroom-bench headshots COUNT PHOTO                    the photo, analysed and rendered anew each time
#include "core/base/clock.h"
#include "core/exports/export_run.h"
#include "core/exports/image_renderer.h"
#include "core/images/image_decode.h"
#include "core/studio/studio.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace headroom;

class Seconds {
public:
    double passed() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class OnePhoto final : public exports::ByteSource {
public:
    explicit OnePhoto(std::string bytes)
        : bytes_(std::move(bytes)) {}
    Result<std::string> bytes(const exports::PlannedFile&) override { return bytes_; }

private:
    std::string bytes_;
};

Result<double> exportMany(int count, const std::string& photo, const std::string& folder,
                          const std::string& size) {
    exports::ExportSettings settings;
    settings.nameTemplate = "{member}";
    settings.sizes = {TRY(exports::parseSize(size))};
    std::vector<exports::ExportItem> items(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].member = "Member " + std::to_string(i);
        items[i].headshot = HeadshotId::make();
    }
    OnePhoto source(TRY(images::readImageFile(photo)));
    const Seconds seconds;
    auto plan = TRY(exports::planExport(items, "Bench", settings, [](const std::string&) { return false; }));
    const std::string journal = folder + ".journal";
    auto run = TRY(exports::ExportRun::start(std::move(plan), folder, journal, SystemClock().now()));
    exports::ImageRenderer renderer;
    const exports::StopFlag stop{exports::StopWish::None};
    const exports::ExportReport report = run.run(renderer, source, stop);
    std::remove(journal.c_str());
    if (report.written != items.size()) return fail(ErrorCode::Internal, "not every file was written");
    return seconds.passed();
}

Result<double> makeMany(int count, const std::string& path) {
    const auto studio = TRY(studio::Studio::create());
    const std::string photo = TRY(images::readImageFile(path));
    const std::string_view style = studio::styles().front().id;
    const auto variant = TRY(studio::planVariants(1, style, 1, 0)).front();
    const Seconds seconds;
    for (int i = 0; i < count; ++i) {
        const auto analysed = TRY(studio.analyse(photo));
        TRY(studio.renderFile(analysed, style, variant));
    }
    return seconds.passed();
}

Result<double> measure(const std::vector<std::string>& arguments) {
    if (arguments.size() == 5 && arguments[0] == "export")
        return exportMany(std::atoi(arguments[1].c_str()), arguments[2], arguments[3], arguments[4]);
    if (arguments.size() == 3 && arguments[0] == "headshots")
        return makeMany(std::atoi(arguments[1].c_str()), arguments[2]);
    return fail(ErrorCode::InvalidInput, "see the head of bench_main.cpp");
}

} // namespace

int main(int argc, char** argv) {
    const auto seconds = measure({argv + 1, argv + argc});
    if (!seconds) {
        std::fprintf(stderr, "headroom-bench: %s\n", describe(seconds.error()).c_str());
        return 1;
    }
    std::printf("%.3f\n", *seconds);
    return 0;
}
