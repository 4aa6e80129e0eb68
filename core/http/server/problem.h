#pragma once

#include "core/base/error.h"
#include "core/http/server/response.h"

namespace headroom::http {

/// The HTTP status that an error code travels with. Total: a new code does not compile without one.
int httpStatus(ErrorCode code);

/// Problem details (RFC 9457): `type`, `title`, `status`, `detail` and our stable `code`, which is what a
/// program reads. The detail of errors that are our own fault stays in the log.
Response problem(const Error& error);
Response problem(const Error& error, int status);

} // namespace headroom::http
