#include "app/desktop/adapters/invitation_link.h"

#include "ui/signin/sign_in_values.h"

#include <QUrl>

namespace headroom::desktop {

namespace {

/// Tokens have 43 characters; a far longer one is none.
constexpr qsizetype tokenMaxLength = 200;

} // namespace

Result<InvitationLink> parseInvitationLink(const QString& link) {
    QUrl url(link.trimmed(), QUrl::StrictMode);
    if (url.scheme() == QLatin1String("headroom")) url.setScheme(QStringLiteral("https"));
    const QString token = url.fragment();
    const QString ending = QStringLiteral("/join");
    if (!url.isValid() || url.host().isEmpty() || !url.path().endsWith(ending) || token.isEmpty() ||
        token.size() > tokenMaxLength)
        return fail(ErrorCode::InvalidInput, "no invitation link");
    QString path = url.path();
    path.chop(ending.size());
    url.setPath(path);
    url.setFragment({});
    url.setQuery(QString());
    url.setUserInfo({});
    const auto address = ui::signin::completeAddress(url.toString());
    if (!address) return fail(ErrorCode::InvalidInput, "the link leads to an unprotected address");
    return InvitationLink{*address, token};
}

Result<OrderId> parseOrderLink(const QString& link) {
    const QUrl url(link.trimmed(), QUrl::StrictMode);
    const bool known = url.isValid() && url.scheme() == QLatin1String("headroom") &&
                       url.host() == QLatin1String("order") && !url.hasQuery() && !url.hasFragment();
    if (!known) return fail(ErrorCode::InvalidInput, "no order link");
    return OrderId::parse(url.path().mid(1).toStdString());
}

} // namespace headroom::desktop
