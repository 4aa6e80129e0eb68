#pragma once

#include <cstddef>
#include <cstdint>

// What all hosted generators keep to.
namespace headroom::generators::hosted {

/// The first look after half of what the fastest models take, then with growing pauses: a service counts our
/// questions, and a webhook, where there is one, cuts a pause short.
inline constexpr std::int64_t pollFirstMs = 1'000;
inline constexpr std::int64_t pollLongestMs = 10'000;

/// How long a service may fail to answer for work that it has before the work is left to a later attempt.
inline constexpr std::int64_t silenceMs = 300'000;

/// A question of a few hundred bytes. Far below a lease (60 s), also when it is asked twice.
inline constexpr int questionMs = 15'000;

/// One result: 2048 x 2560 as PNG has 12 MB; 4K models stay below 30.
inline constexpr std::int64_t pictureBytesMax = 64LL << 20;

/// Tries to bring one result here, which the service keeps for an hour at the least.
inline constexpr int downloadTries = 3;
inline constexpr std::int64_t downloadPauseMs = 1'000;

/// Characters of what a service says about a failure that go into our logs.
inline constexpr std::size_t detailLengthMax = 300;

/// How far the signature of a webhook may be from our clock: what the scheme asks for.
inline constexpr std::int64_t signatureToleranceSeconds = 300;
inline constexpr std::size_t signatureHeaderBytes = 4096;
inline constexpr std::size_t webhookIdBytes = 256;

} // namespace headroom::generators::hosted
