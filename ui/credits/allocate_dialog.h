#pragma once

#include "ui/credits/credits_source.h"
#include "ui/widgets/dialog.h"

namespace headroom::ui {
class NumberField;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::credits {

enum class AllocateDirection { Give, TakeBack };

/// Gives the same number of pool credits to each chosen member, or takes up to that number back from each.
class AllocateDialog : public Dialog {
    Q_OBJECT
public:
    AllocateDialog(AllocateDirection direction, std::vector<MemberRow> members, CreditsSource& source,
                   CreditsActions& actions, QWidget* parent);

Q_SIGNALS:
    /// Accepted by the other side; `lines` is what was done (for an undo).
    void allocated(const std::vector<headroom::ui::credits::AllocationLine>& lines, const QString& summary);

private:
    std::vector<AllocationLine> lines() const;
    void refresh();
    void send();

    AllocateDirection direction_;
    std::vector<MemberRow> members_;
    CreditsSource& source_;
    CreditsActions& actions_;
    NumberField* each_;
    TextLabel* total_;
    TextLabel* pool_;
};

} // namespace headroom::ui::credits
