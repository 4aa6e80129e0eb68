#include "ui/members/members_source.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace headroom::ui::members {
namespace {

/// Not RFC 5322 in full: one @, something on both sides, a dot in the domain. The mail itself is the real
/// check.
bool looksLikeAddress(const QString& text) {
    static const QRegularExpression shape(QStringLiteral(R"(^[^@\s<>",;]+@[^@\s<>",;]+\.[^@\s<>",;.]{2,}$)"));
    return text.size() <= 254 && shape.match(text).hasMatch();
}

QString unquoted(QString text) {
    text = text.trimmed();
    if (text.size() >= 2 && text.startsWith(QLatin1Char('"')) && text.endsWith(QLatin1Char('"')))
        text = text.mid(1, text.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\"")).trimmed();
    return text;
}

InviteLine parseLine(const QString& line) {
    static const QRegularExpression angled(QStringLiteral(R"(^\s*(.*?)\s*<([^>]+)>\s*$)"));
    const QRegularExpressionMatch match = angled.match(line);
    if (match.hasMatch()) return {match.captured(2).trimmed().toLower(), unquoted(match.captured(1))};
    static const QRegularExpression separators(QStringLiteral("[,;\t]"));
    InviteLine result;
    QStringList rest;
    for (const QString& cell : line.split(separators)) {
        const QString text = unquoted(cell);
        if (result.email.isEmpty() && text.contains(QLatin1Char('@')))
            result.email = text.toLower();
        else if (!text.isEmpty())
            rest << text;
    }
    if (result.email.isEmpty()) {
        result.email = line.trimmed();
        return result;
    }
    result.name = rest.join(QLatin1Char(' '));
    return result;
}

} // namespace

std::vector<InviteLine> parseInvitations(const QString& text) {
    std::vector<InviteLine> lines;
    QSet<QString> seen;
    static const QRegularExpression breaks(QStringLiteral("[\r\n]+"));
    for (const QString& raw : text.split(breaks, Qt::SkipEmptyParts)) {
        if (raw.trimmed().isEmpty()) continue;
        InviteLine line = parseLine(raw);
        // The first line of a CSV file names its columns.
        if (lines.empty() && !line.email.contains(QLatin1Char('@')) &&
            raw.contains(QStringLiteral("mail"), Qt::CaseInsensitive))
            continue;
        if (!looksLikeAddress(line.email))
            line.verdict = InviteVerdict::NotAnAddress;
        else if (seen.contains(line.email))
            line.verdict = InviteVerdict::Repeated;
        seen.insert(line.email);
        lines.push_back(std::move(line));
    }
    return lines;
}

QString verdictText(InviteVerdict verdict) {
    switch (verdict) {
    case InviteVerdict::Ready:
        return QCoreApplication::translate("Invite", "Will be invited");
    case InviteVerdict::NotAnAddress:
        return QCoreApplication::translate("Invite", "Not an e-mail address");
    case InviteVerdict::Repeated:
        return QCoreApplication::translate("Invite", "Twice in the list");
    case InviteVerdict::AlreadyMember:
        return QCoreApplication::translate("Invite", "Is a member already");
    case InviteVerdict::AlreadyInvited:
        return QCoreApplication::translate("Invite", "Is invited already");
    case InviteVerdict::Sent:
        return QCoreApplication::translate("Invite", "Invited");
    case InviteVerdict::Refused:
        return QCoreApplication::translate("Invite", "Could not be invited");
    }
    return {};
}

} // namespace headroom::ui::members
