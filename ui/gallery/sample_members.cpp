#include "ui/gallery/sample_members.h"

#include <algorithm>

namespace headroom::ui::gallery {
using namespace members;

SampleMembers::SampleMembers(SamplePeople& people, QObject* parent)
    : MembersSource(parent)
    , people_(people) {
    connect(&people_, &SamplePeople::changed, this, &MembersSource::changed);
}

Overview SampleMembers::overview() const {
    Overview result;
    result.teamName = QStringLiteral("Northwind Design");
    result.ownRole = MemberRole::Owner;
    result.self = people_.rows().front().id;
    result.inviteLink = link_;
    for (const MemberRow& row : people_.rows()) {
        result.active += row.state == MemberState::Active;
        result.invited += row.state == MemberState::Invited;
        result.suspended += row.state == MemberState::Suspended;
    }
    return result;
}

std::vector<InviteLine> SampleMembers::judge(std::vector<InviteLine> lines) const {
    for (InviteLine& line : lines) {
        if (line.verdict != InviteVerdict::Ready) continue;
        for (const MemberRow& row : people_.rows())
            if (row.email == line.email)
                line.verdict = row.state == MemberState::Invited ? InviteVerdict::AlreadyInvited
                                                                 : InviteVerdict::AlreadyMember;
    }
    return lines;
}

void SampleMembers::invite(std::vector<InviteLine> lines, MemberRole role,
                           std::function<void(Result<std::vector<InviteLine>>)> reply) {
    for (InviteLine& line : lines) {
        if (line.verdict != InviteVerdict::Ready) continue;
        MemberRow row;
        row.id = MemberId::make();
        row.email = line.email;
        row.name = line.name.isEmpty() ? line.email : line.name;
        row.role = role;
        row.state = MemberState::Invited;
        people_.add(row);
        line.verdict = InviteVerdict::Sent;
    }
    reply(lines);
}

template <class Change>
void SampleMembers::change(const MemberId& member, const Done& done, Change apply) {
    MemberRow* row = people_.find(member);
    if (!row) return done(fail(ErrorCode::NotFound));
    apply(*row);
    people_.touched();
    done({});
}

void SampleMembers::resendInvitation(const MemberId& member, Done done) {
    change(member, done, [](MemberRow&) {});
}

void SampleMembers::makeInviteLink(std::function<void(Result<QString>)> reply) {
    link_ = QStringLiteral("https://headshots.example.com/join/4f1c9a7e");
    Q_EMIT changed();
    reply(link_);
}

void SampleMembers::disableInviteLink(Done done) {
    link_.clear();
    Q_EMIT changed();
    done({});
}

void SampleMembers::setRole(const MemberId& member, MemberRole role, Done done) {
    const auto& rows = people_.rows();
    const auto owners = std::count_if(rows.begin(), rows.end(),
                                      [](const MemberRow& row) { return row.role == MemberRole::Owner; });
    const MemberRow* row = people_.find(member);
    if (row && row->role == MemberRole::Owner && role != MemberRole::Owner && owners == 1)
        return done(fail(ErrorCode::LastOwner));
    change(member, done, [role](MemberRow& found) { found.role = role; });
}

void SampleMembers::suspend(const MemberId& member, Done done) {
    change(member, done, [](MemberRow& row) { row.state = MemberState::Suspended; });
}

void SampleMembers::unsuspend(const MemberId& member, Done done) {
    change(member, done, [](MemberRow& row) { row.state = MemberState::Active; });
}

void SampleMembers::remove(const MemberId& member, Done done) {
    if (!people_.find(member)) return done(fail(ErrorCode::NotFound));
    people_.remove(member);
    done({});
}

} // namespace headroom::ui::gallery
