#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::generators::replicate {

/// `Prefer: wait=n` (Replicate: 1 to 60). Our own patience is longer by waitMarginMs, or the answer would be
/// lost just when it comes.
inline constexpr int waitSecondsMax = 60;
inline constexpr int waitMarginMs = 15'000;

/// `Cancel-After` (Replicate: at least 5 s; a prediction may run for 30 minutes).
inline constexpr int cancelAfterSecondsMin = 5;
inline constexpr int cancelAfterSecondsMax = 30 * 60;

/// Replicate: the largest data URI that is documented.
inline constexpr std::size_t dataUriBytesMax = 256 * 1024;

/// Predictions of one request at the same time: enough that ten headshots take half a minute, and few enough
/// for accounts whose rate is low.
inline constexpr int submitsAtOnce = 4;

/// Bringing one prepared photo there, at 40 KB/s.
inline constexpr int uploadMs = 120'000;

/// Pages of a hundred predictions, or files, that are looked through for work whose answer was lost. At ten
/// headshots a minute that is the last fifty minutes; results are kept for an hour.
inline constexpr int listPagesMax = 5;

/// How often such work is looked for when it was begun just now: it may not be listed yet.
inline constexpr int looks = 3;
inline constexpr std::int64_t lookPauseMs = 2'000;

/// How often the model is asked again what it takes, while the answer is not good.
inline constexpr std::int64_t checkAgainMs = 60'000;

/// A model's schema: the largest of the public ones has 60 KB.
inline constexpr std::size_t modelBytesMax = 4 * 1024 * 1024;

/// Files of a mapping that an operator wrote.
inline constexpr std::size_t mappingBytesMax = 256 * 1024;

/// References that any model takes (nano-banana-pro: 14), and characters of a prompt.
inline constexpr int photosMax = 14;
inline constexpr std::size_t promptLengthMax = 4'000;

/// Prepared photos kept in memory, so that the headshots of one request do not prepare them again and again:
/// twelve photos of three requests.
inline constexpr std::size_t preparedPhotosMax = 36;

} // namespace headroom::generators::replicate
