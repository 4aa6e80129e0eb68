#pragma once

#include <cstddef>
#include <cstdint>

// What we ask of a model of one's own (resources/generators/custom/openapi.json), and allow ourselves.
namespace headroom::generators::custom {

/// An order, with its photos, and the picture if it comes at once: below a lease (60 s) by a margin. Models
/// that take longer answer 202.
inline constexpr int orderMs = 45'000;

/// A question of a few hundred bytes, or a picture.
inline constexpr int questionMs = 30'000;

/// One result.
inline constexpr std::size_t pictureBytesMax = 64u << 20;

/// Photos of an order: what reference models take, and 2 MB each at the most.
inline constexpr int photosMax = 12;
inline constexpr std::int64_t photoBytesMax = 4LL << 20;
inline constexpr std::int64_t photoPixelsMax = 16'000'000;

/// An id that the model gives its work; it becomes part of a path.
inline constexpr std::size_t idLengthMax = 128;

/// What it says about a failure.
inline constexpr std::size_t problemBytesMax = 64 * 1024;

} // namespace headroom::generators::custom
