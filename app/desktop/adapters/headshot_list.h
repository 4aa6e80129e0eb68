#pragma once

#include "core/client/team_view.h"
#include "ui/headshots/headshots_source.h"

#include <QHash>

#include <unordered_map>

namespace headroom::desktop {

class SeenHeadshots;

/// The team's headshots, filtered and sorted for one view, over the picture of the team in memory. GUI
/// thread; the team view and what was seen outlive it.
class HeadshotList : public ui::headshots::HeadshotSource {
    Q_OBJECT

public:
    HeadshotList(client::TeamView& view, const SeenHeadshots& seen, QObject* parent = nullptr);

    int count() const override { return static_cast<int>(rows_.order.size()); }
    QString keyAt(int row) const override;
    int rowOf(const QString& key) const override;
    ui::headshots::HeadshotRow rowAt(int row) const override;
    ui::headshots::HeadshotQuery query() const override { return query_; }
    void setQuery(const ui::headshots::HeadshotQuery& query) override;

private:
    struct Rows {
        client::Selection<client::ShownHeadshot> headshots;
        std::vector<std::uint32_t> order; ///< rows of it that the page's own filters leave
    };
    Rows select() const;
    void take(Rows rows, ui::RowsChange change);
    void viewChanged(client::Part parts);
    void update(Rows rows, bool namesChanged);
    void seen(const QString& key);
    const client::ShownHeadshot& at(int row) const;

    client::TeamView& view_;
    const SeenHeadshots& seen_;
    ui::headshots::HeadshotQuery query_;
    Rows rows_;
    mutable QHash<QString, int> positions_;               ///< made when it is first asked for
    mutable std::unordered_map<MemberId, QString> names_; ///< the view's look-up goes through all members
};

} // namespace headroom::desktop
