#include "ui/settings/settings_page.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headroom::ui::settings {
namespace {

constexpr int columnWidth = 720; // longer lines are hard to follow

Card* section(const QString& title) {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(title, TextStyle::Title));
    return card;
}

void setQuietly(QCheckBox* box, bool on) {
    const QSignalBlocker blocker(box);
    box->setChecked(on);
}

} // namespace

SettingsPage::SettingsPage(SettingsSource& source, SettingsActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(metric::pageMarginX, metric::pageMarginTop, metric::pageMarginX,
                               metric::pageMarginBottom);
    column->setSpacing(metric::gapLarge);
    auto* header = new PageHeader(tr("Settings"));
    header->setSubtitle(tr("For this computer, and your account"));
    column->addWidget(header);
    for (Card* card : {buildAppearance(), buildBehaviour(), buildAccount(), buildStorage(), buildHelp()}) {
        card->setMaximumWidth(columnWidth);
        column->addWidget(card);
    }
    column->addStretch();
    scroll->setWidget(content);
    outer->addWidget(scroll);
    connect(&source_, &SettingsSource::changed, this, &SettingsPage::refresh);
    refresh();
}

Card* SettingsPage::buildAppearance() {
    Card* card = section(tr("Appearance"));
    theme_ = new SegmentedControl({tr("System"), tr("Light"), tr("Dark")}, tr("Theme"));
    auto* row = new QHBoxLayout;
    row->addWidget(new TextLabel(tr("Theme"), TextStyle::Body, Tone::Secondary));
    row->addStretch();
    row->addWidget(theme_);
    card->body()->addLayout(row);
    motion_ = new QCheckBox(tr("Less motion"));
    card->body()->addWidget(motion_);
    connect(theme_, &SegmentedControl::chosen, this,
            [this](int index) { actions_.setTheme(ThemeMode(index)); });
    connect(motion_, &QCheckBox::toggled, this, [this](bool on) { actions_.setReducedMotion(on); });
    return card;
}

Card* SettingsPage::buildBehaviour() {
    Card* card = section(tr("Behaviour"));
    notify_ = new QCheckBox(tr("Tell me when headshots are ready and the window is not in front"));
    tray_ = new QCheckBox(tr("Keep running in the tray when the window is closed"));
    autostart_ = new QCheckBox(tr("Start when I log in"));
    for (QCheckBox* box : {notify_, tray_, autostart_})
        card->body()->addWidget(box);
    connect(notify_, &QCheckBox::toggled, this, [this](bool on) { actions_.setNotifyFinished(on); });
    connect(tray_, &QCheckBox::toggled, this, [this](bool on) { actions_.setKeepInTray(on); });
    connect(autostart_, &QCheckBox::toggled, this, [this](bool on) { actions_.setStartWithSystem(on); });
    return card;
}

Card* SettingsPage::buildAccount() {
    Card* card = section(tr("Account"));
    account_ = new TextLabel({}, TextStyle::Body, Tone::Muted);
    account_->setWordWrap(true);
    card->body()->addWidget(account_);
    name_ = new QLineEdit;
    card->body()->addWidget(labelled(tr("Your name"), name_));
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    QPushButton* out = makeButton(tr("Sign out"), QStringLiteral("log-out"));
    QPushButton* everywhere = makeButton(tr("Sign out everywhere…"), {}, ButtonVariant::Danger);
    row->addWidget(out);
    row->addWidget(everywhere);
    row->addStretch();
    card->body()->addLayout(row);
    connect(name_, &QLineEdit::editingFinished, this, [this] {
        const QString name = name_->text().trimmed();
        if (name.isEmpty() || name == source_.settings().userName) return;
        actions_.renameUser(name, report(tr("Your name is now %1").arg(name)));
    });
    connect(out, &QPushButton::clicked, this, [this] { actions_.signOut(); });
    connect(everywhere, &QPushButton::clicked, this, [this] {
        confirm(window(), tr("Sign out everywhere?"),
                tr("Every computer that is signed in with your account has to sign in again, also this one."),
                tr("Sign out everywhere"),
                [this] { actions_.signOutEverywhere(report(tr("Signed out everywhere"))); });
    });
    return card;
}

Card* SettingsPage::buildStorage() {
    Card* card = section(tr("Storage"));
    auto* row = new QHBoxLayout;
    cache_ = new TextLabel({}, TextStyle::Body, Tone::Secondary);
    cache_->setWordWrap(true);
    row->addWidget(cache_, 1);
    QPushButton* clear = makeButton(tr("Clear pictures"), QStringLiteral("trash-2"));
    row->addWidget(clear);
    card->body()->addLayout(row);
    connect(clear, &QPushButton::clicked, this,
            [this] { actions_.clearCache(report(tr("Pictures cleared"))); });
    return card;
}

Card* SettingsPage::buildHelp() {
    Card* card = section(tr("Help"));
    version_ = new TextLabel({}, TextStyle::Body, Tone::Secondary);
    version_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    card->body()->addWidget(version_);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    QPushButton* copy = makeButton(tr("Copy details for a report"), QStringLiteral("copy"));
    QPushButton* logs = makeButton(tr("Open log folder"), QStringLiteral("folder-open"));
    row->addWidget(copy);
    row->addWidget(logs);
    row->addStretch();
    card->body()->addLayout(row);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(actions_.diagnostics());
        showToast(this, {tr("The details are in the clipboard"), Tone::Info});
    });
    connect(logs, &QPushButton::clicked, this, [this] { actions_.openLogFolder(); });
    return card;
}

void SettingsPage::refresh() {
    const Settings now = source_.settings();
    theme_->setCurrent(int(now.theme));
    setQuietly(motion_, now.reducedMotion);
    setQuietly(notify_, now.notifyFinished);
    setQuietly(tray_, now.keepInTray);
    tray_->setEnabled(now.trayExists);
    tray_->setToolTip(now.trayExists ? QString() : tr("This desktop has no tray"));
    setQuietly(autostart_, now.startWithSystem);
    if (!name_->hasFocus()) name_->setText(now.userName);
    account_->setText(tr("%1, team %2, at %3").arg(now.email, now.teamName, now.endpoint));
    cache_->setText(tr("%1 of pictures are kept on this computer to show them at once.")
                        .arg(formatBytes(now.cacheBytes)));
    version_->setText(tr("Headroom %1").arg(now.version));
}

SettingsActions::Done SettingsPage::report(const QString& success) {
    return guarded(this, [this, success](const Result<void>& result) {
        if (result)
            showToast(this, {success});
        else
            showToast(this, {sentence(result.error()), Tone::Danger});
    });
}

} // namespace headroom::ui::settings
