#include "ui/signin/code_request_step.h"

#include "ui/widgets/guarded.h"
#include "ui/words/words.h"

#include <QLineEdit>

namespace headroom::ui::signin {

CodeRequestStep::CodeRequestStep(const QString& title, const QString& subtitle, SignInActions& actions,
                                 QWidget* parent)
    : SignInStep(title, subtitle, parent)
    , actions_(actions) {
    setPrimary(tr("Send me a code"), QStringLiteral("mail"));
}

QLineEdit* CodeRequestStep::addEmailField(const QString& last) {
    email_ = addField(tr("Your e-mail"), tr("you@company.com"));
    email_->setText(last);
    email_->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    connect(email_, &QLineEdit::textChanged, this, &CodeRequestStep::refresh);
    return email_;
}

void CodeRequestStep::reset() {
    ++attempt_;
    setBusy(false);
    clearNotice();
    refresh();
}

void CodeRequestStep::refresh() {
    email_->setEnabled(!busy());
    const QString reason = missing();
    if (!reason.isEmpty()) return setPrimaryReason(reason);
    setPrimaryReason(looksLikeEmail(email_->text()) ? QString() : tr("Enter your e-mail address"));
}

void CodeRequestStep::submit() {
    const QString endpoint = address();
    const QString email = email_->text().trimmed();
    const int attempt = ++attempt_;
    clearNotice();
    setBusy(true);
    refresh();
    auto reply = guarded(this, [this, attempt, endpoint, email](const Result<CodeSent>& result) {
        if (attempt != attempt_) return;
        setBusy(false);
        refresh();
        if (result)
            Q_EMIT codeSent(endpoint, email, *result);
        else
            showNotice(Tone::Danger, sentence(result.error()));
    });
    actions_.begin(endpoint, email, reply);
}

} // namespace headroom::ui::signin
