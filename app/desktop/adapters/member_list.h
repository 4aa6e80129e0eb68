#pragma once

#include "core/client/team_view.h"
#include "ui/people/member_source.h"

#include <QHash>

namespace headroom::desktop {

/// The team's members, filtered and sorted for one view, over the picture of the team in memory. GUI thread;
/// the team view outlives it.
class MemberList : public ui::MemberSource {
    Q_OBJECT

public:
    explicit MemberList(client::TeamView& view, QObject* parent = nullptr);

    int count() const override { return static_cast<int>(order_.size()); }
    QString keyAt(int row) const override;
    int rowOf(const QString& key) const override;
    ui::MemberRow rowAt(int row) const override;
    ui::MemberQuery query() const override { return query_; }
    void setQuery(const ui::MemberQuery& query) override;

private:
    struct Rows {
        client::Selection<client::ShownMember> members;
        std::vector<std::uint32_t> order;
    };
    Rows select() const;
    void take(Rows rows, ui::RowsChange change);
    void refresh();

    client::TeamView& view_;
    ui::MemberQuery query_;
    client::Selection<client::ShownMember> members_;
    std::vector<std::uint32_t> order_;
    mutable QHash<QString, int> positions_; ///< made when it is first asked for
};

} // namespace headroom::desktop
