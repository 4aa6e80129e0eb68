#include "ui/theme/compositing.h"

#include <QGuiApplication>

#include <xcb/xcb.h>

#include <cstdlib>
#include <cstring>

namespace headroom::ui {

bool windowsAreComposited() {
    if (QGuiApplication::platformName() != QLatin1String("xcb")) return true;
    auto* native = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    if (!native || !native->connection()) return false;
    xcb_connection_t* connection = native->connection();
    // ICCCM/EWMH: a compositing manager owns the selection _NET_WM_CM_Sn of its screen.
    const char* selection = "_NET_WM_CM_S0";
    xcb_intern_atom_reply_t* atom = xcb_intern_atom_reply(
        connection, xcb_intern_atom(connection, 0, std::strlen(selection), selection), nullptr);
    if (!atom) return false;
    xcb_get_selection_owner_reply_t* owner =
        xcb_get_selection_owner_reply(connection, xcb_get_selection_owner(connection, atom->atom), nullptr);
    const bool composited = owner && owner->owner != XCB_WINDOW_NONE;
    std::free(atom);
    std::free(owner);
    return composited;
}

} // namespace headroom::ui
