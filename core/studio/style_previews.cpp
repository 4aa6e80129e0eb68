#include "core/images/image_decode.h"
#include "core/images/image_resize.h"
#include "core/studio/studio.h"

#include <cstdio>
#include <string>
#include <vector>

// headroom-style-previews PHOTO FOLDER [MODELS]: one preview of each style, rendered by the engine itself;
// with MODELS, the folder of packaging/fetch-models, as installations that have it do. For developers.

namespace {

using namespace headroom;

constexpr int previewWidth = 320, previewHeight = 400;
constexpr int previewQuality = 85;

Result<void> renderAll(const std::string& photoPath, const std::string& folder,
                       const std::string& modelsFolder) {
    const auto installed = TRY(faces::findInstalledModels(modelsFolder));
    const studio::Studio studio(TRY(faces::FaceModels::create(installed)));
    const auto photo = TRY(studio.analyse(TRY(images::readImageFile(photoPath))));
    for (const studio::Style& style : studio::styles()) {
        const auto plan = TRY(studio::planVariants(1, style.id, 1, 0));
        const auto large = TRY(studio.render(photo, style.id, plan.front()));
        const auto small = TRY(images::resized(large, previewWidth, previewHeight));
        const auto bytes = TRY(
            images::encodeImage(small, {images::ImageFormat::Jpeg, previewQuality, studio::provenance()}));
        TRY(images::writeImageFile(folder + "/" + std::string(style.id) + ".jpg", bytes));
    }
    return {};
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 2 && arguments.size() != 3) {
        std::fprintf(stderr, "usage: headroom-style-previews PHOTO FOLDER [MODELS]\n");
        return 2;
    }
    const auto done =
        renderAll(arguments[0], arguments[1], arguments.size() == 3 ? arguments[2] : std::string());
    if (!done) std::fprintf(stderr, "headroom-style-previews: %s\n", describe(done.error()).c_str());
    return done ? 0 : 1;
}
