#pragma once

#include "core/client/team_session.h"
#include "ui/activity/activity_source.h"
#include "ui/exports/exports_source.h"

namespace headroom::desktop {

/// The Activity page over a team's session. Everything it shows lies in the team's cache (the snapshot brings
/// the whole ledger) or on this computer, so it works offline. GUI thread; the session outlives it.
class ActivityAdapter : public ui::activity::ActivitySource, public ui::activity::ActivityActions {
    Q_OBJECT

public:
    explicit ActivityAdapter(client::TeamSession& session, QObject* parent = nullptr)
        : ActivitySource(parent)
        , session_(session) {}

    /// Where exports are told from; before the page is made. Both outlive it.
    void setExports(ui::exports::ExportsSource* source, ui::exports::ExportsActions* actions);

    std::unique_ptr<ui::activity::ActivityRows> open(ui::activity::ActivityKind kind) override;
    void writeCsv(ui::activity::ActivityKind kind, const QString& text, const QString& path,
                  std::function<void(Result<void>)> done) override;
    void openRow(ui::activity::ActivityKind kind, const QString& key) override;

private:
    void writeLedger(const QString& text, const QString& path, std::function<void(Result<void>)> done);
    void openOrder(const QString& key) const;

    client::TeamSession& session_;
    ui::exports::ExportsSource* exports_ = nullptr;
    ui::exports::ExportsActions* exportActions_ = nullptr;
};

} // namespace headroom::desktop
