#pragma once

#include "ui/exports/exports_source.h"
#include "ui/widgets/card.h"

class QVBoxLayout;

namespace headroom::ui {
class EmptyState;
class ProgressRow;
} // namespace headroom::ui

namespace headroom::ui::exports {

/// The exports that run, wait or ran, with what can be done about each.
class ExportList : public Card {
    Q_OBJECT
public:
    ExportList(ExportsSource& source, ExportsActions& actions, QWidget* parent = nullptr);

    /// Rows that are shown; older ones are in Activity.
    static constexpr int mostRows = 30;

private:
    struct Line {
        ExportRow row;
        ProgressRow* widget;
    };
    void refresh();
    void rebuild(const std::vector<ExportRow>& rows);
    void update(Line& line, const ExportRow& row);
    ProgressRow* makeLine(const ExportRow& row);
    void addActions(ProgressRow* line, const ExportRow& row);
    void openResults(const QString& key);

    ExportsSource& source_;
    ExportsActions& actions_;
    QVBoxLayout* list_;
    QWidget* rows_ = nullptr;
    std::vector<Line> lines_;
    EmptyState* empty_;
};

} // namespace headroom::ui::exports
