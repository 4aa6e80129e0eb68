#pragma once

#include <QPointer>

#include <utility>

namespace headroom::ui {

/// Wraps an answer's callback so that it does nothing when `context` (a page or dialog) was closed meanwhile.
template <class Function>
auto guarded(QObject* context, Function function) {
    return [pointer = QPointer<QObject>(context),
            function = std::move(function)]<class... Args>(Args&&... args) mutable {
        if (pointer) function(std::forward<Args>(args)...);
    };
}

} // namespace headroom::ui
