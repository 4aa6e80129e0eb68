#include "core/base/ensure.h"

#include <cstdio>
#include <cstdlib>

namespace headroom {

void ensureFailed(const char* expectation, const std::source_location& where) {
    std::fprintf(stderr, "headroom: expected '%s' in %s (%s:%u)\n", expectation, where.function_name(),
                 where.file_name(), static_cast<unsigned>(where.line()));
    std::abort();
}

} // namespace headroom
