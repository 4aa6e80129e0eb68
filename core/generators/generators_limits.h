#pragma once

#include <cstddef>
#include <cstdint>

namespace headroom::generators {

/// A line between us and the worker process. The longest asks for 120 headshots of 12 photos (30 KB); what
/// comes back is a few hundred bytes, and the process may be under a stranger's control.
inline constexpr std::size_t requestLineMax = 256 * 1024;
inline constexpr std::size_t replyLineMax = 32 * 1024;

/// Silence after which the worker process is killed. It speaks at least between two stages of its work, of
/// which the longest takes 3 s on a slow machine.
inline constexpr std::int64_t workerSilenceMs = 60'000;

/// The longest that a worker process may live: so much, and so much for each headshot. Six times what a slow
/// machine needs.
inline constexpr std::int64_t workerLifeMs = 120'000;
inline constexpr std::int64_t workerLifePerHeadshotMs = 15'000;

/// One look at a photo, from start to end of the process: a hundred times what it takes.
inline constexpr std::int64_t checkLifeMs = 60'000;

/// Sides of a preview: a tile of the gallery on the densest screens. What is looked at closely is the picture
/// itself.
inline constexpr int previewEdgeMax = 1024;

/// One preview, from start to end of the process: a 108-megapixel HEIC takes 6 s on a slow machine.
inline constexpr std::int64_t previewLifeMs = 30'000;

/// Bytes of a preview: noise at 1024 x 1024 and full quality has 1.6 MB.
inline constexpr std::int64_t previewBytesMax = 4LL << 20;

/// What may be asked of a prepared photo. No service takes more than 64 megapixels or gains by it; below 64
/// pixels none takes it.
inline constexpr int preparedEdgeMin = 64;
inline constexpr int preparedEdgeMax = 8192;
inline constexpr std::int64_t preparedPixelsMin = 64 * 64;
inline constexpr std::int64_t preparedPixelsMax = 64'000'000;
inline constexpr std::int64_t preparedBytesMin = 16 << 10;
inline constexpr std::int64_t preparedBytesMax = 64LL << 20;
inline constexpr double preparedAspectMax = 100;

/// One photo made ready, and one result judged, from start to end of the process: ten times what a slow
/// machine needs for 108 megapixels.
inline constexpr std::int64_t prepareLifeMs = 90'000;
inline constexpr std::int64_t judgeLifeMs = 120'000;

/// Name of a generator inside an order.
inline constexpr std::size_t generatorNameMax = 64;

/// Bytes of one finished headshot. A PNG of 2048 x 2560 has 12 MB.
inline constexpr std::int64_t headshotBytesMax = 64LL << 20;

/// Sides that a generator may report; more is a lie.
inline constexpr int headshotSideMax = 16'384;

/// JSON of what varied.
inline constexpr std::size_t variantBytesMax = 1024;

/// How long the runner waits for the next result of a generator before it looks after leases and its own end.
inline constexpr std::int64_t fetchWaitMs = 1'000;

/// How often a runner without a wake-up looks for work: the backup for a lost notification, and what finds
/// retries whose pause is over.
inline constexpr std::int64_t idlePollMs = 2'000;

/// Pause after the database or the disk failed, so that a broken one is not hammered.
inline constexpr std::int64_t troublePauseMs = 5'000;

} // namespace headroom::generators
