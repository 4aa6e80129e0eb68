#pragma once

#include <QWidget>

class QHBoxLayout;

namespace headroom::ui {

class TextLabel;

/// Title and subtitle of a page, and its actions on the other side.
class PageHeader : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);

    void setSubtitle(const QString& text);
    void addAction(QWidget* widget);

private:
    TextLabel* subtitle_;
    QHBoxLayout* actions_;
};

} // namespace headroom::ui
