#pragma once

#include "app/sandbox/form_data.h"
#include "core/http/server/response.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace headroom::sandbox {

enum class FieldKind { Picture, Text, Share, Flag, Light, Seed, Format };
enum class Need { Required, Optional };

struct FieldRule {
    std::string_view name;
    FieldKind kind = FieldKind::Text;
    Need need = Need::Optional;
};

/// What a picture in a request may be.
struct PictureRule {
    int sideMin = 64;
    int sideMax = 16'383;
    std::int64_t pixelsMin = 4'096;
    std::int64_t pixelsMax = 9'437'184;
    double aspectMax = 2.5; ///< 0: any
};

/// The refusal of a request that breaks a rule of its endpoint, as the service words it; nothing when it
/// breaks none. Fields that the endpoint does not know break one: that is how wrong names show.
std::optional<http::Response> checkFields(const FormData& form, std::span<const FieldRule> fields,
                                          const PictureRule& picture, std::string_view formats);

} // namespace headroom::sandbox
