#pragma once

#include "ui/signin/signin_actions.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace headroom::ui {
class Notice;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::signin {

/// First window: the server's address and one's e-mail, then the code from the e-mail; or this computer
/// alone.
class SigninPage : public QWidget {
    Q_OBJECT
public:
    explicit SigninPage(SigninActions& actions, QWidget* parent = nullptr);

    /// Puts a reason above the fields ("You were signed out").
    void showReason(const QString& text);

    /// The code has this many digits (the endpoint's rule).
    static constexpr int codeLength = 6;

Q_SIGNALS:
    void signedIn();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* buildAddress();
    QWidget* buildCode();
    void askCode();
    void sendCode();
    void useThisComputer();
    void setBusy(bool busy);
    void refresh();
    void showError(const Error& error);

    SigninActions& actions_;
    QWidget* panel_;
    Notice* notice_;
    QStackedWidget* steps_;
    QLineEdit* endpoint_;
    QLineEdit* email_;
    QPushButton* next_;
    QPushButton* local_;
    TextLabel* sentTo_;
    QLineEdit* code_;
    QPushButton* enter_;
    QPushButton* again_;
    QTimer* againDelay_;
    QString server_;
    bool busy_ = false;
};

} // namespace headroom::ui::signin
