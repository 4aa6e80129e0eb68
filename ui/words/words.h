#pragma once

#include "core/base/error.h"

#include <QString>

namespace headroom::ui {

/// An error in the user's words: what happened, and what can be done about it.
struct Words {
    QString title;
    QString advice;
};

/// Total over all codes. GUI thread (translations).
Words words(ErrorCode code);

/// Both in one line, for notices and toasts.
QString sentence(ErrorCode code);
inline QString sentence(const Error& error) {
    return sentence(error.code);
}

} // namespace headroom::ui
