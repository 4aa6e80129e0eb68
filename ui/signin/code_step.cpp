#include "ui/signin/code_step.h"

#include "ui/signin/code_field.h"
#include "ui/signin/sign_in_limits.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/guarded.h"
#include "ui/words/words.h"

#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace headroom::ui::signin {
namespace {
constexpr int secondMs = 1000;
}

CodeStep::CodeStep(SignInActions& actions, QWidget* parent)
    : SignInStep(tr("Check your e-mail"), {}, parent)
    , actions_(actions)
    , code_(new CodeField(limits::codeDigits))
    , again_(makeButton({}, QStringLiteral("refresh-cw"), ButtonVariant::Ghost, this))
    , second_(new QTimer(this)) {
    body()->addWidget(code_);
    setPrimary(tr("Sign in"));
    auto* row = new QHBoxLayout;
    row->addWidget(again_);
    row->addStretch();
    body()->addLayout(row);
    second_->setInterval(secondMs);
    connect(second_, &QTimer::timeout, this, &CodeStep::countDown);
    connect(again_, &QPushButton::clicked, this, &CodeStep::resend);
    connect(code_, &QLineEdit::textChanged, this, &CodeStep::refresh);
    // Not when a refusal has just cleared the field: its words must stay.
    connect(code_, &QLineEdit::textEdited, this, [this] {
        if (!code_->text().isEmpty()) clearNotice();
    });
    connect(code_, &CodeField::completed, this, [this] {
        if (!busy()) submit();
    });
    refresh();
}

void CodeStep::start(const QString& address, const QString& email, const CodeSent& sent,
                     const QString& link) {
    reset();
    address_ = address;
    email_ = email;
    link_ = link;
    joining_ = false;
    setPrimary(tr("Sign in"));
    setSubtitle(
        tr("If %1 belongs to the team at %2, a code is on its way to it. It is valid for %n minute(s).",
           nullptr, sent.validMinutes)
            .arg(email, hostOf(address)));
    wait_ = sent.resendAfterSeconds;
    if (wait_ > 0) second_->start();
    code_->clear();
    refresh();
}

void CodeStep::focusFirst() {
    code_->setFocus();
}

void CodeStep::reset() {
    ++attempt_;
    second_->stop();
    setBusy(false);
    clearNotice();
    code_->setInvalid(false);
    refresh();
}

void CodeStep::refresh() {
    code_->setEnabled(!busy() && !joining_);
    const bool whole = code_->text().size() == limits::codeDigits;
    setPrimaryReason(whole || joining_ ? QString() : tr("Enter the %n digits", nullptr, limits::codeDigits));
    again_->setVisible(!joining_);
    again_->setText(wait_ > 0 ? tr("Send another code in %n second(s)", nullptr, wait_)
                              : tr("Send another code"));
    setAvailable(again_, wait_ > 0 ? tr("The first mail may still be on its way")
                         : busy()  ? tr("Waiting for the answer")
                                   : QString());
}

void CodeStep::countDown() {
    wait_ = std::max(0, wait_ - 1);
    if (wait_ == 0) second_->stop();
    refresh();
}

void CodeStep::resend() {
    const int attempt = ++attempt_;
    clearNotice();
    setBusy(true);
    refresh();
    auto reply = guarded(this, [this, attempt](const Result<CodeSent>& result) {
        if (attempt != attempt_) return;
        setBusy(false);
        if (result) {
            wait_ = result->resendAfterSeconds;
            if (wait_ > 0) second_->start();
            code_->clear();
            showNotice(Tone::Info, tr("Another code was sent. Only the newest one works."));
        } else {
            showNotice(Tone::Danger, sentence(result.error()));
        }
        refresh();
        code_->setFocus();
    });
    actions_.begin(address_, email_, reply);
}

void CodeStep::submit() {
    if (joining_) {
        redeem();
        return;
    }
    const int attempt = ++attempt_;
    clearNotice();
    setBusy(true);
    refresh();
    auto done = guarded(this, [this, attempt](const Result<void>& result) {
        if (attempt != attempt_) return;
        setBusy(false);
        refresh();
        if (!result)
            fail(result.error());
        else if (link_.isEmpty())
            Q_EMIT signedIn();
        else
            redeem();
    });
    actions_.complete(code_->text(), done);
}

void CodeStep::redeem() {
    const int attempt = ++attempt_;
    joining_ = true;
    setPrimary(tr("Join the team"));
    clearNotice();
    setBusy(true);
    refresh();
    auto done = guarded(this, [this, attempt](const Result<void>& result) {
        if (attempt != attempt_) return;
        setBusy(false);
        refresh();
        if (result)
            Q_EMIT signedIn();
        else
            showNotice(Tone::Danger, sentence(result.error()));
    });
    actions_.redeem(link_, done);
}

void CodeStep::fail(const Error& error) {
    const bool ended = error.code == ErrorCode::CodeExpired;
    const bool wrong = error.code == ErrorCode::CodeWrong;
    showNotice(Tone::Danger, sentence(error), ended ? tr("Send another code") : QString());
    code_->setInvalid(wrong || ended);
    if (wrong || ended) code_->clear();
    code_->setFocus();
}

void CodeStep::noticeAction() {
    if (!busy()) resend();
}

} // namespace headroom::ui::signin
