#include "app/desktop/adapters/ledger_list.h"

#include "app/desktop/adapters/activity_limits.h"
#include "app/desktop/adapters/values.h"
#include "core/client/client_limits.h"

#include <algorithm>

namespace headroom::desktop {

namespace {

QString word(std::string_view name) {
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

LedgerList::LedgerList(client::TeamSession& session, QObject* parent)
    : ActivityList(parent)
    , session_(session) {
    takeNewest();
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (has(parts, client::Part::Ledger))
            takeNewest();
        else if ((has(parts, client::Part::Members) || has(parts, client::Part::Headshots)) && count() > 0)
            Q_EMIT rowsUpdated(0, count() - 1); // names stand in the lines
    });
}

void LedgerList::takeNewest() {
    const std::vector<sync::TransferRow>& newest = *session_.view().team().ledger;
    std::vector<sync::TransferRow> merged = newest;
    // What was read before is kept where it goes on without a gap behind the newest lines.
    const auto seam = newest.empty()
                          ? transfers_.end()
                          : std::ranges::find(transfers_, newest.back().id, &sync::TransferRow::id);
    if (seam != transfers_.end())
        merged.insert(merged.end(), seam + 1, transfers_.end());
    else
        more_ = newest.size() >= client::ledgerRowsInView;
    if (merged == transfers_) return;
    reload([&] {
        transfers_ = std::move(merged);
        group();
    });
    if (searching()) loadMore();
}

void LedgerList::setText(const QString& text) {
    ActivityList::setText(text);
    if (searching()) loadMore(); // a search is about all of it
}

void LedgerList::loadMore() {
    if (!more_ || loading_ || transfers_.empty()) return;
    loading_ = true;
    session_.olderLedger(transfers_.back(), ledgerPageLines, this,
                         [this](const Result<std::vector<sync::TransferRow>>& page) { takeOlder(page); });
}

void LedgerList::takeOlder(const Result<std::vector<sync::TransferRow>>& page) {
    loading_ = false;
    if (!page) {
        more_ = false; // a view would ask again and again
        if (const auto then = std::exchange(wantsAll_, {})) then(fail(page.error()));
        return;
    }
    more_ = page->size() == ledgerPageLines && transfers_.size() + page->size() < ledgerLinesMost;
    if (!page->empty())
        reload([&] {
            transfers_.insert(transfers_.end(), page->begin(), page->end());
            group();
        });
    if (more_ && (searching() || wantsAll_)) return loadMore();
    if (const auto then = std::exchange(wantsAll_, {})) then({});
}

void LedgerList::loadAll(std::function<void(Result<void>)> then) {
    if (!more_) return then({});
    wantsAll_ = std::move(then);
    loadMore();
}

void LedgerList::group() {
    entries_.clear();
    for (std::size_t at = 0; at < transfers_.size(); ++at) {
        const bool same = at > 0 && belongTogether(transfers_[at - 1], transfers_[at]);
        if (!same) entries_.push_back({at, 0, 0});
        entries_.back().count += 1;
        entries_.back().credits += transfers_[at].credits;
    }
}

QString LedgerList::keyOf(std::size_t index) const {
    return shown(transfers_[entries_[index].begin].id.text());
}

ui::activity::ActivityRow LedgerList::entry(std::size_t index) const {
    const LedgerEntry& found = entries_[index];
    return ledgerLine(transfers_[found.begin], found, session_.view());
}

QStringList LedgerList::csvHeading() const {
    return {"time",    "reason", "from",    "from_member", "to",       "to_member", "credits",
            "done_by", "order",  "command", "headshot",    "transfer", "live"};
}

std::vector<QStringList> LedgerList::csvRecords(std::size_t index) const {
    std::vector<QStringList> records;
    const LedgerEntry& found = entries_[index];
    for (std::size_t at = found.begin; at < found.begin + found.count; ++at)
        records.push_back(record(transfers_[at]));
    return records;
}

QStringList LedgerList::record(const sync::TransferRow& transfer) const {
    const auto member = [this](const MemberId& id) { return shown(session_.view().memberName(id)); };
    return {shown(transfer.createdAt).toUTC().toString(Qt::ISODate),
            word(sync::name(transfer.reason)),
            word(sync::name(transfer.from)),
            member(transfer.fromMember),
            word(sync::name(transfer.to)),
            member(transfer.toMember),
            QString::number(static_cast<qint64>(transfer.credits)),
            member(transfer.actorId),
            shown(transfer.orderId.text()),
            shown(transfer.commandId.text()),
            shown(transfer.holdId.text()),
            shown(transfer.id.text()),
            transfer.livemode ? QStringLiteral("yes") : QStringLiteral("no")};
}

} // namespace headroom::desktop
