#include "ui/signin/local_step.h"

#include "ui/widgets/guarded.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/usage_bar.h"
#include "ui/words/words.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace headroom::ui::signin {

LocalStep::LocalStep(SignInSource& source, SignInActions& actions, QWidget* parent)
    : SignInStep(tr("Use this computer"),
                 tr("Everything stays here: photos, headshots and credits. You can move to a server later."),
                 parent)
    , source_(source)
    , actions_(actions)
    , name_(addField(tr("Your name"), tr("Elena Weber")))
    , email_(addField(tr("E-mail"), tr("you@company.com")))
    , team_(addField(tr("Team name"), tr("Northwind Design")))
    , progress_(buildProgress()) {
    name_->setText(source.userName());
    email_->setText(source.lastEmail());
    body()->addWidget(progress_);
    progress_->hide();
    setPrimary(opensExisting() ? tr("Open %1").arg(source.localTeamName()) : tr("Create team"));
    if (opensExisting()) setSubtitle(tr("%1 is kept on this computer.").arg(source.localTeamName()));
    for (QLineEdit* field : {name_, email_, team_})
        connect(field, &QLineEdit::textChanged, this, &LocalStep::refresh);
    connect(&source_, &SignInSource::changed, this, &LocalStep::refresh);
    refresh();
}

QWidget* LocalStep::buildProgress() {
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(10);
    bar_ = new UsageBar;
    bar_->setAccessibleName(tr("Progress"));
    column->addWidget(bar_);
    for (int line = 0; line < lineCount; ++line) {
        auto* row = new QHBoxLayout;
        row->setSpacing(10);
        icons_[std::size_t(line)] = new IconLabel(QStringLiteral("clock"));
        lines_[std::size_t(line)] =
            new TextLabel(progressText(LocalProgress(line)), TextStyle::Body, Tone::Muted);
        row->addWidget(icons_[std::size_t(line)]);
        row->addWidget(lines_[std::size_t(line)], 1);
        column->addLayout(row);
    }
    return box;
}

void LocalStep::focusFirst() {
    (name_->text().isEmpty() ? name_ : email_->text().isEmpty() ? email_ : team_)->setFocus();
}

void LocalStep::openExisting() {
    reset();
    if (primary()->isEnabled()) submit();
}

void LocalStep::reset() {
    ++attempt_;
    setBusy(false);
    progress_->hide();
    clearNotice();
    refresh();
}

void LocalStep::refresh() {
    const bool existing = opensExisting();
    for (QLineEdit* field : {name_, email_, team_}) {
        field->setEnabled(!busy());
        field->parentWidget()->setVisible(!existing);
    }
    primary()->setVisible(!existing || !busy());
    if (!source_.localBlockedBy().isEmpty() || existing)
        setPrimaryReason(source_.localBlockedBy());
    else if (name_->text().trimmed().isEmpty())
        setPrimaryReason(tr("Enter your name"));
    else if (!looksLikeEmail(email_->text()))
        setPrimaryReason(tr("Enter your e-mail address"));
    else if (team_->text().trimmed().isEmpty())
        setPrimaryReason(tr("Enter a name for the team"));
    else
        setPrimaryReason({});
}

void LocalStep::showProgress(int current) {
    progress_->show();
    bar_->setShare(double(current) / lineCount);
    for (int line = 0; line < lineCount; ++line) {
        const bool done = line < current;
        const bool running = line == current;
        icons_[std::size_t(line)]->setIconName(done      ? QStringLiteral("circle-check")
                                               : running ? QStringLiteral("hourglass")
                                                         : QStringLiteral("clock"));
        icons_[std::size_t(line)]->setTone(done ? Tone::Success : running ? Tone::Accent : Tone::Muted);
        lines_[std::size_t(line)]->setTone(running ? Tone::Primary : Tone::Muted);
    }
}

void LocalStep::submit() {
    const int attempt = ++attempt_;
    clearNotice();
    setBusy(true);
    refresh();
    showProgress(0);
    auto progress = guarded(this, [this, attempt](LocalProgress step) {
        if (attempt == attempt_) showProgress(int(step));
    });
    auto done = guarded(this, [this, attempt](const Result<void>& result) {
        if (attempt == attempt_) finish(result);
    });
    actions_.useThisComputer({name_->text().trimmed(), email_->text().trimmed(), team_->text().trimmed()},
                             progress, done);
}

void LocalStep::finish(const Result<void>& result) {
    setBusy(false);
    refresh();
    if (!result) {
        progress_->hide();
        showNotice(Tone::Danger, sentence(result.error()));
        setPrimary(tr("Try again"));
        return;
    }
    showProgress(lineCount);
    Q_EMIT signedIn();
}

} // namespace headroom::ui::signin
