#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace headroom::ui {
class Notice;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::signin {

/// One step of signing in: title, what it is about, fields, what went wrong, one primary action and a way
/// back. Return anywhere in it is the primary action.
class SignInStep : public QWidget {
    Q_OBJECT
public:
    SignInStep(const QString& title, const QString& subtitle, QWidget* parent = nullptr);

    /// When the step comes into sight.
    virtual void focusFirst() {}
    QString noticeText() const;
    QPushButton* primary() const { return primary_; }

Q_SIGNALS:
    void backRequested();

protected:
    QVBoxLayout* body() const { return body_; }
    QLineEdit* addField(const QString& label, const QString& placeholder, const QString& hint = {});
    void setSubtitle(const QString& text);
    void setPrimary(const QString& text, const QString& icon = {});
    /// A quiet second action beside it.
    QPushButton* addLink(const QString& text);
    void setPrimaryReason(const QString& reasonWhenDisabled);
    void setBusy(bool busy);
    bool busy() const { return busy_; }
    void showNotice(Tone tone, const QString& text, const QString& actionText = {});
    void clearNotice();

    virtual void submit() = 0;
    virtual void noticeAction() {}
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refreshPrimary();

    TextLabel* subtitle_;
    QVBoxLayout* body_;
    Notice* notice_;
    QPushButton* primary_;
    QHBoxLayout* actions_;
    QString reason_;
    bool busy_ = false;
};

} // namespace headroom::ui::signin
