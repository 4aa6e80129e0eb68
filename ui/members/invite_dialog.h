#pragma once

#include "ui/members/members_source.h"
#include "ui/widgets/dialog.h"

class QComboBox;
class QListWidget;
class QPlainTextEdit;
class QTimer;

namespace headroom::ui {
class TextLabel;
}

namespace headroom::ui::members {

/// Invites by a list of addresses (typed, pasted or from a CSV file), with a verdict for each line before
/// anything is sent and after; or by a link that anybody who has it can use.
class InviteDialog : public Dialog {
    Q_OBJECT
public:
    InviteDialog(MembersSource& source, MembersActions& actions, QWidget* parent);

    /// Puts the text of a file into the field; a refusal is shown in the dialog.
    void loadFile(const QString& path);

Q_SIGNALS:
    void invited(int count);

private:
    QWidget* buildLink();
    void judge();
    void showLines();
    void send();
    void refreshLink();
    int readyCount() const;

    MembersSource& source_;
    MembersActions& actions_;
    QPlainTextEdit* text_;
    QListWidget* lines_;
    TextLabel* count_;
    QComboBox* role_;
    TextLabel* link_;
    QPushButton* copyLink_;
    QPushButton* makeLink_;
    QPushButton* stopLink_;
    QTimer* delay_;
    std::vector<InviteLine> judged_;
};

} // namespace headroom::ui::members
