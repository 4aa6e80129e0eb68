#include "app/desktop/adapters/seen_headshots.h"

#include <QDateTime>
#include <QSettings>

#include <algorithm>

namespace headroom::desktop {

namespace {

/// Ids kept in the settings, 80 KB. Who has looked at so many has seen what there is.
constexpr qsizetype seenMost = 2'000;
constexpr std::int64_t freshForMs = 14LL * 24 * 3600 * 1000;

} // namespace

SeenHeadshots::SeenHeadshots(const TeamId& team, QObject* parent)
    : QObject(parent)
    , team_(team) {
    const QSettings settings;
    const QVariant since = settings.value(setting("newSince"));
    newSince_.ms = since.isValid() ? since.toLongLong() : QDateTime::currentMSecsSinceEpoch();
    const QStringList seen = settings.value(setting("seen")).toStringList();
    seen_ = QSet<QString>(seen.begin(), seen.end());
    if (!since.isValid()) store();
}

QString SeenHeadshots::setting(const char* name) const {
    return QStringLiteral("headshots/%1/%2").arg(QString::fromStdString(team_.text()), QLatin1String(name));
}

bool SeenHeadshots::isFresh(const sync::HeadshotRow& row) const {
    if (row.state != sync::HeadshotState::Completed || !row.completedAt) return false;
    const std::int64_t since = std::max<std::int64_t>(newSince_.ms, QDateTime::currentMSecsSinceEpoch() - freshForMs);
    return row.completedAt->ms > since && !seen_.contains(QString::fromStdString(row.id.text()));
}

void SeenHeadshots::mark(const QString& key) {
    if (seen_.contains(key)) return;
    if (seen_.size() >= seenMost) {
        newSince_.ms = QDateTime::currentMSecsSinceEpoch();
        seen_.clear();
    }
    seen_.insert(key);
    store();
    Q_EMIT marked(key);
}

void SeenHeadshots::store() const {
    QSettings settings;
    settings.setValue(setting("newSince"), static_cast<qlonglong>(newSince_.ms));
    settings.setValue(setting("seen"), QStringList(seen_.begin(), seen_.end()));
}

} // namespace headroom::desktop
