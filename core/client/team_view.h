#pragma once

#include "core/client/shown_team.h"
#include "core/client/sync_timing.h"

#include <QObject>

#include <vector>

namespace headroom::client {

/// Rows of a shared list in an order of their own. Holds the list, so it stays good while the view moves on.
/// A value.
template <class Row>
class Selection {
public:
    Selection() = default;
    Selection(Shared<Row> rows, std::vector<std::uint32_t> order)
        : rows_(std::move(rows))
        , order_(std::move(order)) {}
    std::size_t size() const { return order_.size(); }
    bool empty() const { return order_.empty(); }
    const Row& at(std::size_t index) const { return (*rows_)[order_.at(index)]; }

private:
    Shared<Row> rows_;
    std::vector<std::uint32_t> order_;
};

enum class MemberSort : std::uint8_t { Name, Role, State, Available, Held, Spent, LastActive };
enum class SortOrder : std::uint8_t { Ascending, Descending };

struct MemberQuery {
    std::string text =
        {}; ///< searched in name and address, without accents and case; every word must be there
    std::optional<sync::Role> role = {};
    std::optional<sync::MemberState> state = {}; ///< without one: all but removed members
    MemberSort sort = MemberSort::Name;
    SortOrder order = SortOrder::Ascending;
};

struct HeadshotQuery {
    std::optional<MemberId> member;
    std::string style;
    std::optional<sync::HeadshotState> state; ///< without one: all but deleted ones
    bool favouritesOnly = false;
    std::string text; ///< in the headshot's and its member's name
    enum class Sort : std::uint8_t { Newest, Oldest, Member, Style } sort = Sort::Newest;
};

/// The one thing that pages read: what a team is right now, on this computer's knowledge. Lives on the GUI's
/// thread; answers at once, from memory, and says with changed() what to read again. Every number is worked
/// out already.
class TeamView : public QObject {
    Q_OBJECT

public:
    explicit TeamView(QObject* parent = nullptr);

    const ShownTeam& team() const { return *team_; }
    /// Whether the cache of this computer was read. Until then the team looks empty, whatever the link says.
    bool opened() const { return opened_; }
    const SyncStatus& status() const { return status_; }

    /// The signed-in member; none before the first snapshot is complete.
    const std::optional<ShownMember>& own() const { return team_->own; }
    /// What may be offered: admins and owners manage, members do not.
    bool ownMayManage() const;

    Selection<ShownMember> members(const MemberQuery& query) const;
    const ShownMember* member(const MemberId& id) const;
    /// For ledger lines and file names; "" for somebody unknown.
    std::string memberName(const MemberId& id) const;

    Selection<ShownHeadshot> headshots(const HeadshotQuery& query) const;
    const ShownHeadshot* headshot(const HeadshotId& id) const;
    /// Not deleted, of one member, newest first.
    Selection<ShownPhoto> photos(const MemberId& member) const;

    /// Use by day for the `days` days up to today, days without use included, oldest first.
    std::vector<DayUse> usage(int days, Timestamp now) const;

    /// Commands that were refused and are still to be looked at.
    std::vector<ShownCommand> refusedCommands() const;
    /// Commands on their way.
    std::size_t waitingCommands() const;

public Q_SLOTS:
    void show(std::shared_ptr<const headroom::client::ShownTeam> team, headroom::client::Part changed);
    void setStatus(const headroom::client::SyncStatus& status);

Q_SIGNALS:
    void changed(headroom::client::Part parts);

private:
    std::shared_ptr<const ShownTeam> team_;
    SyncStatus status_;
    bool opened_ = false;
};

} // namespace headroom::client
