#include "app/desktop/adapters/members_adapter.h"

#include "app/desktop/adapters/member_list.h"
#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

#include <QHash>

#include <algorithm>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::members::InviteLine;
using ui::members::InviteVerdict;

client::TeamSession::Stored whenStored(ui::members::MembersActions::Done done) {
    return [done = std::move(done)](const Result<CommandId>& id) {
        done(id ? Result<void>() : Result<void>(fail(id.error())));
    };
}

/// The words of `inviteMembers` in the endpoint's OpenAPI file.
InviteVerdict verdictOf(const std::string& word) {
    if (word == "invited" || word == "invited_again") return InviteVerdict::Sent;
    if (word == "already_member") return InviteVerdict::AlreadyMember;
    if (word == "invalid_address") return InviteVerdict::NotAnAddress;
    if (word == "repeated") return InviteVerdict::Repeated;
    return InviteVerdict::Refused;
}

void takeVerdicts(const std::string& answer, const std::vector<std::size_t>& sent,
                  std::vector<InviteLine>& lines) {
    const json parsed = json::parse(answer, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("results") || !parsed["results"].is_array()) return;
    const json& results = parsed["results"];
    for (std::size_t i = 0; i < sent.size() && i < results.size(); ++i)
        if (results[i].is_object())
            lines[sent[i]].verdict = verdictOf(results[i].value("verdict", std::string()));
}

} // namespace

MembersAdapter::MembersAdapter(client::Client& client, client::TeamSession& session, QObject* parent)
    : MembersSource(parent)
    , client_(client)
    , session_(session) {
    connect(&session_.view(), &client::TeamView::changed, this, &MembersAdapter::viewChanged);
    connect(&session_, &client::TeamSession::commandEnded, this, &MembersAdapter::commandEnded);
}

bool MembersAdapter::online() const {
    return session_.view().status().link == client::Link::Online;
}

bool MembersAdapter::linkIsOpen() const {
    if (link_.isEmpty()) return false;
    const auto& rows = *session_.view().team().invitations;
    const auto row = std::ranges::find(rows, linkId_, &sync::InvitationRow::id);
    if (row == rows.end()) return true; // made just now; the feed has not brought it yet
    return !row->revokedAt && row->uses < row->maxUses &&
           row->expiresAt.ms > QDateTime::currentMSecsSinceEpoch();
}

ui::members::Overview MembersAdapter::overview() const {
    client::TeamView& view = session_.view();
    const client::ShownTeam& team = view.team();
    ui::members::Overview result;
    result.teamName = shown(team.team.name.empty() ? session_.membership().teamName : team.team.name);
    for (const client::ShownMember& member : *team.members) {
        result.active += member.row().state == sync::MemberState::Active;
        result.invited += member.row().state == sync::MemberState::Invited;
        result.suspended += member.row().state == sync::MemberState::Suspended;
    }
    result.ownRole = shown(view.own() ? view.own()->row().role : session_.membership().role);
    result.self = session_.membership().member;
    if (linkIsOpen()) result.inviteLink = link_;
    if (!view.ownMayManage()) result.invitingBlockedBy = tr("Only owners and admins invite people");
    return result;
}

std::unique_ptr<ui::MemberSource> MembersAdapter::openMembers() {
    return std::make_unique<MemberList>(session_.view());
}

std::vector<InviteLine> MembersAdapter::judge(std::vector<InviteLine> lines) const {
    QHash<QString, sync::MemberState> known;
    for (const client::ShownMember& member : *session_.view().team().members)
        if (member.row().state != sync::MemberState::Removed)
            known.insert(shown(member.row().email).toLower(), member.row().state);
    for (InviteLine& line : lines) {
        if (line.verdict != InviteVerdict::Ready) continue;
        const auto found = known.constFind(line.email.toLower());
        if (found == known.cend()) continue;
        line.verdict = *found == sync::MemberState::Invited ? InviteVerdict::AlreadyInvited
                                                            : InviteVerdict::AlreadyMember;
    }
    return lines;
}

