#pragma once

#include "app/desktop/adapters/activity_list.h"
#include "app/desktop/adapters/ledger_words.h"
#include "core/client/team_session.h"

#include <functional>

namespace headroom::desktop {

/// The ledger, from this computer's cache, which has all of it: the newest lines from the team's picture in
/// memory, older ones page by page as somebody scrolls to them or searches. GUI thread; the session outlives
/// it.
class LedgerList : public ActivityList {
    Q_OBJECT

public:
    explicit LedgerList(client::TeamSession& session, QObject* parent = nullptr);

    bool hasMore() const override { return more_; }
    void loadMore() override;
    void setText(const QString& text) override;

    /// `then` is called once, when every line is here (ledgerLinesMost at most), or with the error of the
    /// cache.
    void loadAll(std::function<void(Result<void>)> then);

protected:
    std::size_t entries() const override { return entries_.size(); }
    QString keyOf(std::size_t index) const override;
    ui::activity::ActivityRow entry(std::size_t index) const override;
    QStringList csvHeading() const override;
    std::vector<QStringList> csvRecords(std::size_t index) const override;

private:
    void takeNewest();
    void takeOlder(const Result<std::vector<sync::TransferRow>>& page);
    void group();
    QStringList record(const sync::TransferRow& transfer) const;

    client::TeamSession& session_;
    std::vector<sync::TransferRow> transfers_; ///< newest first, without gaps
    std::vector<LedgerEntry> entries_;
    bool more_ = false;
    bool loading_ = false;
    std::function<void(Result<void>)> wantsAll_;
};

} // namespace headroom::desktop
