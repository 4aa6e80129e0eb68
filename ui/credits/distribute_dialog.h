#pragma once

#include "ui/credits/credits_source.h"
#include "ui/widgets/dialog.h"

class QButtonGroup;
class QCheckBox;
class QTimer;

namespace headroom::ui {
class NumberField;
class TableView;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::credits {

class DistributionModel;

/// Shares pool credits out by a rule, after showing line by line what would happen. What is approved is
/// exactly the preview; if the balances moved meanwhile, a new preview is shown instead of another result.
class DistributeDialog : public Dialog {
    Q_OBJECT
public:
    DistributeDialog(CreditsSource& source, CreditsActions& actions, QWidget* parent);

Q_SIGNALS:
    void distributed(qint64 total, int members);

private:
    QWidget* buildModes();
    DistributionRequest request() const;
    void askPreview();
    void showPreview(const DistributionPreview& preview);
    void send();

    CreditsActions& actions_;
    QButtonGroup* modes_;
    NumberField* shareAmount_;
    NumberField* topUpLevel_;
    QCheckBox* invited_;
    DistributionModel* model_;
    TableView* table_;
    TextLabel* summary_;
    TextLabel* pool_;
    QTimer* delay_;
    std::optional<DistributionPreview> preview_;
    int asked_ = 0; ///< newest question; older answers are dropped
};

} // namespace headroom::ui::credits
