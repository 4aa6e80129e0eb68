#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QRect>
#include <QString>

#include <memory>
#include <vector>

namespace headroom::tour {

/// What AT-SPI calls a reference: a bus name and a path on it. Public because D-Bus marshals it.
struct NodeReference {
    QString service;
    QDBusObjectPath path;
};

/// One thing in a window as a running program tells assistive technology (AT-SPI over D-Bus), asked anew at
/// each call. It is only looked at: nothing here presses or fills anything. A node that is gone answers with
/// nothing.
class Node {
public:
    enum class State { Active = 1, Checked = 4, Enabled = 8, Focused = 12, Showing = 25, Visible = 30 };

    Node() = default;
    Node(QDBusConnection bus, NodeReference reference);

    bool isValid() const;
    QString role() const; ///< AT-SPI's English name of it, such as "push button"
    QString name() const;
    QString description() const;
    QString text() const; ///< what stands in a text field
    QRect onScreen() const;
    quint64 states() const;
    bool has(State state) const { return (states() >> unsigned(state)) & 1U; }
    std::vector<Node> children() const;
    QString id() const { return reference_.service + reference_.path.path(); }

private:
    QDBusMessage ask(const char* interface, const QString& method, const QVariantList& arguments = {}) const;
    QVariant property(const char* interface, const QString& name) const;

    QDBusConnection bus_{QString()};
    NodeReference reference_;
};

/// The accessibility bus of the session that DBUS_SESSION_BUS_ADDRESS names.
class AccessibilityBus {
public:
    AccessibilityBus();

    /// Programs that talk to it.
    std::vector<Node> programs() const;

private:
    QDBusConnection bus_;
};

/// `node` and all below it that shows, one line each: what a failed step leaves behind.
QString describe(const Node& node);

} // namespace headroom::tour
