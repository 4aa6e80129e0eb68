#include "ui/signin/sign_in_values.h"

#include <QCoreApplication>
#include <QUrl>

namespace headroom::ui::signin {
namespace {

bool isThisComputer(const QString& host) {
    return host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") ||
           host == QLatin1String("::1");
}

} // namespace

std::optional<QString> completeAddress(const QString& typed) {
    QString text = typed.trimmed();
    if (text.isEmpty() || text.contains(QLatin1Char(' '))) return std::nullopt;
    if (!text.contains(QLatin1String("://"))) {
        const QUrl bare(QStringLiteral("https://") + text, QUrl::StrictMode);
        text = (isThisComputer(bare.host()) ? QStringLiteral("http://") : QStringLiteral("https://")) + text;
    }
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty()) return std::nullopt;
    const bool secure = url.scheme() == QLatin1String("https");
    const bool plainButHere = url.scheme() == QLatin1String("http") && isThisComputer(url.host());
    if (!secure && !plainButHere) return std::nullopt;
    url.setQuery(QString());
    url.setFragment(QString());
    return url.adjusted(QUrl::StripTrailingSlash).toString();
}

bool looksLikeEmail(const QString& text) {
    const QString trimmed = text.trimmed();
    const qsizetype at = trimmed.lastIndexOf(QLatin1Char('@'));
    if (at <= 0 || at == trimmed.size() - 1) return false;
    for (const QChar character : trimmed)
        if (character.isSpace()) return false;
    return true;
}

QString hostOf(const QString& address) {
    const QUrl url(address);
    if (url.host().isEmpty()) return address;
    return url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
}

QString progressText(LocalProgress progress) {
    switch (progress) {
    case LocalProgress::StartingService:
        return QCoreApplication::translate("SignIn", "Starting the service on this computer");
    case LocalProgress::MakingTeam:
        return QCoreApplication::translate("SignIn", "Setting up your team");
    case LocalProgress::SigningIn:
        return QCoreApplication::translate("SignIn", "Signing you in");
    }
    return {};
}

} // namespace headroom::ui::signin
