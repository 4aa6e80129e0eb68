#include "ui/members/invite_dialog.h"

#include "ui/members/members_limits.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/text_label.h"
#include "ui/words/words.h"

#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::members {
namespace {

constexpr int judgeDelayMs = 200;

QIcon verdictIcon(InviteVerdict verdict) {
    const Tokens& t = Theme::t();
    switch (verdict) {
    case InviteVerdict::Ready:
        return icon(QStringLiteral("mail"), t.textMuted);
    case InviteVerdict::Sent:
        return icon(QStringLiteral("circle-check"), t.green);
    case InviteVerdict::Repeated:
    case InviteVerdict::AlreadyMember:
    case InviteVerdict::AlreadyInvited:
        return icon(QStringLiteral("info"), t.blue);
    case InviteVerdict::NotAnAddress:
    case InviteVerdict::Refused:
        return icon(QStringLiteral("circle-alert"), t.red);
    }
    return {};
}

} // namespace

InviteDialog::InviteDialog(MembersSource& source, MembersActions& actions, QWidget* parent)
    : Dialog(tr("Invite members"), tr("One e-mail address per line, as a list or from a CSV file."), parent)
    , source_(source)
    , actions_(actions)
    , text_(new QPlainTextEdit)
    , lines_(new QListWidget)
    , count_(new TextLabel({}, TextStyle::Small, Tone::Muted))
    , role_(new QComboBox)
    , delay_(new QTimer(this)) {
    setMinimumWidth(640);
    text_->setAccessibleName(tr("E-mail addresses"));
    text_->setPlaceholderText(tr("grace.tanaka@example.com\nNoor Haddad <noor@example.com>"));
    text_->setProperty("headroomField", true);
    text_->setFrameStyle(text_->frameStyle()); // reads the frame width of a field
    text_->setMinimumHeight(150);
    text_->setTabChangesFocus(true);
    lines_->setAccessibleName(tr("What happens with each line"));
    lines_->setProperty("headroomField", true);
    lines_->setFrameStyle(lines_->frameStyle());
    lines_->setSelectionMode(QAbstractItemView::NoSelection);
    lines_->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(labelled(tr("Addresses"), text_), 1);
    row->addWidget(labelled(tr("Check"), lines_), 1);
    body()->addLayout(row, 1);
    auto* options = new QHBoxLayout;
    options->setSpacing(10);
    QPushButton* file = makeButton(tr("Choose CSV file…"), QStringLiteral("file-text"));
    options->addWidget(file);
    options->addWidget(count_, 1);
    options->addWidget(new TextLabel(tr("Invite as"), TextStyle::Body, Tone::Secondary));
    role_->setAccessibleName(tr("Role of the invited"));
    for (const MemberRole role : {MemberRole::Member, MemberRole::Admin})
        role_->addItem(roleName(role), int(role));
    options->addWidget(role_);
    body()->addLayout(options);
    body()->addWidget(buildLink());
    addCancel(tr("Close"));
    setPrimary(tr("Send invitations"), QStringLiteral("mail"));
    delay_->setSingleShot(true);
    delay_->setInterval(judgeDelayMs);
    connect(delay_, &QTimer::timeout, this, &InviteDialog::judge);
    connect(text_, &QPlainTextEdit::textChanged, delay_, qOverload<>(&QTimer::start));
    connect(&source_, &MembersSource::changed, this, &InviteDialog::refreshLink);
    connect(this, &Dialog::primaryTriggered, this, &InviteDialog::send);
    connect(file, &QPushButton::clicked, this, [this] {
        auto* chooser = new QFileDialog(this, tr("Choose a CSV file"), {}, tr("Lists (*.csv *.txt)"));
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        connect(chooser, &QFileDialog::fileSelected, this, &InviteDialog::loadFile);
        chooser->open();
    });
    text_->setFocus();
    judge();
    refreshLink();
}

