#pragma once

namespace headroom {

/// Built with the address or the thread sanitizer, which reserve terabytes of address space and keep much
/// more memory than the program asks for: limits of memory mean nothing then.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// With the thread sanitizer, which does not see the locks of libraries that were built without it.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool threadSanitized = true;
#else
inline constexpr bool threadSanitized = false;
#endif

} // namespace headroom
