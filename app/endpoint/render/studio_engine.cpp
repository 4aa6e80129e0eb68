#include "app/endpoint/render/studio_engine.h"

#include "app/endpoint/render/judge_result.h"
#include "app/endpoint/render/prepare_photo.h"
#include "app/endpoint/render/source_likeness.h"
#include "core/photos/photo_checks.h"
#include "core/studio/studio.h"

#include <nlohmann/json.hpp>

namespace headroom::render {

namespace {

namespace reply = generators::reply;

struct StudioPhoto final : RenderEngine::Photo {
    explicit StudioPhoto(studio::AnalysedPhoto analysedPhoto)
        : analysed(std::move(analysedPhoto)) {}
    studio::Matte matte() const override { return analysed.matte(); }
    studio::AnalysedPhoto analysed;
    std::optional<faces::FaceSignature> face; ///< with consent only; gone with the process
};

/// What the API and the desktop show of a check; the face in parts of the picture's sides.
std::string reportJson(const photos::PhotoReport& report) {
    nlohmann::json warnings = nlohmann::json::array();
    for (const photos::PhotoWarning warning : report.warnings)
        warnings.push_back(photos::name(warning));
    return nlohmann::json{{"warnings", std::move(warnings)},
                          {"quality", static_cast<int>(report.quality * 100)}}
        .dump();
}

class StudioEngine final : public RenderEngine {
public:
    explicit StudioEngine(std::shared_ptr<const faces::FaceModels> models)
        : models_(models)
        , checker_(models)
        , studio_(std::move(models)) {}

    Result<reply::Checked> check(std::string_view bytes) override {
        const photos::PhotoReport report = TRY(checker_.check(bytes));
        const auto format = images::sniffFormat(bytes);
        return reply::Checked{.refusal = report.refusal,
                              .width = report.width,
                              .height = report.height,
                              .mediaType = format ? std::string(images::mediaType(*format)) : std::string(),
                              .reportJson = reportJson(report)};
    }

    Result<std::unique_ptr<Photo>> analyse(std::string_view bytes, generators::LikenessConsent consent,
                                           const Progress& progress) override {
        auto analysed = TRY(studio_.analyse(bytes, {}, {.progress = progress, .cancelled = {}}));
        auto photo = std::make_unique<StudioPhoto>(std::move(analysed));
        if (consent == generators::LikenessConsent::Given) photo->face = sourceSignature(*models_, bytes);
        return std::unique_ptr<Photo>(std::move(photo));
    }

    Result<RenderedFile> render(const Photo& photo, std::string_view style, const studio::Variant& variant,
                                const Progress& progress) override {
        const auto& own = static_cast<const StudioPhoto&>(photo);
        const studio::OutputFile file;
        const images::Bitmap picture = TRY(
            studio_.render(own.analysed, style, variant, file.size, {.progress = progress, .cancelled = {}}));
        const generators::Likeness likeness = TRY(checkedHeadshot(*models_, picture, own.face));
        std::string bytes =
            TRY(images::encodeImage(picture, {file.format, file.quality, studio::provenance()}));
        return RenderedFile{.bytes = std::move(bytes),
                            .mediaType = std::string(images::mediaType(file.format)),
                            .width = file.size.width,
                            .height = file.size.height,
                            .likeness = likeness};
    }

    Result<RenderedFile> prepare(std::string_view bytes, const generators::Preparation& wanted) override {
        return preparedPhoto(*models_, bytes, wanted);
    }

    Result<RenderedFile> judge(std::string_view bytes, const generators::RawResult& result) override {
        return judgedResult(*models_, bytes, result);
    }

private:
    std::shared_ptr<const faces::FaceModels> models_;
    photos::PhotoChecker checker_;
    studio::Studio studio_;
};

} // namespace

Result<std::unique_ptr<RenderEngine>> createStudioEngine(const faces::InstalledModels& installed) {
    auto models = TRY(faces::FaceModels::create(installed));
    return std::unique_ptr<RenderEngine>(std::make_unique<StudioEngine>(std::move(models)));
}

} // namespace headroom::render
