#pragma once

#include "ui/gallery/sample_people.h"
#include "ui/headshots/headshots_source.h"

namespace headroom::ui::gallery {

/// The Headshots page's other side, in memory.
class SampleHeadshots : public headshots::HeadshotsSource, public headshots::HeadshotsActions {
    Q_OBJECT
public:
    SampleHeadshots(SamplePeople& people, int count, QObject* parent = nullptr);

    headshots::Overview overview() const override;
    std::unique_ptr<headshots::HeadshotSource> openHeadshots() override;
    void loadPicture(const QString& key, std::function<void(Result<QImage>)> reply) override;
    void prepareFiles(const QStringList& keys, std::function<void(Result<QStringList>)> reply) override;

    void setFavourite(const QStringList& keys, headshots::Favourite favourite, Done done) override;
    void rename(const QString& key, const QString& name, Done done) override;
    void remove(const QStringList& keys, Done done) override;
    void restore(const QStringList& keys, Done done) override;
    void cancel(const QStringList& keys, Done done) override { remove(keys, std::move(done)); }
    void retry(const QStringList& keys, Done done) override;
    void markSeen(const QString& key) override;

    const std::vector<headshots::HeadshotRow>& rows() const { return rows_; }

Q_SIGNALS:
    void rowChanged(int index);

private:
    int indexOf(const QString& key) const;

    std::vector<headshots::HeadshotRow> rows_;
    std::vector<headshots::HeadshotRow> removed_;
};

} // namespace headroom::ui::gallery
