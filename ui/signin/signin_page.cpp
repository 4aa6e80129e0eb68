#include "ui/signin/signin_page.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QRegularExpression>
#include <QRegularExpressionValidator>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace headroom::ui::signin {
namespace {
constexpr int panelWidth = 420;
constexpr int markSize = 64;
constexpr int againDelayMs = 30'000; // a mail may take that long; earlier taps would only be refused
} // namespace

SigninPage::SigninPage(SigninActions& actions, QWidget* parent)
    : QWidget(parent)
    , actions_(actions)
    , panel_(new QWidget)
    , notice_(new Notice)
    , steps_(new QStackedWidget)
    , againDelay_(new QTimer(this)) {
    auto* outer = new QVBoxLayout(this);
    outer->addStretch(2);
    outer->addWidget(panel_, 0, Qt::AlignHCenter);
    outer->addStretch(3);
    panel_->setFixedWidth(panelWidth);
    auto* column = new QVBoxLayout(panel_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* mark = new QLabel;
    mark->setPixmap(applicationIcon().pixmap(QSize(markSize, markSize), devicePixelRatioF()));
    mark->setAlignment(Qt::AlignCenter);
    column->addWidget(mark);
    column->addSpacing(8);
    auto* title = new TextLabel(tr("Welcome to Headroom"), TextStyle::Heading);
    title->setAlignment(Qt::AlignCenter);
    column->addWidget(title);
    auto* subtitle = new TextLabel(tr("Professional headshots for your team"), TextStyle::Body, Tone::Muted);
    subtitle->setAlignment(Qt::AlignCenter);
    column->addWidget(subtitle);
    column->addSpacing(16);
    auto* card = new Card;
    card->body()->setContentsMargins(24, 22, 24, 24);
    card->body()->setSpacing(14);
    card->body()->addWidget(notice_);
    steps_->addWidget(buildAddress());
    steps_->addWidget(buildCode());
    card->body()->addWidget(steps_);
    column->addWidget(card);
    againDelay_->setSingleShot(true);
    againDelay_->setInterval(againDelayMs);
    connect(againDelay_, &QTimer::timeout, this, &SigninPage::refresh);
    connect(&Theme::self(), &Theme::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

QWidget* SigninPage::buildAddress() {
    auto* step = new QWidget;
    auto* column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    endpoint_ = new QLineEdit(actions_.lastEndpoint());
    endpoint_->setPlaceholderText(QStringLiteral("https://headshots.example.com"));
    column->addWidget(labelled(tr("Server"), endpoint_));
    email_ = new QLineEdit(actions_.lastEmail());
    email_->setPlaceholderText(QStringLiteral("you@example.com"));
    column->addWidget(labelled(tr("E-mail"), email_));
    next_ = makeButton(tr("Send me a code"), QStringLiteral("mail"), ButtonVariant::Primary);
    next_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(next_);
    local_ = makeButton(tr("Use this computer, without a server"), QStringLiteral("monitor"),
                        ButtonVariant::Ghost);
    local_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(local_);
    connect(endpoint_, &QLineEdit::textChanged, this, &SigninPage::refresh);
    connect(email_, &QLineEdit::textChanged, this, &SigninPage::refresh);
    connect(endpoint_, &QLineEdit::returnPressed, next_, &QPushButton::click);
    connect(email_, &QLineEdit::returnPressed, next_, &QPushButton::click);
    connect(next_, &QPushButton::clicked, this, &SigninPage::askCode);
    connect(local_, &QPushButton::clicked, this, &SigninPage::useThisComputer);
    return step;
}

QWidget* SigninPage::buildCode() {
    auto* step = new QWidget;
    auto* column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    sentTo_ = new TextLabel({}, TextStyle::Body, Tone::Secondary);
    sentTo_->setWordWrap(true);
    column->addWidget(sentTo_);
    code_ = new QLineEdit;
    code_->setAlignment(Qt::AlignCenter);
    code_->setFont(ui::font(TextStyle::Heading));
    code_->setMaxLength(codeLength + 2); // a pasted code may have spaces
    code_->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9 ]*")), code_));
    code_->setMinimumHeight(46);
    column->addWidget(labelled(tr("Code from the e-mail"), code_));
    enter_ = makeButton(tr("Sign in"), {}, ButtonVariant::Primary);
    enter_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    column->addWidget(enter_);
    auto* row = new QHBoxLayout;
    QPushButton* back = makeButton(tr("Back"), QStringLiteral("arrow-left"), ButtonVariant::Ghost);
    again_ = makeButton(tr("Send a new code"), {}, ButtonVariant::Ghost);
    row->addWidget(back);
    row->addStretch();
    row->addWidget(again_);
    column->addLayout(row);
    connect(code_, &QLineEdit::textChanged, this, [this](const QString& text) {
        refresh();
        if (QString(text).remove(QLatin1Char(' ')).size() == codeLength) sendCode();
    });
    connect(code_, &QLineEdit::returnPressed, enter_, &QPushButton::click);
    connect(enter_, &QPushButton::clicked, this, &SigninPage::sendCode);
    connect(again_, &QPushButton::clicked, this, &SigninPage::askCode);
    connect(back, &QPushButton::clicked, this, [this] {
        steps_->setCurrentIndex(0);
        notice_->clear();
        email_->setFocus();
    });
    return step;
}

void SigninPage::showReason(const QString& text) {
    notice_->setText(Tone::Info, text);
}

void SigninPage::showError(const Error& error) {
    notice_->setText(Tone::Danger, sentence(error));
}

void SigninPage::setBusy(bool busy) {
    busy_ = busy;
    refresh();
}

void SigninPage::refresh() {
    const bool address = !endpoint_->text().trimmed().isEmpty() && email_->text().contains(QLatin1Char('@'));
    const QString wait = tr("Waiting for the answer");
    setAvailable(next_, busy_ ? wait : address ? QString() : tr("Type the server's address and your e-mail"));
    setAvailable(local_, busy_ ? wait : QString());
    const bool complete = code_->text().remove(QLatin1Char(' ')).size() == codeLength;
    setAvailable(enter_, busy_      ? wait
                         : complete ? QString()
                                    : tr("The code has %n digits", nullptr, codeLength));
    setAvailable(again_, busy_                     ? wait
                         : againDelay_->isActive() ? tr("Wait a moment for the first one")
                                                   : QString());
}

void SigninPage::askCode() {
    setBusy(true);
    notice_->clear();
    const QString email = email_->text().trimmed();
    const auto asked = guarded(this, [this, email](const Result<void>& result) {
        setBusy(false);
        if (!result) {
            showError(result.error());
            return;
        }
        sentTo_->setText(tr("We sent a code to %1. It is valid for ten minutes.").arg(email));
        againDelay_->start();
        code_->clear();
        steps_->setCurrentIndex(1);
        code_->setFocus();
        refresh();
    });
    actions_.checkEndpoint(endpoint_->text().trimmed(),
                           guarded(this, [this, email, asked](const Result<QString>& found) {
                               if (!found) {
                                   setBusy(false);
                                   showError(found.error());
                                   return;
                               }
                               server_ = *found;
                               actions_.requestCode(server_, email, asked);
                           }));
}

void SigninPage::sendCode() {
    if (busy_) return;
    const QString code = code_->text().remove(QLatin1Char(' '));
    if (code.size() != codeLength) return;
    setBusy(true);
    actions_.submitCode(server_, email_->text().trimmed(), code,
                        guarded(this, [this](const Result<void>& result) {
                            setBusy(false);
                            if (result) {
                                Q_EMIT signedIn();
                                return;
                            }
                            showError(result.error());
                            code_->selectAll();
                            code_->setFocus();
                        }));
}

void SigninPage::useThisComputer() {
    setBusy(true);
    notice_->clear();
    actions_.useThisComputer(guarded(this, [this](const Result<void>& result) {
        setBusy(false);
        if (result)
            Q_EMIT signedIn();
        else
            showError(result.error());
    }));
}

void SigninPage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::t().background);
}

} // namespace headroom::ui::signin
