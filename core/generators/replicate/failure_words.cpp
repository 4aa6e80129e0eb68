#include "core/generators/replicate/failure_words.h"

#include "core/base/text.h"

#include <array>

namespace headroom::generators::replicate {

namespace {

using hosted::Problem;

struct Sign {
    std::string_view words; ///< in lower case, anywhere in the text
    Problem problem;
};

/// The more telling ones first: "sensitive content in the input image" is about content.
constexpr std::array signs{
    Sign{"e005", Problem::ContentRefused},
    Sign{"flagged", Problem::ContentRefused},
    Sign{"sensitive", Problem::ContentRefused},
    Sign{"nsfw", Problem::ContentRefused},
    Sign{"safety", Problem::ContentRefused},
    Sign{"moderation", Problem::ContentRefused},
    Sign{"content polic", Problem::ContentRefused},
    Sign{"prohibited", Problem::ContentRefused},
    Sign{"public figure", Problem::ContentRefused},
    Sign{"no face", Problem::PhotoRefused},
    Sign{"face not", Problem::PhotoRefused},
    Sign{"could not detect", Problem::PhotoRefused},
    Sign{"cannot identify image", Problem::PhotoRefused},
    Sign{"insufficient credit", Problem::OutOfQuota},
    Sign{"billing", Problem::OutOfQuota},
    Sign{"e003", Problem::Busy},
    Sign{"high demand", Problem::Busy},
    Sign{"rate limit", Problem::Busy},
};

} // namespace

hosted::Problem problemOfFailure(std::string_view words) {
    const std::string text = toLowerAscii(words);
    for (const Sign& sign : signs)
        if (text.find(sign.words) != std::string::npos) return sign.problem;
    return Problem::Failed;
}

} // namespace headroom::generators::replicate
