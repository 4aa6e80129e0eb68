#pragma once

#include "core/base/result.h"
#include "core/generators/picture_room.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators::replicate {

/// What one prediction costs the operator, as the operator believes: services do not say so beforehand.
struct Price {
    std::int64_t microsPerOutput = 0;
    std::int64_t microsPerSecond = 0; ///< of the model's own time, for those that are billed so
    double secondsExpected = 0;       ///< for the reservation
    std::string currency = "USD";

    std::int64_t expectedMicros() const {
        return microsPerOutput +
               static_cast<std::int64_t>(static_cast<double>(microsPerSecond) * secondsExpected);
    }
};

/// How a model is asked for a headshot in one of our styles: a file that operators may edit
/// (resources/generators/replicate has ready ones, and its README.md says what each member means). A plain
/// value.
class StyleMapping {
public:
    enum class PhotoShape {
        List,   ///< one field that takes all photos: input_images[]
        Fields, ///< a field for each: input_image, input_image2, ...
    };

    /// InvalidInput with `name` and the member that is wrong. `prompts`: the words for each style.
    static Result<StyleMapping> parse(std::string_view name, std::string_view json,
                                      const std::map<std::string, std::string, std::less<>>& prompts);

    bool knowsStyle(std::string_view style) const { return styles_.find(style) != styles_.end(); }
    /// The input of a prediction. `photoUrls`: as many as photosFor() said; `seed`: used where the model has
    /// one.
    nlohmann::json inputFor(std::string_view style, const std::vector<std::string>& photoUrls,
                            std::uint32_t seed) const;
    /// How many of `available` photos the model gets.
    std::size_t photosFor(std::size_t available) const;

    /// Every input that it can send, for a check against a schema; photos as example addresses.
    std::vector<std::pair<std::string, nlohmann::json>> examples() const;

    const std::string& name() const { return name_; }
    const std::string& model() const { return model_; }
    /// Empty for official models; "latest" or 64 hexadecimal digits.
    const std::string& version() const { return version_; }
    const Preparation& preparation() const { return preparation_; }
    const Price& price() const { return price_; }
    int cancelAfterSeconds() const { return cancelAfterSeconds_; }
    const std::vector<std::string>& photoFields() const { return photoFields_; }
    PhotoShape photoShape() const { return photoShape_; }

private:
    Result<void> readModel(const nlohmann::json& json);
    Result<void> readPhotos(const nlohmann::json& json);
    Result<void> readStyles(const nlohmann::json& json,
                            const std::map<std::string, std::string, std::less<>>& prompts);
    Result<void> readPrice(const nlohmann::json& json);
    Result<void> readRest(const nlohmann::json& json);
    Failure wrong(std::string_view member, std::string_view why) const;

    std::string name_;
    std::string model_;
    std::string version_;
    PhotoShape photoShape_ = PhotoShape::List;
    std::vector<std::string> photoFields_;
    std::size_t photosMost_ = 1;
    std::string seedField_;
    std::map<std::string, nlohmann::json, std::less<>> styles_; ///< complete inputs without photos and seed
    Preparation preparation_;
    Price price_;
    int cancelAfterSeconds_ = 600;
};

/// {"studio-grey": "words", ...}. InvalidInput.
Result<std::map<std::string, std::string, std::less<>>> parseStylePrompts(std::string_view json);

} // namespace headroom::generators::replicate
