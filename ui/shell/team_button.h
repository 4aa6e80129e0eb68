#pragma once

#include "ui/shell/shell_source.h"

#include <QAbstractButton>

namespace headroom::ui::shell {

/// The team at the top of the side bar; opens the list of teams.
class TeamButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit TeamButton(QWidget* parent = nullptr);

    void setTeam(const Team& team);
    QSize sizeHint() const override { return {224, 54}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Team team_;
};

/// The user at the bottom of the side bar, with the state of sync; opens the account menu.
class UserButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit UserButton(QWidget* parent = nullptr);

    void setState(const State& state, const QString& syncText);
    QSize sizeHint() const override { return {180, 48}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    State state_;
    QString syncText_;
};

} // namespace headroom::ui::shell
