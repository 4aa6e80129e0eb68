#pragma once

#include <QDateTime>
#include <QString>

// Numbers, money, dates and sizes as people read them, by QLocale. Every page formats through here.
namespace headroom::ui {

/// A system without a language (LANG=C) has no readable dates and money: English then. Call at start.
void useReadableLocale();

QString formatNumber(qint64 value);
/// With a sign also when positive: "+50".
QString formatSigned(qint64 value);
/// Amount in the currency's smallest unit (cents); ISO 4217 code.
QString formatMoney(qint64 minorUnits, const QString& currency);
/// The same from millionths, with as many digits as small prices need: "$3", "$3.20", "$0.0032".
QString formatMicros(qint64 micros, const QString& currency);
/// "$"; a code without a sign of its own as it is, with a space.
QString currencySign(const QString& currency);
QString formatDate(const QDate& date);
/// Without the year: "24 Oct".
QString formatDay(const QDate& date);
QString formatDateTime(const QDateTime& time);
/// "just now", "5 min ago", "3 h ago", "yesterday", "4 days ago", then a date. An invalid time is "never".
QString formatSince(const QDateTime& time, const QDateTime& now);
QString formatBytes(qint64 bytes);

} // namespace headroom::ui
