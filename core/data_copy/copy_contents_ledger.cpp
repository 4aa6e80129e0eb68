#include "core/credits/credits_limits.h"
#include "core/data_copy/copy_contents.h"
#include "core/data_copy/data_copy_limits.h"
#include "core/payments/orders.h"

// Credits and money: each as rows of data.json, and for the whole team as tables that a spreadsheet opens.
namespace headroom::data_copy {

using nlohmann::json;

namespace {

json paymentJson(const sync::PaymentRow& row) {
    json item = row;
    item.erase("checkout_url"); // whoever has it can pay the order: no business of a file's
    return item;
}

/// "79.00"
std::string amountText(std::int64_t cents) {
    const std::string hundredths = std::to_string(cents % 100);
    return std::to_string(cents / 100) + "." + std::string(2 - hundredths.size(), '0') + hundredths;
}

std::vector<std::string> paymentCells(const sync::PaymentRow& row, const std::string& who) {
    return {isoText(row.createdAt),
            row.id.text(),
            who,
            row.package,
            std::to_string(row.credits),
            amountText(row.amountCents),
            row.currency,
            std::string(sync::name(row.state)),
            row.paidAt ? isoText(*row.paidAt) : "",
            amountText(row.refundedCents)};
}

void addIfAny(std::set<std::string>& ids, const MemberId& id) {
    if (!id.empty()) ids.insert(id.text());
}

} // namespace

Result<void> CopyContents::ledgerRow(TextFile& table, const sync::TransferRow& row) {
    const auto nameIfAny = [&](const MemberId& id) { return id.empty() ? std::string() : nameOf(id); };
    return table.write(csvLine(
        {isoText(row.createdAt), std::string(sync::name(row.reason)), std::to_string(row.credits),
         std::string(sync::name(row.from)), nameIfAny(row.fromMember), std::string(sync::name(row.to)),
         nameIfAny(row.toMember), nameIfAny(row.actorId), row.orderId.text(), row.holdId.text()}));
}

Result<void> CopyContents::ledger(const MemberId& member) {
    std::optional<TextFile> table;
    if (member.empty()) {
        table.emplace(TRY(TextFile::create(parts_.folder / "ledger.csv")));
        TRY(table->write(csvLine({"time", "reason", "credits", "from", "from_member", "to", "to_member", "by",
                                  "order", "headshot"})));
    }
    TRY(json_->beginList("ledger"));
    std::optional<credits::TransferPosition> before;
    std::size_t count = 0;
    do {
        TRY(parts_.keepGoing());
        const auto rows = TRY(read([&](Session& session) {
            return credits::transferPage(session, viewer_.team, before, rowsAtATime, member);
        }));
        std::set<std::string> ids;
        for (const sync::TransferRow& row : rows) {
            addIfAny(ids, row.fromMember);
            addIfAny(ids, row.toMember);
            addIfAny(ids, row.actorId);
        }
        if (table) TRY(learnNames(ids));
        for (const sync::TransferRow& row : rows) {
            TRY(json_->item(row));
            if (table) TRY(ledgerRow(*table, row));
            before = {row.version, row.ordinal};
        }
        count = rows.size();
    } while (count == static_cast<std::size_t>(rowsAtATime));
    TRY(json_->endList());
    return table ? addFile("ledger.csv", *table) : Result<void>();
}

Result<void> CopyContents::payments(const MemberId& member) {
    std::optional<TextFile> table;
    if (member.empty()) {
        table.emplace(TRY(TextFile::create(parts_.folder / "payments.csv")));
        TRY(table->write(csvLine({"time", "order", "ordered_by", "package", "credits", "amount", "currency",
                                  "state", "paid_at", "refunded"})));
    }
    TRY(json_->beginList("payments"));
    std::optional<payments::PaymentKey> after;
    std::size_t count = 0;
    do {
        TRY(parts_.keepGoing());
        const auto rows = TRY(read([&](Session& session) {
            return payments::paymentsAfter(session, viewer_.team, after, rowsAtATime);
        }));
        std::set<std::string> ids;
        for (const sync::PaymentRow& row : rows)
            addIfAny(ids, row.memberId);
        if (table) TRY(learnNames(ids));
        for (const sync::PaymentRow& row : rows) {
            after = {row.createdAt, row.id};
            if (!member.empty() && row.memberId != member) continue;
            TRY(json_->item(paymentJson(row)));
            if (table) TRY(table->write(csvLine(paymentCells(row, nameOf(row.memberId)))));
        }
        count = rows.size();
    } while (count == static_cast<std::size_t>(rowsAtATime));
    TRY(json_->endList());
    return table ? addFile("payments.csv", *table) : Result<void>();
}

} // namespace headroom::data_copy
