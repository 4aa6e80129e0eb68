#pragma once

#include "ui/create/create_source.h"

namespace headroom::ui::gallery {

/// The Create page's other side, in memory: photos are taken as they come, none is looked at.
class SampleCreate : public create::CreateSource, public create::CreateActions {
    Q_OBJECT
public:
    explicit SampleCreate(QObject* parent = nullptr);

    create::Overview overview() const override { return overview_; }
    create::Quote quote(const create::Request& request) const override;

    void addFiles(const QStringList& paths) override;
    void addImage(const QImage& image) override;
    void removePhoto(const PhotoId& id) override;
    void choosePhoto(const PhotoId& id, bool chosen) override;
    void pause(const PhotoId& id) override;
    void resume(const PhotoId& id) override;
    void retry(const PhotoId& id) override;
    void generate(const create::Request& request, std::function<void(Result<void>)> done) override;

    void setAvailable(qint64 credits);
    void setPhotoUse(const std::optional<create::PhotoUse>& use);
    std::vector<create::Request> requests;

private:
    create::PhotoRow* find(const PhotoId& id);
    void add(const QString& name, create::PhotoState state);
    void setState(const PhotoId& id, create::PhotoState state);

    create::Overview overview_;
    std::optional<create::PhotoUse> photoUse_ =
        create::PhotoUse{.services = {}, .always = true, .daysKept = 30};
};

} // namespace headroom::ui::gallery
