#pragma once

#include "app/desktop/adapters/dragged_files.h"
#include "app/desktop/adapters/seen_headshots.h"
#include "core/client/team_session.h"
#include "ui/headshots/headshots_source.h"
#include "ui/thumbnails/thumbnail_provider.h"

#include <QSet>

namespace headroom::desktop {

/// The Headshots page over a team's session, and the bytes of the headshots for thumbnails anywhere. GUI
/// thread; the session outlives it.
class HeadshotsAdapter : public ui::headshots::HeadshotsSource,
                         public ui::headshots::HeadshotsActions,
                         public ui::ThumbnailProvider {
    Q_OBJECT

public:
    explicit HeadshotsAdapter(client::TeamSession& session, QObject* parent = nullptr);

    ui::headshots::Overview overview() const override;
    std::unique_ptr<ui::headshots::HeadshotSource> openHeadshots() override;
    void loadPicture(const QString& key, std::function<void(Result<QImage>)> reply) override;
    void prepareFiles(const QStringList& keys, std::function<void(Result<QStringList>)> reply) override;

    void setFavourite(const QStringList& keys, ui::headshots::Favourite favourite, Done done) override;
    void rename(const QString& key, const QString& name, Done done) override;
    void remove(const QStringList& keys, Done done) override;
    void restore(const QStringList& keys, Done done) override;
    void cancel(const QStringList& keys, Done done) override;
    void retry(const QStringList& keys, Done done) override;
    void markSeen(const QString& key) override { seen_.mark(key); }

    void fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) override;

Q_SIGNALS:
    /// A picture that could not be fetched before may be there now: for ThumbnailCache::invalidate().
    void pictureMayHaveArrived(const QString& key);

private:
    Result<std::vector<client::ShownHeadshot>> find(const QStringList& keys) const;
    Result<void> affordable(const std::vector<client::ShownHeadshot>& headshots) const;
    void viewChanged(client::Part parts);
    void tryMissingAgain();

    client::TeamSession& session_;
    SeenHeadshots seen_;
    DraggedFiles dragged_;
    QSet<QString> missing_; ///< thumbnails that were asked for in vain
    client::Link link_ = client::Link::Starting;
};

} // namespace headroom::desktop
