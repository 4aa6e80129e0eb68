#pragma once

#include "ui/exports/exports_source.h"

#include <QWidget>

namespace headroom::ui::exports {

class ExportOptionsForm;

/// Writes headshots as files: what, how, under which names, where; and the exports that run or ran.
class ExportsPage : public QWidget {
    Q_OBJECT
public:
    ExportsPage(ExportsSource& source, ExportsActions& actions, QWidget* parent = nullptr);

    /// Prepares an export of these headshots; empty for all.
    void setHeadshots(const QStringList& keys);
    Options options() const;

private:
    void start();

    ExportsActions& actions_;
    ExportOptionsForm* form_;
};

} // namespace headroom::ui::exports
