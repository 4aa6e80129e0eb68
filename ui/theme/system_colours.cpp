#include "ui/theme/system_colours.h"

#include <QDBusConnection>
#include <QDBusMessage>

namespace headroom::ui {
namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colourScheme = QStringLiteral("color-scheme");
constexpr int portalTimeoutMs = 250; // longer than any healthy portal takes; the window waits for it
constexpr uint preferDark = 1;

} // namespace

SystemColours::SystemColours(QObject* parent)
    : QObject(parent) {}

void SystemColours::start() {
    // With no bus address, asking would make libdbus start a daemon that outlives us.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") &&
        qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << appearance << colourScheme;
    const QDBusMessage answer = bus.call(question, QDBus::Block, portalTimeoutMs);
    if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty()) {
        QVariant value = answer.arguments().constFirst();
        // The portal wraps the value once or twice, depending on its version.
        while (value.canConvert<QDBusVariant>())
            value = value.value<QDBusVariant>().variant();
        prefersDark_ = value.toUInt() == preferDark;
    }
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
}

void SystemColours::settingChanged(const QString& area, const QString& key, const QDBusVariant& value) {
    if (area != appearance || key != colourScheme) return;
    const bool dark = value.variant().toUInt() == preferDark;
    if (dark == prefersDark_) return;
    prefersDark_ = dark;
    Q_EMIT changed();
}

} // namespace headroom::ui
