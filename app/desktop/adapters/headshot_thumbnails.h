#pragma once

#include "core/client/team_session.h"
#include "ui/thumbnails/thumbnail_provider.h"

namespace headroom::desktop {

/// Pictures of headshots, whose keys are headshot ids, from the team's cache or the endpoint. Other keys go
/// to `others` when there is one. GUI thread; the session outlives it.
class HeadshotThumbnails : public QObject, public ui::ThumbnailProvider {
    Q_OBJECT

public:
    explicit HeadshotThumbnails(client::TeamSession& session, QObject* parent = nullptr)
        : QObject(parent)
        , session_(session) {}

    void setOthers(ui::ThumbnailProvider* others) { others_ = others; }
    void fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) override;

private:
    client::TeamSession& session_;
    ui::ThumbnailProvider* others_ = nullptr;
};

} // namespace headroom::desktop
