#pragma once

#include "ui/settings/generators_source.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QPushButton;
class QVBoxLayout;

namespace headroom::ui {
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::settings {

/// Generators one below the other: which are used, and which comes first. Those that are left out stand last.
class GeneratorOrder : public QWidget {
    Q_OBJECT
public:
    explicit GeneratorOrder(const std::vector<Generator>& available, QWidget* parent = nullptr);

    enum class Editing { No, Yes };
    /// `order` holds names of the available ones.
    void setOrder(const QStringList& order, Editing editing);
    QStringList order() const;

Q_SIGNALS:
    /// The user moved, left out or took in.
    void changed();

private:
    struct Row {
        QString name;
        QWidget* widget = nullptr;
        TextLabel* place = nullptr;
        QCheckBox* used = nullptr;
        QPushButton* up = nullptr;
        QPushButton* down = nullptr;
    };
    Row makeRow(const Generator& generator);
    void place();
    void move(const QString& name, int by);
    void toggle(const QString& name, bool used);

    std::vector<Row> rows_; ///< in the order that is shown
    QStringList operators_; ///< names in the operator's order
    QVBoxLayout* column_;
    Editing editing_ = Editing::No;
};

} // namespace headroom::ui::settings
