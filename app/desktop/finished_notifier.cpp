#include "app/desktop/finished_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QGuiApplication>
#include <QVariantMap>

namespace headroom::desktop {

namespace {

constexpr int gatherMs = 3000; ///< headshots of one request finish a second or two after each other

const QString wantedKey = QStringLiteral("notifications/finished");

bool isUnderWay(sync::HeadshotState state) {
    return state == sync::HeadshotState::Queued || state == sync::HeadshotState::Running;
}

} // namespace

bool FinishedNotifier::wanted(const QSettings& settings) {
    return settings.value(wantedKey, true).toBool();
}

void FinishedNotifier::setWanted(QSettings& settings, bool on) {
    settings.setValue(wantedKey, on);
}

FinishedNotifier::FinishedNotifier(client::TeamSession& session, QSettings& settings, QObject* parent)
    : QObject(parent)
    , session_(session)
    , settings_(settings) {
    gather_.setSingleShot(true);
    gather_.setInterval(gatherMs);
    connect(&gather_, &QTimer::timeout, this, &FinishedNotifier::tell);
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (has(parts, client::Part::Headshots)) look();
    });
}

void FinishedNotifier::look() {
    std::set<HeadshotId> running;
    for (const client::ShownHeadshot& headshot : *session_.view().team().headshots) {
        const sync::HeadshotRow& row = *headshot.row;
        if (row.memberId != session_.membership().member) continue;
        if (isUnderWay(row.state))
            running.insert(row.id);
        else if (row.state == sync::HeadshotState::Completed && running_.contains(row.id))
            ++ready_;
    }
    running_ = std::move(running);
    if (ready_ > 0) gather_.start();
}

void FinishedNotifier::tell() {
    const int count = std::exchange(ready_, 0);
    if (!wanted(settings_) || QGuiApplication::applicationState() == Qt::ApplicationActive) return;
    Q_EMIT finished(count);
    showNotification(tr("Headroom"), tr("%n headshot(s) ready", nullptr, count));
}

void showNotification(const QString& title, const QString& text) {
    // With no bus address, asking would make libdbus start a daemon that outlives us.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") &&
        qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        return;
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    QDBusMessage message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("headroom")}};
    message << QStringLiteral("Headroom") << 0U << QStringLiteral("headroom") << title << text
            << QStringList() << hints << -1;
    bus.send(message);
}

} // namespace headroom::desktop
