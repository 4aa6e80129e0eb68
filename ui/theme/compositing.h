#pragma once

namespace headroom::ui {

/// Whether see-through window corners show what is behind them. On X11 without a compositing manager they
/// would be painted black, so that pop-ups stay square there. GUI thread.
bool windowsAreComposited();

} // namespace headroom::ui
