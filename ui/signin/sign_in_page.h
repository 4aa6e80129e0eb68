#pragma once

#include "ui/signin/sign_in_source.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace headroom::ui::signin {

class ChoiceCard;
class CodeStep;
class ConnectStep;
class InvitationStep;
class LocalStep;
class SignInArtwork;
class SignInStep;

/// The first thing that anybody sees, in place of the main window's pages: use this computer, connect to a
/// team, or join by an invitation link. Emits signedIn() when the actions have said that it worked.
class SignInPage : public QWidget {
    Q_OBJECT
public:
    SignInPage(SignInSource& source, SignInActions& actions, QWidget* parent = nullptr);

    void showChoices();
    void showLocal();
    void showConnect();
    /// `link` may be empty; else it is filled in, as when the program was opened with one.
    void showInvitation(const QString& link = {});
    /// Somebody came here from a team that is still open to them: offers the way back to it by name.
    void setWayBack(const QString& teamName);

Q_SIGNALS:
    void signedIn();
    /// To the team of setWayBack().
    void wayBackRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildForm();
    QWidget* buildChoices();
    QWidget* buildMark();
    void connectSteps();
    void refresh();
    void showStep(SignInStep* step);
    void showCode(const QString& address, const QString& email, const CodeSent& sent, const QString& link);
    void back();

    SignInSource& source_;
    SignInActions& actions_;
    SignInArtwork* artwork_;
    QStackedWidget* steps_;
    QWidget* choices_ = nullptr;
    QPushButton* wayBack_ = nullptr;
    ChoiceCard* useThis_ = nullptr;
    ChoiceCard* connect_ = nullptr;
    LocalStep* local_;
    ConnectStep* team_;
    InvitationStep* invitation_;
    CodeStep* code_;
    SignInStep* beforeCode_ = nullptr;
};

} // namespace headroom::ui::signin
