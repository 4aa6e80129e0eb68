#include "app/desktop/adapters/ledger_words.h"

#include "app/desktop/adapters/style_words.h"
#include "app/desktop/adapters/values.h"
#include "ui/widgets/formats.h"

#include <QCoreApplication>

#include <algorithm>

namespace headroom::desktop {

namespace {

using ui::Tone;
using ui::activity::ActivityRow;

/// What a kind of transfer is called and how it looks.
struct Line {
    QString icon;
    QString title;
    QString detail;
    Tone tone = Tone::Secondary;
    int sign = 0; ///< what it does to the credits that the team has
};

struct Words {
    Q_DECLARE_TR_FUNCTIONS(headroom::desktop::LedgerWords)
public:
    const sync::TransferRow& transfer;
    const LedgerEntry& entry;
    const client::TeamView& view;

    QString name(const MemberId& id) const {
        const QString known = shown(view.memberName(id));
        return known.isEmpty() ? tr("a former member") : known;
    }
    QString by() const {
        return transfer.actorId.empty() ? tr("automatic") : tr("by %1").arg(name(transfer.actorId));
    }
    /// The member whose account this touched.
    QString owner() const {
        const MemberId& id = transfer.fromMember.empty() ? transfer.toMember : transfer.fromMember;
        return id.empty() ? tr("Team pool") : name(id);
    }
    QString headshot() const {
        const client::ShownHeadshot* known =
            transfer.holdId.empty() ? nullptr : view.headshot(transfer.holdId);
        if (!known) return owner();
        return tr("%1, %2").arg(name(known->row->memberId), styleName(known->row->style));
    }
    QString buyer() const {
        const auto& rows = *view.team().payments;
        const auto found = std::ranges::find(rows, transfer.orderId, &sync::PaymentRow::id);
        return found == rows.end() ? by() : tr("by %1").arg(name(found->memberId));
    }

    Line line() const {
        using Reason = sync::TransferReason;
        switch (transfer.reason) {
        case Reason::Purchase:
            return {"credit-card", tr("Credits bought"), buyer(), Tone::Success, 1};
        case Reason::DebtPayment:
            return {"receipt", tr("Debt paid from a purchase"), buyer(), Tone::Secondary, 0};
        case Reason::Allocate:
            return {"hand-coins", tr("Given to %1").arg(name(transfer.toMember)), by(), Tone::Accent, 0};
        case Reason::TakeBack:
            return {"undo-2", tr("Taken back from %1").arg(name(transfer.fromMember)), by(), Tone::Secondary,
                    0};
        case Reason::AutoDistribute:
            return {"wand-sparkles", tr("Distributed to %1").arg(name(transfer.toMember)), by(), Tone::Accent,
                    0};
        case Reason::Reassign:
            return {"arrow-right-left",
                    tr("Moved from %1 to %2").arg(name(transfer.fromMember), name(transfer.toMember)), by(),
                    Tone::Accent, 0};
        case Reason::Hold:
            return {"hourglass", tr("Held for %n headshot(s)", nullptr, static_cast<int>(entry.credits)),
                    owner(), Tone::Secondary, 0};
        case Reason::Settle:
            return {"sparkles", tr("Headshot finished"), headshot(), Tone::Info, -1};
        case Reason::Release:
            return {"undo-2", tr("Returned: a headshot was not made"), headshot(), Tone::Warning, 0};
        case Reason::Refund:
            return {"receipt", tr("Payment refunded"), buyer(), Tone::Danger, -1};
        case Reason::RefundReversal:
            return {"receipt", tr("Refund taken back"), buyer(), Tone::Success, 1};
        case Reason::MemberRemoved:
            return {"user-minus", tr("Returned by %1, who left").arg(name(transfer.fromMember)), by(),
                    Tone::Secondary, 0};
        }
        __builtin_unreachable();
    }
};

} // namespace

bool belongTogether(const sync::TransferRow& a, const sync::TransferRow& b) {
    return a.version == b.version && a.reason == b.reason && a.from == b.from && a.to == b.to &&
           a.fromMember == b.fromMember && a.toMember == b.toMember && a.orderId == b.orderId &&
           a.reason == sync::TransferReason::Hold;
}

ActivityRow ledgerLine(const sync::TransferRow& one, const LedgerEntry& entry, const client::TeamView& view) {
    const Line line = Words{one, entry, view}.line();
    ActivityRow row;
    row.key = shown(one.id.text());
    row.when = shown(one.createdAt);
    row.icon = line.icon;
    row.title = line.title;
    row.detail = line.detail;
    row.tone = line.tone;
    row.amount =
        line.sign == 0 ? ui::formatNumber(entry.credits) : ui::formatSigned(line.sign * entry.credits);
    return row;
}

} // namespace headroom::desktop