QWidget* InviteDialog::buildLink() {
    auto* card = new Card;
    card->body()->setContentsMargins(14, 11, 12, 12);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(new IconLabel(QStringLiteral("link")));
    link_ = new TextLabel({}, TextStyle::Body, Tone::Secondary);
    link_->setElided(Qt::ElideMiddle);
    row->addWidget(link_, 1);
    copyLink_ = makeButton(tr("Copy link"), QStringLiteral("copy"));
    makeLink_ = makeButton(tr("Make a link"), QStringLiteral("plus"));
    stopLink_ = makeButton(tr("Switch off"), {}, ButtonVariant::Ghost);
    for (QPushButton* button : {copyLink_, makeLink_, stopLink_})
        row->addWidget(button);
    card->body()->addLayout(row);
    connect(copyLink_, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(source_.overview().inviteLink);
        showNotice(Tone::Success, tr("The link is in the clipboard. Whoever has it can join."));
    });
    connect(makeLink_, &QPushButton::clicked, this, [this] {
        actions_.makeInviteLink(guarded(this, [this](const Result<QString>& result) {
            if (!result) showNotice(Tone::Danger, sentence(result.error()));
            refreshLink();
        }));
    });
    connect(stopLink_, &QPushButton::clicked, this, [this] {
        actions_.disableInviteLink(guarded(this, [this](const Result<void>& result) {
            if (!result) showNotice(Tone::Danger, sentence(result.error()));
            refreshLink();
        }));
    });
    return card;
}

void InviteDialog::refreshLink() {
    const Overview overview = source_.overview();
    const bool exists = !overview.inviteLink.isEmpty();
    link_->setText(exists ? overview.inviteLink : tr("A link that lets anybody join who has it"));
    copyLink_->setVisible(exists);
    stopLink_->setVisible(exists);
    makeLink_->setVisible(!exists);
    setAvailable(makeLink_, overview.invitingBlockedBy);
}

void InviteDialog::loadFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        showNotice(Tone::Danger, sentence(ErrorCode::FileAccess));
        return;
    }
    if (file.size() > limits::mostCsvBytes) {
        showNotice(Tone::Danger, sentence(ErrorCode::TooLarge));
        return;
    }
    text_->setPlainText(QString::fromUtf8(file.readAll()));
    judge();
}

void InviteDialog::judge() {
    delay_->stop();
    judged_ = source_.judge(parseInvitations(text_->toPlainText()));
    showLines();
}

int InviteDialog::readyCount() const {
    return int(std::count_if(judged_.begin(), judged_.end(),
                             [](const InviteLine& line) { return line.verdict == InviteVerdict::Ready; }));
}

void InviteDialog::showLines() {
    lines_->clear();
    for (const InviteLine& line : judged_) {
        const QString who = line.name.isEmpty() ? line.email : tr("%1 (%2)").arg(line.email, line.name);
        auto* item = new QListWidgetItem(verdictIcon(line.verdict), who, lines_);
        item->setToolTip(verdictText(line.verdict));
        item->setData(Qt::AccessibleTextRole, tr("%1: %2").arg(who, verdictText(line.verdict)));
        if (line.verdict != InviteVerdict::Ready)
            item->setText(tr("%1 – %2").arg(line.email, verdictText(line.verdict)));
    }
    const int ready = readyCount();
    count_->setText(
        judged_.empty()
            ? QString()
            : tr("%1 of %2 will be invited").arg(formatNumber(ready), formatNumber(qint64(judged_.size()))));
    const QString blocked = source_.overview().invitingBlockedBy;
    if (!blocked.isEmpty())
        setPrimaryReason(blocked);
    else if (ready > limits::mostInvitations)
        setPrimaryReason(tr("At most %1 at once").arg(formatNumber(limits::mostInvitations)));
    else
        setPrimaryReason(ready == 0 ? tr("There is nobody to invite yet") : QString());
}

void InviteDialog::send() {
    judge();
    if (readyCount() == 0) return;
    setBusy(true);
    auto finish = guarded(this, [this](const Result<std::vector<InviteLine>>& result) {
        setBusy(false);
        if (!result) {
            showNotice(Tone::Danger, sentence(result.error()));
            return;
        }
        judged_ = *result;
        showLines();
        const auto count = [this](InviteVerdict verdict) {
            return int(std::count_if(judged_.begin(), judged_.end(),
                                     [verdict](const InviteLine& line) { return line.verdict == verdict; }));
        };
        const int sent = count(InviteVerdict::Sent);
        Q_EMIT invited(sent);
        if (sent == int(judged_.size()))
            accept();
        else
            showNotice(Tone::Warning,
                       tr("%n invitation(s) sent. The other lines say why not.", nullptr, sent));
    });
    actions_.invite(judged_, MemberRole(role_->currentData().toInt()), finish);
}

} // namespace headroom::ui::members
