#include "ui/settings/settings_page.h"

#include "ui/settings/data_copy_section.h"
#include "ui/settings/headshots_section.h"
#include "ui/settings/mail_section.h"
#include "ui/settings/notices_dialog.h"
#include "ui/settings/outcome_toast.h"
#include "ui/settings/services_section.h"
#include "ui/settings/setting_row.h"
#include "ui/settings/team_section.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/page_scroll.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headroom::ui::settings {
namespace {

constexpr int columnWidth = 720; // longer lines are hard to follow
constexpr int sectionGap = 24;

void setQuietly(QCheckBox* box, bool on) {
    const QSignalBlocker blocker(box);
    box->setChecked(on);
}

QWidget* buttonRow(std::initializer_list<QPushButton*> buttons) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metric::gapSmall);
    for (QPushButton* button : buttons)
        row->addWidget(button);
    return box;
}

QCheckBox* makeSwitch(const QString& name) {
    auto* box = new QCheckBox;
    box->setAccessibleName(name);
    return box;
}

/// Beside a spacer, as a column alone asks what is in it how high it is at the whole width, where words wrap
/// less often.
QVBoxLayout* addNarrowColumn(QVBoxLayout* page) {
    auto* box = new QWidget;
    box->setMaximumWidth(columnWidth);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sectionGap);
    auto* row = new QHBoxLayout;
    row->addWidget(box, 1);
    row->addStretch();
    page->addLayout(row);
    return column;
}

} // namespace

SettingsPage::SettingsPage(const SettingsParts& parts, QWidget* parent)
    : QWidget(parent)
    , parts_(parts)
    , source_(parts.source)
    , actions_(parts.actions)
    , headshots_(new HeadshotsSection(parts.generators, parts.generatorsActions))
    , services_(new ServicesSection(parts.services, parts.servicesActions)) {
    QVBoxLayout* column = scrollIn(this)->column();
    column->setSpacing(sectionGap);
    auto* header = new PageHeader(tr("Settings"));
    header->setSubtitle(tr("For this computer, your account and your team"));
    column->addWidget(header);
    QVBoxLayout* sections = addNarrowColumn(column);
    auto* mail = new MailSection(parts.mail, parts.mailActions);
    auto* team = new TeamSection(source_, actions_);
    auto* copies = new DataCopySection(parts.dataCopies, parts.dataCopiesActions);
    for (QWidget* section :
         std::initializer_list<QWidget*>{buildGeneral(), buildAccount(), mail, buildDevices(), copies, team,
                                         headshots_, services_, buildStorage(), buildAbout()}) {
        sections->addWidget(section);
    }
    column->addStretch();
    connect(&source_, &SettingsSource::changed, this, &SettingsPage::refresh);
    connect(&parts_.generators, &GeneratorsSource::changed, this, &SettingsPage::refreshOwners);
    connect(&parts_.services, &ServicesSource::changed, this, &SettingsPage::refreshOwners);
    refresh();
    refreshOwners();
}

QWidget* SettingsPage::buildGeneral() {
    auto* section = new SettingSection(tr("General"));
    theme_ = new SegmentedControl({tr("System"), tr("Light"), tr("Dark")}, tr("Theme"));
    section->addRow(tr("Theme"), tr("System follows the setting of your desktop"), theme_);
    notify_ = makeSwitch(tr("Notifications"));
    section->addRow(tr("Notifications"), tr("When your headshots are ready and the window is not in front"),
                    notify_);
    autostart_ = makeSwitch(tr("Start when I log in"));
    section->addRow(tr("Start when I log in"), tr("Uploads and changes that wait go on by themselves"),
                    autostart_);
    connect(theme_, &SegmentedControl::chosen, this,
            [this](int index) { actions_.setTheme(ThemeMode(index)); });
    connect(notify_, &QCheckBox::toggled, this, [this](bool on) { actions_.setNotifyFinished(on); });
    connect(autostart_, &QCheckBox::toggled, this, [this](bool on) {
        actions_.setStartWithSystem(on, guarded(this, [this](const Result<void>& result) {
                                        refresh();
                                        if (!result)
                                            showToast(this, {sentence(result.error()), Tone::Danger});
                                    }));
    });
    return section;
}

QWidget* SettingsPage::buildAccount() {
    auto* section = new SettingSection(tr("Account"));
    name_ = makeSettingField(tr("Your name"));
    section->addRow(tr("Your name"), tr("How your team sees you"), name_);
    addComparison(section);
    QPushButton* out = makeButton(tr("Sign out"), QStringLiteral("log-out"));
    account_ = section->addRow(tr("Signed in"), {}, out);
    connect(name_, &QLineEdit::editingFinished, this, [this] {
        const QString name = name_->text().trimmed();
        if (name.isEmpty()) return name_->setText(source_.settings().userName);
        if (name == source_.settings().userName) return;
        actions_.renameUser(name, report(tr("Your name is now %1").arg(name)));
    });
    connect(out, &QPushButton::clicked, this, [this] { actions_.signOut(); });
    return section;
}

void SettingsPage::addComparison(SettingSection* section) {
    const QString words =
        tr("A headshot that does not look like you is made anew, or its credit comes back. For that the face "
           "in it is compared with the one in your photos: in memory, nothing about your face is stored. It "
           "only happens if the operator has installed the model for it.");
    comparesFaces_ = makeSwitch(tr("Compare my face"));
    comparesFaces_->setAccessibleDescription(words);
    section->addRow(tr("Compare my face"), words, comparesFaces_);
    connect(comparesFaces_, &QCheckBox::toggled, this, [this](bool on) {
        actions_.setComparesFaces(on, guarded(this, [this](const Result<void>& result) {
                                      if (!result) showToast(this, {sentence(result.error()), Tone::Danger});
                                      refresh();
                                  }));
    });
}