void MembersAdapter::invite(std::vector<InviteLine> lines, ui::MemberRole role, InviteReply reply) {
    std::vector<client::TeamSession::Invite> invites;
    std::vector<std::size_t> sent;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].verdict != InviteVerdict::Ready) continue;
        invites.push_back({lines[i].email.toStdString(), lines[i].name.toStdString(), asRole(role)});
        sent.push_back(i);
    }
    if (invites.empty()) return reply(std::move(lines));
    session_.inviteMembers(invites, [this, lines = std::move(lines), sent = std::move(sent),
                                     reply = std::move(reply)](const Result<CommandId>& id) mutable {
        if (!id) return reply(fail(id.error()));
        invitations_[*id] = {std::move(lines), std::move(sent), std::move(reply)};
        viewChanged();
    });
}

void MembersAdapter::commandEnded(const client::OutboxRow& row) {
    auto ended = invitations_.extract(row.id);
    if (ended.empty()) return;
    Invitation& invitation = ended.mapped();
    if (row.state == client::OutboxState::Refused)
        return invitation.reply(fail(row.code.value_or(ErrorCode::Internal)));
    for (const std::size_t position : invitation.sent)
        invitation.lines[position].verdict = InviteVerdict::Sent;
    takeVerdicts(row.answer, invitation.sent, invitation.lines);
    invitation.reply(std::move(invitation.lines));
}

void MembersAdapter::viewChanged() {
    if (!online()) {
        // They wait in the outbox, which shows them; nobody should wait in front of the dialog.
        auto waiting = std::exchange(invitations_, {});
        for (auto& [id, invitation] : waiting) {
            for (const std::size_t position : invitation.sent)
                invitation.lines[position].verdict = InviteVerdict::Sent;
            invitation.reply(std::move(invitation.lines));
        }
    }
    Q_EMIT changed();
}

void MembersAdapter::resendInvitation(const MemberId& member, Done done) {
    const client::ShownMember* found = session_.view().member(member);
    if (!found) return done(fail(ErrorCode::NotFound, "member"));
    const sync::MemberRow& row = found->row();
    // Inviting an invited address again mails again and changes nothing else.
    session_.inviteMembers({{row.email, row.name, row.role}}, whenStored(std::move(done)));
}

void MembersAdapter::makeInviteLink(std::function<void(Result<QString>)> reply) {
    const QString path =
        QStringLiteral("/api/teams/%1/invitations").arg(shown(session_.membership().team.text()));
    client::ApiRequest request{"POST", path, R"({"role":"member"})", QByteArray::fromStdString(newUuid())};
    client_.call(request, this, [this, reply](const Result<json>& answer) {
        if (!answer) return reply(fail(answer.error()));
        const std::string url = answer->value("url", std::string());
        const auto invitation = answer->value("invitation", json::object());
        const auto id = InvitationId::parse(invitation.value("id", std::string()));
        if (url.empty() || !id) return reply(fail(ErrorCode::Corrupt, "no invitation link"));
        link_ = shown(url);
        linkId_ = *id;
        session_.syncNow();
        Q_EMIT changed();
        reply(link_);
    });
}

void MembersAdapter::disableInviteLink(Done done) {
    if (linkId_.empty()) return done(fail(ErrorCode::NotFound, "no link"));
    session_.revokeInvitation(linkId_, [this, done](const Result<CommandId>& id) {
        if (!id) return done(fail(id.error()));
        link_.clear();
        linkId_ = {};
        Q_EMIT changed();
        done({});
    });
}

void MembersAdapter::setRole(const MemberId& member, ui::MemberRole role, Done done) {
    session_.editMember(member, {}, asRole(role), {}, whenStored(std::move(done)));
}

void MembersAdapter::suspend(const MemberId& member, Done done) {
    session_.editMember(member, {}, {}, sync::MemberState::Suspended, whenStored(std::move(done)));
}

void MembersAdapter::unsuspend(const MemberId& member, Done done) {
    session_.editMember(member, {}, {}, sync::MemberState::Active, whenStored(std::move(done)));
}

void MembersAdapter::remove(const MemberId& member, Done done) {
    session_.removeMember(member, whenStored(std::move(done)));
}

} // namespace headroom::desktop
