#pragma once

#include "ui/theme/tokens.h"

#include <QDialog>

#include <functional>

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace headroom::ui {

class Notice;
class TextLabel;

/// Base of our dialogs: title, subtitle, body, a place for what went wrong, and the buttons. Modal to its
/// window and opened with open(): no nested event loop. While busy, the primary button waits and closing is
/// still possible.
class Dialog : public QDialog {
    Q_OBJECT
public:
    Dialog(const QString& title, const QString& subtitle, QWidget* parent);

    QVBoxLayout* body() const { return body_; }

    /// Return triggers it.
    QPushButton* setPrimary(const QString& text, const QString& icon = {});
    /// Esc and the window's close button do the same.
    QPushButton* addCancel(const QString& text = {});
    QPushButton* addButton(const QString& text, const QString& icon = {});

    void setSubtitle(const QString& text);
    void showNotice(Tone tone, const QString& text);
    void clearNotice();
    QString noticeText() const;

    /// Disables the primary button with the reason, or enables it for an empty reason.
    void setPrimaryReason(const QString& reasonWhenDisabled);
    void setBusy(bool busy);

Q_SIGNALS:
    void primaryTriggered();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void makeRoomForWords();
    void refreshPrimary();

    TextLabel* subtitle_;
    QVBoxLayout* body_;
    Notice* notice_;
    QHBoxLayout* buttons_;
    QPushButton* primary_ = nullptr;
    QString reason_;
    bool busy_ = false;
};

/// Asks before something that cannot be undone. `text` says what will happen; runs `confirmed` on yes.
void confirm(QWidget* parent, const QString& title, const QString& text, const QString& actionText,
             std::function<void()> confirmed);

/// A label above a field, linked for assistive technology and mnemonics.
QWidget* labelled(const QString& label, QWidget* field, const QString& hint = {});

} // namespace headroom::ui
