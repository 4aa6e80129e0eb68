#pragma once

#include "app/desktop/adapters/photo_intake.h"
#include "app/desktop/adapters/photo_use.h"
#include "core/client/team_session.h"
#include "ui/create/create_source.h"
#include "ui/thumbnails/thumbnail_provider.h"

#include <map>

namespace headroom::desktop {

/// The Create page of the signed-in member: photos on their way and at the endpoint, styles, and the request.
/// Works offline: photos wait for the network, and a request waits for its photos. GUI thread; client and
/// session outlive it.
class CreateAdapter : public ui::create::CreateSource,
                      public ui::create::CreateActions,
                      public ui::ThumbnailProvider {
    Q_OBJECT

public:
    CreateAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    ui::create::Overview overview() const override;
    ui::create::Quote quote(const ui::create::Request& request) const override;

    void addFiles(const QStringList& paths) override;
    void addImage(const QImage& image) override;
    void removePhoto(const PhotoId& id) override;
    void choosePhoto(const PhotoId& id, bool chosen) override;
    void pause(const PhotoId& id) override { session_.pauseUpload(id); }
    void resume(const PhotoId& id) override { session_.resumeUpload(id); }
    void retry(const PhotoId& id) override { session_.resumeUpload(id); }
    void generate(const ui::create::Request& request, std::function<void(Result<void>)> done) override;

    /// Pictures of photos that were added on this computer, as long as the program runs.
    void fetch(const QString& key, QSize pixels, std::function<void(QByteArray)> reply) override;

private:
    void fetchPreview(const PhotoId& id, QSize pixels, std::function<void(QByteArray)> reply);
    struct Refusal {
        ErrorCode code;
        QString words;
    };

    const MemberId& me() const { return session_.membership().member; }
    std::vector<ui::create::PhotoRow> photos() const;
    std::vector<PhotoId> photosToUse() const;
    std::optional<Refusal> refusal(const ui::create::Request& request) const;
    std::optional<Refusal> photosRefusal() const;
    std::optional<Refusal> sizeRefusal(const ui::create::Request& request) const;
    const client::UploadRow* upload(const PhotoId& id) const;
    QString fileNameOf(const PhotoId& id) const;
    std::filesystem::path pastedFolder() const;
    void viewChanged(client::Part parts);
    void rememberPaths();
    void loadStyles();
    void takeStyles(const nlohmann::json& answer);
    void take(const Intake& intake);

    client::Client& client_;
    client::TeamSession& session_;
    PhotoUse photoUse_;
    std::vector<ui::create::Style> styles_;
    bool stylesKnown_ = false;
    bool stylesAsked_ = false;
    bool pastedSwept_ = false;
    std::map<PhotoId, bool> choices_; ///< what the user chose otherwise than we would
    std::map<PhotoId, QString> paths_;
};

} // namespace headroom::desktop
