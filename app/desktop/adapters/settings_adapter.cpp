#include "app/desktop/adapters/settings_adapter.h"

#include "app/desktop/adapters/values.h"
#include "app/desktop/autostart.h"
#include "app/desktop/finished_notifier.h"
#include "ui/words/words.h"

#include <nlohmann/json.hpp>

#include <QDesktopServices>
#include <QGuiApplication>
#include <QScreen>
#include <QSysInfo>

#include <algorithm>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::ThemeMode;
using ui::settings::Device;

constexpr std::size_t devicesMost = 200; ///< a list beyond this is not ours

const QString themeKey = QStringLiteral("appearance/theme");

QString nameOf(ThemeMode mode) {
    switch (mode) {
    case ThemeMode::System:
        return QStringLiteral("system");
    case ThemeMode::Light:
        return QStringLiteral("light");
    case ThemeMode::Dark:
        return QStringLiteral("dark");
    }
    __builtin_unreachable();
}

client::TeamSession::Stored whenStored(ui::settings::SettingsActions::Done done) {
    return [done = std::move(done)](const Result<CommandId>& id) {
        done(id ? Result<void>() : Result<void>(fail(id.error())));
    };
}

QString linkName(client::Link link) {
    return link == client::Link::Online ? QStringLiteral("online") : QStringLiteral("not online");
}

} // namespace

SettingsAdapter::SettingsAdapter(client::Client& client, client::TeamSession& session, ProgramContext program,
                                 QObject* parent)
    : SettingsSource(parent)
    , client_(client)
    , session_(session)
    , program_(std::move(program))
    , faces_(client, session)
    , mails_(client, session) {
    connect(&mails_, &TeamMails::changed, this, &SettingsSource::changed);
    connect(&faces_, &FaceComparison::changed, this, &SettingsSource::changed);
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (has(parts, client::Part::Team) || has(parts, client::Part::Members) ||
            has(parts, client::Part::Status))
            Q_EMIT changed();
    });
    connect(&ui::Theme::self(), &ui::Theme::changed, this, &SettingsSource::changed);
}

bool SettingsAdapter::online() const {
    return session_.view().status().link == client::Link::Online;
}

QString SettingsAdapter::renamingTeamBlockedBy() const {
    const auto& own = session_.view().own();
    const sync::Role role = own ? own->row().role : session_.membership().role;
    return role == sync::Role::Owner ? QString() : tr("Only the owner changes it");
}

ui::settings::Settings SettingsAdapter::settings() const {
    const client::TeamView& view = session_.view();
    ui::settings::Settings now;
    now.theme = ui::Theme::self().mode();
    now.notifyFinished = FinishedNotifier::wanted(program_.settings);
    now.startWithSystem = Autostart::isOn();
    if (view.own()) {
        now.userName = shown(*view.own()).name;
        now.email = shown(view.own()->row().email);
    }
    now.teamName =
        shown(view.team().team.name.empty() ? session_.membership().teamName : view.team().team.name);
    now.renamingTeamBlockedBy = renamingTeamBlockedBy();
    if (const auto& mails = mails_.choice()) {
        now.teamColour = mails->colour;
        now.lowCreditsBelow = mails->lowCreditsBelow;
    }
    now.teamMailsBlockedBy = mails_.blockedBy();
    now.endpoint = client_.options().endpoint.toString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash);
    now.onThisComputer = program_.onThisComputer;
    if (!online()) now.offline = tr("This needs a connection to the endpoint");
    now.comparesFaces = faces_.isOn();
    now.comparisonBlockedBy = faces_.isWaiting() ? tr("Waiting for the answer") : now.offline;
    now.cacheBytes = cacheBytes_;
    now.version = QCoreApplication::applicationVersion();
    now.dataFolder = program_.dataFolder;
    return now;
}

void SettingsAdapter::setTheme(ThemeMode mode) {
    program_.settings.setValue(themeKey, nameOf(mode));
    ui::Theme::self().setMode(mode);
    Q_EMIT changed();
}

void SettingsAdapter::setNotifyFinished(bool on) {
    FinishedNotifier::setWanted(program_.settings, on);
    Q_EMIT changed();
}

void SettingsAdapter::setStartWithSystem(bool on, Done done) {
    done(Autostart::set(on, program_.dataFolder));
    Q_EMIT changed();
}

