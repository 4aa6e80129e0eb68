#pragma once

#include <QDBusVariant>
#include <QObject>

namespace headroom::ui {

/// What the desktop environment prefers, from the settings portal over D-Bus
/// (org.freedesktop.portal.Settings, key org.freedesktop.appearance color-scheme: 1 is dark).
/// Qt 6.4 does not know it itself (QStyleHints::colorScheme is Qt 6.5). Without a portal: light. GUI thread.
class SystemColours : public QObject {
    Q_OBJECT
public:
    explicit SystemColours(QObject* parent = nullptr);

    /// Asks once, for at most a quarter of a second, and listens from then on.
    void start();
    bool prefersDark() const { return prefersDark_; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString& area, const QString& key, const QDBusVariant& value);

private:
    bool prefersDark_ = false;
};

} // namespace headroom::ui
