#pragma once

#include <QPoint>
#include <QScopeGuard>
#include <QString>

struct xcb_connection_t;

namespace headroom::tour {

/// A mouse and a keyboard: events of the X server itself (extension XTEST), which a program cannot tell from
/// a person's.
class Hands {
public:
    /// Of the server that DISPLAY names.
    Hands();
    ~Hands();
    Hands(const Hands&) = delete;
    Hands& operator=(const Hands&) = delete;

    void moveTo(QPoint place);
    void click(QPoint place);
    void doubleClick(QPoint place);
    /// Presses at `from`, goes to `to` in small steps as a hand does, calls `before` there, and lets go,
    /// whatever comes of that.
    template <typename Before>
    void drag(QPoint from, QPoint to, Before before) {
        press(from);
        const auto letGo = qScopeGuard([this] { release(); });
        travel(from, to);
        before();
    }
    enum class Wheel { Up, Down };
    void turnWheel(QPoint place, Wheel direction);

    /// Text of the keys that a US keyboard has, and other letters by a key borrowed for them.
    void type(const QString& text);
    /// Such as "ctrl+a", "Return", "F5", "Escape".
    void pressKeys(const QString& keys);
    /// Keeps a key down meanwhile.
    template <typename Meanwhile>
    void hold(const QString& key, Meanwhile meanwhile) {
        const auto letGo = qScopeGuard([this, code = pressKey(key)] { releaseKey(code); });
        meanwhile();
    }

private:
    void press(QPoint place);
    void travel(QPoint from, QPoint to);
    void release();
    void fake(int type, int detail, QPoint place = {});
    int pressKey(const QString& key);
    void releaseKey(int code);
    void tap(quint32 symbol);
    int keyCode(quint32 symbol, bool& shifted);
    int borrowKey(quint32 symbol);

    xcb_connection_t* connection_;
    quint32 root_ = 0;
};

} // namespace headroom::tour
