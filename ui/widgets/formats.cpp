#include "ui/widgets/formats.h"

#include <QCoreApplication>
#include <QLocale>

#include <cstdlib>

namespace headroom::ui {
namespace {

QString text(const char* source, int count = -1) {
    return QCoreApplication::translate("Formats", source, nullptr, count);
}

constexpr qint64 microsInUnit = 1'000'000;
constexpr int mostDecimals = 6;

/// None for whole units; two, or for less than a tenth as many as two digits need.
int decimalsOf(qint64 micros) {
    if (micros % microsInUnit == 0) return 0;
    int decimals = 2;
    qint64 step = 10'000; // what the last digit is worth
    for (; decimals < mostDecimals && std::abs(micros) < 10 * step && micros % step != 0; ++decimals)
        step /= 10;
    return decimals;
}

} // namespace

QString currencySign(const QString& currency) {
    const QString code = currency.toUpper();
    if (code == QLatin1String("USD")) return QStringLiteral("$");
    if (code == QLatin1String("EUR")) return QStringLiteral("€");
    if (code == QLatin1String("GBP")) return QStringLiteral("£");
    return code + QLatin1Char(' ');
}

void useReadableLocale() {
    if (QLocale().language() == QLocale::C)
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

QString formatNumber(qint64 value) {
    return QLocale().toString(value);
}

QString formatSigned(qint64 value) {
    if (value > 0) return QLocale().positiveSign() + formatNumber(value);
    if (value < 0) return QStringLiteral("−") + formatNumber(-value);
    return formatNumber(value);
}

QString formatMoney(qint64 minorUnits, const QString& currency) {
    const double amount = double(minorUnits) / 100;
    const bool whole = minorUnits % 100 == 0;
    return QLocale().toCurrencyString(amount, currencySign(currency), whole ? 0 : 2);
}

QString formatMicros(qint64 micros, const QString& currency) {
    return QLocale().toCurrencyString(double(micros) / double(microsInUnit), currencySign(currency),
                                      decimalsOf(micros));
}

QString formatDate(const QDate& date) {
    return QLocale().toString(date, QStringLiteral("d MMM yyyy"));
}

QString formatDay(const QDate& date) {
    return QLocale().toString(date, QStringLiteral("d MMM"));
}

QString formatDateTime(const QDateTime& time) {
    const QDateTime local = time.toLocalTime();
    return text("%1, %2").arg(formatDate(local.date()),
                              QLocale().toString(local.time(), QLocale::ShortFormat));
}

QString formatSince(const QDateTime& time, const QDateTime& now) {
    if (!time.isValid()) return text("never");
    const qint64 minutes = time.secsTo(now) / 60;
    if (minutes < 1) return text("just now");
    if (minutes < 60) return text("%n min ago", int(minutes));
    const qint64 days = time.toLocalTime().date().daysTo(now.toLocalTime().date());
    if (minutes < 24 * 60 && days <= 1) return text("%n h ago", int(minutes / 60));
    if (days <= 1) return text("yesterday");
    if (days < 7) return text("%n days ago", int(days));
    const QDate date = time.toLocalTime().date();
    return date.year() == now.toLocalTime().date().year() ? formatDay(date) : formatDate(date);
}

QString formatBytes(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace headroom::ui
