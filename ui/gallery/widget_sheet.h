#pragma once

#include <QWidget>

namespace headroom::ui::gallery {

/// Every widget of ui/widgets on one page, in its states.
class WidgetSheet : public QWidget {
    Q_OBJECT
public:
    explicit WidgetSheet(QWidget* parent = nullptr);
};

} // namespace headroom::ui::gallery