void SettingsAdapter::renameUser(const QString& name, Done done) {
    session_.editMember(session_.membership().member, name.toStdString(), {}, {},
                        whenStored(std::move(done)));
}

void SettingsAdapter::renameTeam(const QString& name, Done done) {
    session_.renameTeam(name.toStdString(), whenStored(std::move(done)));
}

void SettingsAdapter::clearCache(Done done) {
    client_.clearCachedBytes(this, [this, done = std::move(done)] {
        refresh();
        done({});
    });
}

void SettingsAdapter::signOutEverywhere(Done done) {
    client_.call({"POST", QStringLiteral("/api/sign-out/everywhere"), {}, {}}, this,
                 [this, done = std::move(done)](const Result<json>& answer) {
                     if (!answer) return done(fail(answer.error()));
                     done({});
                     refresh(); // the next answer tells the program that it is signed out here too
                 });
}

void SettingsAdapter::signOutDevice(const QString& key, Done done) {
    const QString path = QStringLiteral("/api/devices/%1").arg(key);
    client_.call({"DELETE", path, {}, {}}, this,
                 [this, key, done = std::move(done)](const Result<json>& answer) {
                     if (!answer) return done(fail(answer.error()));
                     std::erase_if(devices_, [&](const Device& device) { return device.key == key; });
                     Q_EMIT changed();
                     done({});
                 });
}

void SettingsAdapter::refresh() {
    mails_.refresh();
    client_.cachedBytes(this, [this](std::int64_t bytes) {
        if (bytes == cacheBytes_) return;
        cacheBytes_ = bytes;
        Q_EMIT changed();
    });
    if (devicesAsked_) return;
    devicesAsked_ = true;
    client_.call({"GET", QStringLiteral("/api/devices"), {}, {}}, this, [this](const Result<json>& answer) {
        devicesAsked_ = false;
        if (answer) return takeDevices(*answer);
        devicesProblem_ = ui::sentence(answer.error());
        Q_EMIT changed();
    });
}

void SettingsAdapter::takeDevices(const json& answer) {
    try {
        std::vector<Device> devices;
        for (const json& entry : answer.at("devices")) {
            if (devices.size() == devicesMost) break;
            const auto id = DeviceId::parse(entry.at("id").get<std::string>());
            if (!id) continue;
            devices.push_back({shown(id->text()), shown(entry.at("name").get<std::string>()),
                               shown(Timestamp{entry.at("last_seen_at").get<std::int64_t>()}),
                               entry.at("this_device").get<bool>()});
        }
        std::ranges::stable_partition(devices, &Device::isThis);
        devices_ = std::move(devices);
        devicesProblem_.clear();
        Q_EMIT changed();
    } catch (const json::exception&) {
        devicesProblem_ = ui::sentence(ErrorCode::Corrupt);
        Q_EMIT changed();
    }
}

void SettingsAdapter::openDataFolder() {
    QDesktopServices::openUrl(QUrl::fromLocalFile(program_.dataFolder));
}

QString SettingsAdapter::diagnostics() const {
    const client::ShownTeam& team = session_.view().team();
    const QScreen* screen = QGuiApplication::primaryScreen();
    QStringList lines;
    lines << QStringLiteral("Headroom %1, Qt %2")
                 .arg(QCoreApplication::applicationVersion(), QLatin1String(qVersion()))
          << QStringLiteral("%1, kernel %2, %3")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(),
                      QSysInfo::currentCpuArchitecture())
          << QStringLiteral("Platform %1, scale %2, theme %3")
                 .arg(QGuiApplication::platformName())
                 .arg(screen ? screen->devicePixelRatio() : 1)
                 .arg(nameOf(ui::Theme::self().mode()))
          << QStringLiteral("Endpoint: %1, %2")
                 .arg(program_.onThisComputer ? QStringLiteral("this computer") : QStringLiteral("hosted"),
                      linkName(session_.view().status().link))
          << QStringLiteral("Members %1, headshots %2, outbox %3, uploads %4, cached %5 bytes")
                 .arg(team.members->size())
                 .arg(team.headshots->size())
                 .arg(team.commands->size())
                 .arg(team.uploads->size())
                 .arg(cacheBytes_);
    return lines.join(QLatin1Char('\n'));
}

} // namespace headroom::desktop
