#include "ui/gallery/sample_sign_in.h"

#include <QUrl>

namespace headroom::ui::gallery {

Result<QString> SampleSignIn::addressOfLink(const QString& link) const {
    const QUrl url(link, QUrl::StrictMode);
    const bool fits =
        url.scheme() == QLatin1String("https") && url.path().startsWith(QLatin1String("/join/"));
    if (!fits) return fail(ErrorCode::InvalidInput, "not an invitation link");
    return QStringLiteral("https://") + url.host();
}

std::optional<ErrorCode> SampleSignIn::takeRefusal() {
    return std::exchange(refuse_, std::nullopt);
}

void SampleSignIn::reply(std::function<void()> answer) {
    if (held_)
        waiting_ = std::move(answer);
    else
        answer();
}

void SampleSignIn::answer() {
    if (auto now = std::exchange(waiting_, {})) now();
}

void SampleSignIn::useThisComputer(const signin::LocalTeam& team,
                                   std::function<void(signin::LocalProgress)> progress, Done done) {
    calls_ << QStringLiteral("local %1 %2 %3").arg(team.name, team.email, team.teamName);
    progress_ = std::move(progress);
    reply([done = std::move(done), refusal = takeRefusal()] {
        done(refusal ? Result<void>(fail(*refusal)) : Result<void>());
    });
}

void SampleSignIn::begin(const QString& address, const QString& email,
                         std::function<void(Result<signin::CodeSent>)> answer) {
    calls_ << QStringLiteral("begin %1 %2").arg(address, email);
    reply([this, answer = std::move(answer), refusal = takeRefusal()] {
        answer(refusal ? Result<signin::CodeSent>(fail(*refusal))
                       : Result<signin::CodeSent>({resendAfter_, 10}));
    });
}

void SampleSignIn::complete(const QString& code, Done done) {
    calls_ << QStringLiteral("complete ") + code;
    const auto refusal = takeRefusal();
    reply([code, done = std::move(done), refusal] {
        if (refusal)
            done(fail(*refusal));
        else if (code != QLatin1String("123456"))
            done(fail(ErrorCode::CodeWrong));
        else
            done({});
    });
}

void SampleSignIn::redeem(const QString& link, Done done) {
    calls_ << QStringLiteral("redeem ") + link;
    reply([done = std::move(done), refusal = takeRefusal()] {
        done(refusal ? Result<void>(fail(*refusal)) : Result<void>());
    });
}

void SampleSignIn::cancel() {
    calls_ << QStringLiteral("cancel");
}

void SampleSignIn::remember(const QString& address, const QString& email) {
    lastAddress_ = address;
    lastEmail_ = email;
    Q_EMIT changed();
}

void SampleSignIn::setLocal(const QString& teamName, const QString& blockedBy) {
    localTeam_ = teamName;
    blocked_ = blockedBy;
    Q_EMIT changed();
}

} // namespace headroom::ui::gallery
