#include "ui/signin/sign_in_page.h"

#include "ui/signin/choice_card.h"
#include "ui/signin/code_step.h"
#include "ui/signin/connect_step.h"
#include "ui/signin/invitation_step.h"
#include "ui/signin/local_step.h"
#include "ui/signin/sign_in_artwork.h"
#include "ui/signin/sign_in_limits.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headroom::ui::signin {
namespace {

constexpr int formWidth = 420;
constexpr int markSize = 44;

/// The application's picture, sharp at any scale.
class Mark : public QWidget {
public:
    Mark() { setFixedSize(markSize, markSize); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        applicationIcon().paint(&painter, rect());
    }
};

} // namespace

SignInPage::SignInPage(SignInSource& source, SignInActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , artwork_(new SignInArtwork(this))
    , steps_(new QStackedWidget)
    , local_(new LocalStep(source, actions))
    , team_(new ConnectStep(source, actions))
    , invitation_(new InvitationStep(source, actions))
    , code_(new CodeStep(actions)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(artwork_, 10);
    row->addWidget(buildForm(), 11);
    connectSteps();
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
    connect(&source_, &SignInSource::changed, this, &SignInPage::refresh);
    refresh();
    showChoices();
}

QWidget* SignInPage::buildForm() {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    auto* across = new QHBoxLayout(content);
    across->setContentsMargins(metric::pageMarginX, 40, metric::pageMarginX, 40);
    auto* form = new QWidget;
    form->setMaximumWidth(formWidth);
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(28);
    column->addStretch(5);
    column->addWidget(buildMark());
    steps_->addWidget(buildChoices());
    for (SignInStep* step : {static_cast<SignInStep*>(local_), static_cast<SignInStep*>(team_),
                             static_cast<SignInStep*>(invitation_), static_cast<SignInStep*>(code_)})
        steps_->addWidget(step);
    column->addWidget(steps_);
    column->addStretch(7);
    across->addStretch(1);
    across->addWidget(form, 1000);
    across->addStretch(1);
    scroll->setWidget(content);
    return scroll;
}

QWidget* SignInPage::buildMark() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(13);
    row->addWidget(new Mark);
    row->addWidget(new TextLabel(QStringLiteral("Headroom"), TextStyle::Display));
    row->addStretch();
    return box;
}

QWidget* SignInPage::buildChoices() {
    choices_ = new QWidget;
    choices_->setAccessibleName(tr("Welcome"));
    auto* column = new QVBoxLayout(choices_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    wayBack_ = makeButton({}, QStringLiteral("arrow-left"), ButtonVariant::Ghost, choices_);
    wayBack_->hide();
    column->addWidget(wayBack_, 0, Qt::AlignLeft);
    column->addWidget(new TextLabel(tr("Welcome"), TextStyle::Heading));
    auto* text = new TextLabel(tr("Where does your team keep its credits and headshots?"), TextStyle::Body,
                               Tone::Muted);
    text->setWordWrap(true);
    column->addWidget(text);
    column->addSpacing(8);
    useThis_ = new ChoiceCard(QStringLiteral("monitor"), tr("Use this computer"), {});
    connect_ = new ChoiceCard(QStringLiteral("users-round"), tr("Connect to your team"), {});
    column->addWidget(useThis_);
    column->addWidget(connect_);
    column->addSpacing(6);
    QPushButton* invited =
        makeButton(tr("I have an invitation link"), QStringLiteral("link"), ButtonVariant::Ghost, choices_);
    column->addWidget(invited, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(wayBack_, &QPushButton::clicked, this, &SignInPage::wayBackRequested);
    connect(useThis_, &QAbstractButton::clicked, this, &SignInPage::showLocal);
    connect(connect_, &QAbstractButton::clicked, this, &SignInPage::showConnect);
    connect(invited, &QPushButton::clicked, this, [this] { showInvitation(); });
    return choices_;
}

void SignInPage::connectSteps() {
    for (SignInStep* step : {static_cast<SignInStep*>(local_), static_cast<SignInStep*>(team_),
                             static_cast<SignInStep*>(invitation_), static_cast<SignInStep*>(code_)})
        connect(step, &SignInStep::backRequested, this, &SignInPage::back);
    connect(team_, &ConnectStep::codeSent, this,
            [this](const QString& address, const QString& email, const CodeSent& sent) {
                showCode(address, email, sent, {});
            });
    connect(invitation_, &InvitationStep::codeSent, this,
            [this](const QString& address, const QString& email, const CodeSent& sent) {
                showCode(address, email, sent, invitation_->link());
            });
    connect(local_, &LocalStep::signedIn, this, &SignInPage::signedIn);
    connect(code_, &CodeStep::signedIn, this, &SignInPage::signedIn);
}

void SignInPage::refresh() {
    const QString blocked = source_.localBlockedBy();
    const QString team = source_.localTeamName();
    useThis_->setEnabled(blocked.isEmpty());
    useThis_->setTexts(team.isEmpty() ? tr("Use this computer") : tr("Open %1").arg(team),
                       !blocked.isEmpty() ? blocked
                       : team.isEmpty()   ? tr("A new team, with everything kept here")
                                          : tr("The team that is kept on this computer"));
    const QString last = source_.lastAddress();
    connect_->setTexts(tr("Connect to your team"), last.isEmpty()
                                                       ? tr("Your company runs Headroom on a server")
                                                       : tr("Last time: %1").arg(hostOf(last)));
}

void SignInPage::showStep(SignInStep* step) {
    steps_->setCurrentWidget(step);
    step->focusFirst();
}

void SignInPage::showChoices() {
    steps_->setCurrentWidget(choices_);
    (source_.lastAddress().isEmpty() && useThis_->isEnabled() ? useThis_ : connect_)->setFocus();
}

void SignInPage::showLocal() {
    local_->reset();
    showStep(local_);
    if (!source_.localTeamName().isEmpty()) local_->openExisting();
}

void SignInPage::showConnect() {
    team_->reset();
    showStep(team_);
}

void SignInPage::showInvitation(const QString& link) {
    invitation_->reset();
    if (!link.isEmpty()) invitation_->setLink(link);
    showStep(invitation_);
}

void SignInPage::setWayBack(const QString& teamName) {
    wayBack_->setText(tr("Back to %1").arg(teamName));
    wayBack_->setVisible(!teamName.isEmpty());
}

void SignInPage::keyPressEvent(QKeyEvent* event) {
    const bool leave = event->key() == Qt::Key_Escape && steps_->currentWidget() == choices_;
    if (leave && !wayBack_->isHidden()) return wayBack_->click();
    QWidget::keyPressEvent(event);
}

void SignInPage::showCode(const QString& address, const QString& email, const CodeSent& sent,
                          const QString& link) {
    beforeCode_ = link.isEmpty() ? static_cast<SignInStep*>(team_) : invitation_;
    code_->start(address, email, sent, link);
    showStep(code_);
}

void SignInPage::back() {
    actions_.cancel();
    local_->reset();
    team_->reset();
    invitation_->reset();
    code_->reset();
    if (steps_->currentWidget() == code_)
        showStep(beforeCode_);
    else
        showChoices();
}

void SignInPage::resizeEvent(QResizeEvent* event) {
    artwork_->setVisible(width() >= limits::leastWidthWithArtwork);
    QWidget::resizeEvent(event);
}

void SignInPage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::t().background);
}

} // namespace headroom::ui::signin
