#include "ui/shell/team_button.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QLinearGradient>
#include <QPainter>

namespace headroom::ui::shell {
namespace {

void drawTeamMark(QPainter* painter, const QRect& rect, const QString& name) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QLinearGradient gradient(rect.topLeft(), rect.bottomRight());
    gradient.setColorAt(0, QColor(0x6D6FF5));
    gradient.setColorAt(1, QColor(0x3B3CC4));
    painter->setPen(Qt::NoPen);
    painter->setBrush(gradient);
    painter->drawRoundedRect(QRectF(rect), 9, 9);
    painter->setFont(font(TextStyle::Label));
    painter->setPen(Qt::white);
    painter->drawText(rect, Qt::AlignCenter, initials(name));
    painter->restore();
}

QColor syncColor(const State& state) {
    const Tokens& t = Theme::t();
    if (state.refused > 0) return t.red;
    switch (state.sync) {
    case SyncState::Synced:
        return t.dark ? t.green : QColor(0x22B573);
    case SyncState::Syncing:
        return t.series[0];
    case SyncState::Offline:
        return t.textMuted;
    case SyncState::Problem:
        return t.series[2];
    }
    return t.textMuted;
}

void drawTwoLines(QPainter* painter, const QRect& rect, Qt::LayoutDirection direction, const QString& title,
                  const QString& detail) {
    const Tokens& t = Theme::t();
    const int alignment = int(leading(direction));
    const QRect first(rect.left(), rect.center().y() - 16, rect.width(), 17);
    painter->setFont(font(TextStyle::BodyStrong));
    painter->setPen(t.text);
    painter->drawText(first, alignment,
                      painter->fontMetrics().elidedText(title, Qt::ElideRight, rect.width()));
    painter->setFont(font(TextStyle::Small));
    painter->setPen(t.textMuted);
    painter->drawText(first.translated(0, 17), alignment,
                      painter->fontMetrics().elidedText(detail, Qt::ElideRight, rect.width()));
}

} // namespace

TeamButton::TeamButton(QWidget* parent)
    : QAbstractButton(parent) {
    setFixedHeight(54);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TeamButton::setTeam(const Team& team) {
    team_ = team;
    setAccessibleName(tr("Team: %1").arg(team.name));
    setAccessibleDescription(team.detail);
    setToolTip(team.name);
    update();
}

void TeamButton::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    drawRounded(&painter, rect(), 10, underMouse() ? t.hover : t.surface, t.border);
    if (showsFocus(this)) drawFocusRing(&painter, rect(), 10);
    const auto place = [&](const QRect& logical) { return mirrored(layoutDirection(), rect(), logical); };
    drawTeamMark(&painter, place(QRect(10, 10, 34, 34)), team_.name);
    drawTwoLines(&painter, place(QRect(54, 0, width() - 86, height())), layoutDirection(), team_.name,
                 team_.detail);
    drawIcon(&painter, place(QRect(width() - 26, 19, 16, 16)), QStringLiteral("chevrons-up-down"),
             t.textMuted);
}

UserButton::UserButton(QWidget* parent)
    : QAbstractButton(parent) {
    setFixedHeight(48);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void UserButton::setState(const State& state, const QString& syncText) {
    state_ = state;
    syncText_ = syncText;
    setAccessibleName(tr("Account: %1").arg(state.userName));
    setAccessibleDescription(syncText);
    setToolTip(syncText);
    update();
}

void UserButton::paintEvent(QPaintEvent*) {
    const Tokens& t = Theme::t();
    QPainter painter(this);
    if (underMouse()) drawRounded(&painter, rect(), 10, t.hover);
    if (showsFocus(this)) drawFocusRing(&painter, rect(), 10);
    const auto place = [&](const QRect& logical) { return mirrored(layoutDirection(), rect(), logical); };
    drawAvatar(&painter, place(QRect(5, 8, 32, 32)), state_.userName, memberKey(state_.self));
    drawRounded(&painter, place(QRect(26, 29, 13, 13)), 6.5, underMouse() ? t.hover : t.sidebar);
    drawRounded(&painter, place(QRect(28, 31, 9, 9)), 4.5, syncColor(state_));
    drawTwoLines(&painter, place(QRect(48, 0, width() - 54, height())), layoutDirection(), state_.userName,
                 syncText_);
}

} // namespace headroom::ui::shell
