#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/sync/rows.h"

#include <QObject>
#include <QSet>
#include <QStringList>

namespace headroom::desktop {

/// Which headshots nobody has looked at on this computer; kept in the program's settings, by team. Those from
/// before the team was first opened here are not new, and nothing is new for longer than two weeks. GUI
/// thread.
class SeenHeadshots : public QObject {
    Q_OBJECT

public:
    explicit SeenHeadshots(const TeamId& team, QObject* parent = nullptr);

    bool isFresh(const sync::HeadshotRow& row) const;
    void mark(const QString& key);

Q_SIGNALS:
    void marked(const QString& key);

private:
    QString setting(const char* name) const;
    void store() const;

    TeamId team_;
    Timestamp newSince_;
    QSet<QString> seen_;
};

} // namespace headroom::desktop
