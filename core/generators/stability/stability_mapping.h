#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace headroom::generators::stability {

enum class Operation : std::uint8_t {
    Relight, ///< replace-background-and-relight: a new background, and its light on the person
    CutOut   ///< remove-background: the person as photographed, on white
};

/// Where the light comes from, as the service names it; None leaves it to the background.
enum class LightSide : std::uint8_t { None, Left, Right, Above, Below };
std::string_view name(LightSide side); ///< "left"; empty for None

/// What one style becomes. Numbers as the service documents them.
struct StyleWish {
    Operation operation = Operation::Relight;
    std::string backgroundPrompt; ///< for Relight, never empty
    std::string foregroundPrompt;
    std::string negativePrompt;
    double preserveSubject = 0.9; ///< 0 to 1; 1 keeps the person's pixels
    double backgroundDepth = 0.5; ///< 0 to 1, how far the new background keeps to the old one's depth
    double lightStrength = 0.3;   ///< 0 to 1; sent only with a side, as the service wants it
    std::vector<LightSide> lights{LightSide::None}; ///< headshots of one style take turns
};

/// What the operator believes that calls cost, in millionths of the currency's unit.
struct Prices {
    std::int64_t relightMicros = 0;
    std::int64_t cutOutMicros = 0;
    std::int64_t upscaleMicros = 0;
    std::string currency = "USD";
};

/// How our styles are asked for: a file that operators may edit (resources/generators/stability/styles.json;
/// README.md beside it says what each member means). A plain value.
class StabilityMapping {
public:
    /// InvalidInput with the member that is wrong.
    static Result<StabilityMapping> parse(std::string_view json);
    /// The one inside the program.
    static Result<StabilityMapping> builtIn();

    const StyleWish* find(std::string_view style) const {
        const auto found = styles_.find(style);
        return found == styles_.end() ? nullptr : &found->second;
    }
    const Prices& prices() const { return prices_; }
    /// Pixels of the longer side of what is sent.
    int photoEdge() const { return photoEdge_; }
    std::vector<std::string> styles() const;

private:
    std::map<std::string, StyleWish, std::less<>> styles_;
    Prices prices_;
    int photoEdge_ = 1920;
};

} // namespace headroom::generators::stability
