#pragma once

#include "ui/exports/exports_source.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace headroom::ui {
class Card;
class EmptyState;
class PageHeader;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::exports {

/// Writes headshots as files: what, how, under which names, where; and the exports that run or ran.
class ExportsPage : public QWidget {
    Q_OBJECT
public:
    ExportsPage(ExportsSource& source, ExportsActions& actions, QWidget* parent = nullptr);

    /// Prepares an export of these headshots; empty for all.
    void setHeadshots(const QStringList& keys);
    Options options() const;

    /// Rows of finished exports that are shown; older ones are in Activity.
    static constexpr int mostRows = 30;

private:
    Card* buildOptions();
    Card* buildList();
    QWidget* buildNames();
    void chooseFolder();
    void refreshPlan();
    void refreshList();
    QWidget* buildRow(const ExportRow& row);
    void start();

    ExportsSource& source_;
    ExportsActions& actions_;
    QStringList headshots_;
    TextLabel* what_;
    QComboBox* format_;
    QList<QCheckBox*> sizes_;
    QLineEdit* template_;
    TextLabel* names_;
    QComboBox* conflict_;
    QCheckBox* strip_;
    QLineEdit* folder_;
    TextLabel* plan_;
    QPushButton* start_;
    TextLabel* reason_;
    QVBoxLayout* list_;
    QWidget* rows_ = nullptr;
    EmptyState* empty_;
};

} // namespace headroom::ui::exports
