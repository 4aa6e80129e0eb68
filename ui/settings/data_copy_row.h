#pragma once

#include "ui/settings/data_copy_source.h"

#include <QWidget>

class QPushButton;

namespace headroom::ui {
class TextLabel;
class UsageBar;
} // namespace headroom::ui

namespace headroom::ui::settings {

/// One copy: what it is, how it stands with it, and what can be done. Shows; decides nothing.
class DataCopyRow : public QWidget {
    Q_OBJECT
public:
    explicit DataCopyRow(CopyOf of, QWidget* parent = nullptr);

    /// `offline`: why nothing can be done; `problem`: why nothing is known.
    void show(const std::optional<DataCopy>& copy, const std::optional<CopySaving>& saving,
              const QString& problem, const QString& offline);

    static QString title(CopyOf of);

Q_SIGNALS:
    void prepareRequested();
    void saveRequested();
    void removeRequested();
    void cancelRequested(); ///< the saving

private:
    void showSaving(const CopySaving& saving);
    void showCopy(const DataCopy& copy);
    void keepFocus(QPushButton* had);

    const CopyOf of_;
    TextLabel* detail_;
    QWidget* progress_; ///< the bar, with room above it
    UsageBar* bar_;
    QPushButton* prepare_;
    QPushButton* save_;
    QPushButton* stop_; ///< ends what is under way: saving or preparing
    QPushButton* remove_;
    bool isSaving_ = false;
};

} // namespace headroom::ui::settings
