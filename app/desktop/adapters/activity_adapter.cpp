#include "app/desktop/adapters/activity_adapter.h"

#include "app/desktop/adapters/csv.h"
#include "app/desktop/adapters/exports_list.h"
#include "app/desktop/adapters/ledger_list.h"
#include "app/desktop/adapters/payments_list.h"
#include "app/desktop/adapters/people_list.h"
#include "app/desktop/adapters/values.h"
#include "app/desktop/browser.h"

#include <algorithm>

namespace headroom::desktop {

using ui::activity::ActivityKind;

void ActivityAdapter::setExports(ui::exports::ExportsSource* source, ui::exports::ExportsActions* actions) {
    exports_ = source;
    exportActions_ = actions;
}

std::unique_ptr<ui::activity::ActivityRows> ActivityAdapter::open(ActivityKind kind) {
    switch (kind) {
    case ActivityKind::Ledger:
        return std::make_unique<LedgerList>(session_);
    case ActivityKind::Payments:
        return std::make_unique<PaymentsList>(session_.view());
    case ActivityKind::People:
        return std::make_unique<PeopleList>(session_.view());
    case ActivityKind::Exports:
        return std::make_unique<ExportsList>(exports_);
    }
    __builtin_unreachable();
}

void ActivityAdapter::writeCsv(ActivityKind kind, const QString& text, const QString& path,
                               std::function<void(Result<void>)> done) {
    if (kind == ActivityKind::Ledger) return writeLedger(text, path, std::move(done));
    const auto list = open(kind);
    list->setText(text);
    writeFile(path, static_cast<ActivityList&>(*list).csv(), this, std::move(done));
}

void ActivityAdapter::writeLedger(const QString& text, const QString& path,
                                  std::function<void(Result<void>)> done) {
    auto* list = new LedgerList(session_, this);
    list->loadAll([this, list, text, path, done = std::move(done)](const Result<void>& loaded) {
        list->deleteLater();
        if (!loaded) return done(fail(loaded.error()));
        list->setText(text);
        writeFile(path, list->csv(), this, done);
    });
}

void ActivityAdapter::openRow(ActivityKind kind, const QString& key) {
    switch (kind) {
    case ActivityKind::Ledger:
    case ActivityKind::People:
        return;
    case ActivityKind::Payments:
        return openOrder(key);
    case ActivityKind::Exports:
        if (exportActions_) exportActions_->showFolder(key);
        return;
    }
}

void ActivityAdapter::openOrder(const QString& key) const {
    const auto& rows = *session_.view().team().payments;
    const auto found =
        std::ranges::find_if(rows, [&](const sync::PaymentRow& row) { return shown(row.id.text()) == key; });
    // Only an order that can still be paid has a page.
    if (found != rows.end() && !found->checkoutUrl.empty()) openInBrowser(QUrl(shown(found->checkoutUrl)));
}

} // namespace headroom::desktop
