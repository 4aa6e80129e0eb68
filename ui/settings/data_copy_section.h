#pragma once

#include "ui/settings/data_copy_source.h"

#include <QWidget>

namespace headroom::ui::settings {

class DataCopyRow;
class SettingSection;

/// Copies of what the endpoint holds about oneself and, for owners, about the team: asked for, watched, saved
/// and removed.
class DataCopySection : public QWidget {
    Q_OBJECT
public:
    DataCopySection(DataCopySource& source, DataCopyActions& actions, QWidget* parent = nullptr);

    /// Asks whether it is to be prepared.
    void openPrepare(CopyOf of);
    /// Saves to that file.
    void saveTo(CopyOf of, const QString& file);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    DataCopyRow* addRow(CopyOf of);
    void refresh();
    void chooseFile(CopyOf of);
    void remove(CopyOf of);

    DataCopySource& source_;
    DataCopyActions& actions_;
    SettingSection* section_;
    DataCopyRow* own_ = nullptr;
    DataCopyRow* team_ = nullptr; ///< only while it is offered
};

} // namespace headroom::ui::settings
