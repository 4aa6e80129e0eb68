#pragma once

#include "ui/shell/shell_source.h"
#include "ui/widgets/dialog.h"

class QVBoxLayout;

namespace headroom::ui::shell {

/// Changes that wait, are being sent, or were refused, with what can be done about each.
class OutboxDialog : public Dialog {
    Q_OBJECT
public:
    OutboxDialog(ShellSource& source, ShellActions& actions, QWidget* parent);

    /// Rows beyond this are only counted: nobody reads more, and each is a widget.
    static constexpr int mostRows = 50;

private:
    void refresh();
    QWidget* buildRow(const OutboxRow& row);

    ShellSource& source_;
    ShellActions& actions_;
    QWidget* rows_ = nullptr;
    QVBoxLayout* holder_;
};

} // namespace headroom::ui::shell
