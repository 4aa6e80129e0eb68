#pragma once

#include "ui/credits/credits_source.h"
#include "ui/widgets/dialog.h"

namespace headroom::ui {
class MemberPicker;
class NumberField;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::credits {

/// Moves available credits from one member to another.
class ReassignDialog : public Dialog {
    Q_OBJECT
public:
    /// `from` may be empty: then it is chosen here too.
    ReassignDialog(std::optional<MemberRow> from, CreditsSource& source, CreditsActions& actions,
                   QWidget* parent);

Q_SIGNALS:
    void reassigned(const headroom::ui::MemberRow& from, const headroom::ui::MemberRow& to, qint64 credits);

private:
    void refresh();
    void send();

    CreditsActions& actions_;
    MemberPicker* from_;
    MemberPicker* to_;
    NumberField* credits_;
    TextLabel* result_;
};

} // namespace headroom::ui::credits
