#include "app/desktop/remembered.h"

#include "app/desktop/adapters/values.h"

namespace headroom::desktop {

namespace {

QString text(const QSettings& settings, const char* key) {
    return settings.value(QLatin1String(key)).toString();
}

QString text(std::string_view value) {
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

} // namespace

QUrl Remembered::endpoint() const {
    return QUrl(text(settings_, "endpoint/address"));
}

bool Remembered::usesThisComputer() const {
    return settings_.value(QStringLiteral("endpoint/this_computer")).toBool();
}

void Remembered::signedIn(const QUrl& endpoint, bool thisComputer) {
    settings_.setValue(QStringLiteral("endpoint/address"), endpoint.toString());
    settings_.setValue(QStringLiteral("endpoint/this_computer"), thisComputer);
}

void Remembered::signedOut() {
    settings_.remove(QStringLiteral("endpoint"));
    settings_.remove(QStringLiteral("teams"));
}

QString Remembered::lastAddress() const {
    return text(settings_, "sign_in/address");
}

QString Remembered::lastEmail() const {
    return text(settings_, "sign_in/email");
}

void Remembered::tried(const QString& address, const QString& email) {
    settings_.setValue(QStringLiteral("sign_in/address"), address);
    settings_.setValue(QStringLiteral("sign_in/email"), email);
}

std::optional<ui::signin::LocalTeam> Remembered::localTeam() const {
    const QString team = text(settings_, "this_computer/team");
    if (team.isEmpty()) return std::nullopt;
    return ui::signin::LocalTeam{text(settings_, "this_computer/name"),
                                 text(settings_, "this_computer/email"), team};
}

void Remembered::setLocalTeam(const ui::signin::LocalTeam& team) {
    settings_.setValue(QStringLiteral("this_computer/team"), team.teamName);
    settings_.setValue(QStringLiteral("this_computer/name"), team.name);
    settings_.setValue(QStringLiteral("this_computer/email"), team.email);
}

std::vector<client::Membership> Remembered::memberships() const {
    std::vector<client::Membership> memberships;
    const int count = settings_.beginReadArray(QStringLiteral("teams"));
    for (int i = 0; i < count; ++i) {
        settings_.setArrayIndex(i);
        const auto team = TeamId::parse(text(settings_, "team").toStdString());
        const auto member = MemberId::parse(text(settings_, "member").toStdString());
        const auto role = sync::fromName<sync::Role>(text(settings_, "role").toStdString());
        if (team && member && role)
            memberships.push_back({*team, text(settings_, "name").toStdString(), *member, *role});
    }
    settings_.endArray();
    return memberships;
}

void Remembered::setMemberships(const std::vector<client::Membership>& memberships) {
    settings_.beginWriteArray(QStringLiteral("teams"), static_cast<int>(memberships.size()));
    for (std::size_t i = 0; i < memberships.size(); ++i) {
        settings_.setArrayIndex(static_cast<int>(i));
        settings_.setValue(QStringLiteral("team"), shown(memberships[i].team.text()));
        settings_.setValue(QStringLiteral("name"), shown(memberships[i].teamName));
        settings_.setValue(QStringLiteral("member"), shown(memberships[i].member.text()));
        settings_.setValue(QStringLiteral("role"), text(sync::name(memberships[i].role)));
    }
    settings_.endArray();
}

TeamId Remembered::lastTeam() const {
    const auto team = TeamId::parse(text(settings_, "window/team").toStdString());
    return team ? *team : TeamId();
}

void Remembered::setLastTeam(const TeamId& team) {
    settings_.setValue(QStringLiteral("window/team"), shown(team.text()));
}

} // namespace headroom::desktop
