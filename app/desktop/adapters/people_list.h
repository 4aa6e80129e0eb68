#pragma once

#include "app/desktop/adapters/activity_list.h"
#include "core/client/team_view.h"

namespace headroom::desktop {

/// Who was invited, joined and left, and which invitation links were made, told from the members and links in
/// the team's cache. GUI thread; the view outlives it.
class PeopleList : public ActivityList {
    Q_OBJECT

public:
    explicit PeopleList(client::TeamView& view, QObject* parent = nullptr);

protected:
    std::size_t entries() const override { return events_.size(); }
    QString keyOf(std::size_t index) const override { return events_[index].row.key; }
    ui::activity::ActivityRow entry(std::size_t index) const override { return events_[index].row; }
    QStringList csvHeading() const override;
    std::vector<QStringList> csvRecords(std::size_t index) const override;

private:
    struct Event {
        ui::activity::ActivityRow row;
        QString what; ///< for the CSV: "invited"
        QString who;
        QString address;
    };
    std::vector<Event> read() const;
    static void addMember(std::vector<Event>& events, const sync::MemberRow& member);
    static void addLink(std::vector<Event>& events, const sync::InvitationRow& link);

    client::TeamView& view_;
    std::vector<Event> events_;
};

} // namespace headroom::desktop
