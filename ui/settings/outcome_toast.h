#pragma once

#include "core/base/result.h"

#include <functional>

class QString;
class QWidget;

namespace headroom::ui::settings {

/// The end of a change: a toast on `page` says `success` or what is wrong, and `then` shows what holds now.
/// Does nothing when the page was closed meanwhile. GUI thread.
std::function<void(Result<void>)> outcomeToast(QWidget* page, const QString& success,
                                               std::function<void()> then);

} // namespace headroom::ui::settings
