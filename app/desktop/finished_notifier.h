#pragma once

#include "core/client/team_session.h"

#include <QSettings>
#include <QTimer>

#include <set>

namespace headroom::desktop {

/// Tells through the desktop's notifications (org.freedesktop.Notifications) that own headshots are ready,
/// when no window of the program is in front. Those that finish within a few seconds are told of together.
/// Does nothing where there is no such service. GUI thread; session and settings outlive it.
class FinishedNotifier : public QObject {
    Q_OBJECT

public:
    FinishedNotifier(client::TeamSession& session, QSettings& settings, QObject* parent = nullptr);

    static bool wanted(const QSettings& settings);
    static void setWanted(QSettings& settings, bool on);

Q_SIGNALS:
    /// This many are ready and the user looks elsewhere; shown as a notification.
    void finished(int headshots);

private:
    void look();
    void tell();

    client::TeamSession& session_;
    QSettings& settings_;
    std::set<HeadshotId> running_; ///< own headshots that were under way when last looked at
    int ready_ = 0;
    QTimer gather_;
};

/// Shows a notification; nothing happens without a session bus or a service on it. Does not wait.
void showNotification(const QString& title, const QString& text);

} // namespace headroom::desktop
