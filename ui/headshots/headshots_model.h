#pragma once

#include "ui/headshots/headshots_source.h"
#include "ui/rows/row_model.h"

#include <memory>

namespace headroom::ui::headshots {

class HeadshotsModel : public RowModel {
    Q_OBJECT
public:
    explicit HeadshotsModel(std::unique_ptr<HeadshotSource> source, QObject* parent = nullptr);
    ~HeadshotsModel() override;

    HeadshotRow headshot(int row) const;
    HeadshotQuery query() const;
    void setQuery(const HeadshotQuery& query);

    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void favouriteToggled(const QString& key, bool favourite);

private:
    HeadshotsModel(HeadshotSource* source, QObject* parent);

    std::unique_ptr<HeadshotSource> source_;
};

/// What stands below the member: the name that somebody gave it, or the style.
QString captionOf(const HeadshotRow& row);
QString stateText(const HeadshotRow& row);

} // namespace headroom::ui::headshots
