#pragma once

#include "ui/gallery/sample_people.h"
#include "ui/members/members_source.h"

namespace headroom::ui::gallery {

/// The Members page's other side, in memory.
class SampleMembers : public members::MembersSource, public members::MembersActions {
    Q_OBJECT
public:
    explicit SampleMembers(SamplePeople& people, QObject* parent = nullptr);

    members::Overview overview() const override;
    std::unique_ptr<MemberSource> openMembers() override { return people_.open(); }
    std::vector<members::InviteLine> judge(std::vector<members::InviteLine> lines) const override;

    void invite(std::vector<members::InviteLine> lines, MemberRole role,
                std::function<void(Result<std::vector<members::InviteLine>>)> reply) override;
    void resendInvitation(const MemberId& member, Done done) override;
    void makeInviteLink(std::function<void(Result<QString>)> reply) override;
    void disableInviteLink(Done done) override;
    void setRole(const MemberId& member, MemberRole role, Done done) override;
    void suspend(const MemberId& member, Done done) override;
    void unsuspend(const MemberId& member, Done done) override;
    void remove(const MemberId& member, Done done) override;

private:
    template <class Change>
    void change(const MemberId& member, const Done& done, Change apply);

    SamplePeople& people_;
    QString link_;
};

} // namespace headroom::ui::gallery