QWidget* SettingsPage::buildDevices() {
    devices_ = new SettingSection(tr("Where you are signed in"));
    return devices_;
}

QWidget* SettingsPage::buildStorage() {
    auto* section = new SettingSection(tr("Storage"));
    QPushButton* clear = makeButton(tr("Clear pictures"), QStringLiteral("trash-2"));
    cache_ = section->addRow(tr("Pictures on this computer"), {}, clear);
    connect(clear, &QPushButton::clicked, this,
            [this] { actions_.clearCache(report(tr("Pictures cleared"))); });
    return section;
}

QWidget* SettingsPage::buildAbout() {
    auto* section = new SettingSection(tr("About"));
    QPushButton* notices = makeButton(tr("Licences…"), QStringLiteral("file-text"));
    version_ = section->addRow({}, tr("Free software under the Apache License 2.0"), notices);
    QPushButton* copy = makeButton(tr("Copy details"), QStringLiteral("copy"));
    QPushButton* folder = makeButton(tr("Open data folder"), QStringLiteral("folder-open"));
    section->addRow(tr("Help with a problem"),
                    tr("Details are version, system and settings; nothing personal"),
                    buttonRow({copy, folder}));
    connect(notices, &QPushButton::clicked, this, &SettingsPage::openNotices);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(actions_.diagnostics());
        showToast(this, {tr("The details are in the clipboard"), Tone::Info});
    });
    connect(folder, &QPushButton::clicked, this, [this] { actions_.openDataFolder(); });
    return section;
}

void SettingsPage::openNotices() {
    auto* dialog = new NoticesDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void SettingsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    actions_.refresh();
    parts_.mailActions.refresh();
    parts_.generatorsActions.refresh();
    parts_.servicesActions.refresh();
}

void SettingsPage::refreshOwners() {
    const bool offered = parts_.services.isOffered();
    const bool isNew = offered && services_->isHidden() && isVisible(); // made an owner just now
    headshots_->setVisible(parts_.generators.isOffered());
    services_->setVisible(offered);
    if (!isNew) return;
    parts_.generatorsActions.refresh();
    parts_.servicesActions.refresh();
}

void SettingsPage::refresh() {
    const Settings now = source_.settings();
    theme_->setCurrent(int(now.theme));
    setQuietly(notify_, now.notifyFinished);
    setQuietly(autostart_, now.startWithSystem);
    if (!name_->hasFocus()) name_->setText(now.userName);
    account_->setDetail(now.email);
    setQuietly(comparesFaces_, now.comparesFaces);
    comparesFaces_->setEnabled(now.comparisonBlockedBy.isEmpty());
    comparesFaces_->setToolTip(now.comparisonBlockedBy);
    cache_->setDetail(now.cacheBytes > 0
                          ? tr("%1 to show headshots at once, also offline").arg(formatBytes(now.cacheBytes))
                          : tr("None; they are fetched when they are looked at"));
    version_->setName(tr("Headroom %1").arg(now.version));
    refreshDevices(now);
}

void SettingsPage::refreshDevices(const Settings& now) {
    const std::vector<Device> known = source_.devices();
    // Rows made anew lose the focus, so only when there is something new to tell.
    const QString problem = now.offline.isEmpty() ? source_.devicesProblem() : now.offline;
    if (devicesShown_ && known == shownDevices_ && problem == shownProblem_) return;
    devicesShown_ = true;
    shownDevices_ = known;
    shownProblem_ = problem;
    devices_->clear();
    for (const Device& device : known)
        addDevice(device, now.offline);
    if (known.empty())
        devices_->addRow(tr("Not known yet"), problem.isEmpty() ? tr("Asking the endpoint…") : problem,
                         nullptr);
    if (known.size() < 2) return;
    QPushButton* everywhere = makeButton(tr("Sign out everywhere…"), {}, ButtonVariant::Danger);
    setAvailable(everywhere, now.offline);
    connect(everywhere, &QPushButton::clicked, this, &SettingsPage::askSignOutEverywhere);
    devices_->addRow(tr("Lost a computer?"), tr("Ends all of these sign-ins, also this one"), everywhere);
}

void SettingsPage::addDevice(const Device& device, const QString& offline) {
    const QString seen = formatSince(device.lastSeen, QDateTime::currentDateTime());
    if (device.isThis) {
        devices_->addRow(device.name, tr("Active now"), new Pill(tr("This computer"), {}, Tone::Success));
        return;
    }
    QPushButton* out = makeButton(tr("Sign out"));
    out->setAccessibleName(tr("Sign out %1").arg(device.name));
    setAvailable(out, offline);
    connect(out, &QPushButton::clicked, this, [this, device] {
        actions_.signOutDevice(device.key, report(tr("%1 is signed out").arg(device.name)));
    });
    devices_->addRow(device.name, tr("Last seen %1").arg(seen), out);
}

void SettingsPage::askSignOutEverywhere() {
    confirm(window(), tr("Sign out everywhere?"),
            tr("Every computer that is signed in with your account has to sign in again, also this one."),
            tr("Sign out everywhere"),
            [this] { actions_.signOutEverywhere(report(tr("Signed out everywhere"))); });
}

SettingsActions::Done SettingsPage::report(const QString& success) {
    return outcomeToast(this, success, [this] { refresh(); });
}

} // namespace headroom::ui::settings
