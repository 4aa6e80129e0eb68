#pragma once

#include <cstddef>
#include <cstdint>

// Limits of the Replicate stand-in. Where Replicate has the same one, it says so.
namespace headroom::sandbox {

constexpr std::size_t replicateFileBytes = 100UL * 1024 * 1024;  ///< Replicate: one uploaded file
constexpr std::size_t replicateFileNameBytes = 255;              ///< Replicate
constexpr std::size_t replicatePage = 100;                       ///< Replicate: objects of one page
constexpr std::int64_t replicateFileKeptMs = 24LL * 3600 * 1000; ///< Replicate: then a file ends by itself

/// A request: data URIs of 10,000,000 bytes together, which the official client allows, and the rest.
constexpr std::size_t replicateBodyBytes = 16UL * 1024 * 1024;
/// Predictions and files that are remembered; months of trying.
constexpr std::size_t replicateObjects = 20'000;
/// How often a receiver that does not answer is told again: after 1, 2, 4 ... s, about two minutes in all.
constexpr int replicateWebhookTries = 7;
constexpr std::int64_t replicateWebhookFirstMs = 1'000;
constexpr int replicateWebhookTotalMs = 10'000;
/// How often the clockwork looks while something is under way. Bounds the error of every delay.
constexpr std::int64_t replicateTickMs = 50;

} // namespace headroom::sandbox
