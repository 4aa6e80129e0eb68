#pragma once

#include <QString>

#include <optional>

// What the sign-in page asks for and shows. Plain values.
namespace headroom::ui::signin {

/// A team that lives on this computer, with its endpoint.
struct LocalTeam {
    QString name; ///< of the person
    QString email;
    QString teamName;
};

/// What happens after "use this computer", in this order.
enum class LocalProgress { StartingService, MakingTeam, SigningIn };

/// The endpoint took the address; whether it knows it, it does not say.
struct CodeSent {
    int resendAfterSeconds = 30; ///< before this another mail would be refused
    int validMinutes = 10;
};

/// What was typed as the endpoint's address, complete: "headroom.example.com" becomes
/// "https://headroom.example.com". Nothing when it is no address, or an unprotected one (http) of another
/// computer.
std::optional<QString> completeAddress(const QString& typed);

/// Whether mail could go there at all; the endpoint decides.
bool looksLikeEmail(const QString& text);

/// Name of a computer for a headline: the host, and the port when there is one.
QString hostOf(const QString& address);

QString progressText(LocalProgress progress);

} // namespace headroom::ui::signin
