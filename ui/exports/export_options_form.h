#pragma once

#include "ui/exports/exports_source.h"
#include "ui/widgets/card.h"

#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace headroom::ui {
class NumberField;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::exports {

/// What is to be exported, as what, under which names and where to; with what that would write, live.
class ExportOptionsForm : public Card {
    Q_OBJECT
public:
    explicit ExportOptionsForm(ExportsSource& source, QWidget* parent = nullptr);

    /// These headshots instead of the filters; empty for the filters.
    void setHeadshots(const QStringList& keys);
    Options options() const;

Q_SIGNALS:
    void startRequested();

private:
    QWidget* buildWhat();
    QWidget* buildFormat();
    QWidget* buildSizes();
    QWidget* buildNames();
    QWidget* buildFolder();
    QWidget* buildFooter();
    void connectAll();
    void fillFilters();
    void refresh();
    void chooseFolder();

    ExportsSource& source_;
    QStringList headshots_;
    TextLabel* what_;
    QPushButton* dropChoice_;
    QWidget* filters_;
    QComboBox* member_;
    QComboBox* style_;
    QCheckBox* favourites_;
    QComboBox* format_;
    QComboBox* conflict_;
    QList<QCheckBox*> sizes_;
    QCheckBox* own_;
    NumberField* ownWidth_;
    NumberField* ownHeight_;
    QLineEdit* template_;
    TextLabel* names_;
    QCheckBox* perMember_;
    QLineEdit* folder_;
    TextLabel* plan_;
    QPushButton* start_;
    TextLabel* reason_;
};

} // namespace headroom::ui::exports
