#pragma once

#include "ui/widgets/card.h"

namespace headroom::ui {

/// A card that a table fills to its edges: the corners stay round, over whatever row ends in them.
class TableCard : public Card {
    Q_OBJECT
public:
    explicit TableCard(QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* corners_;
};

} // namespace headroom::ui
