#include "ui/settings/service_words.h"

#include "ui/widgets/formats.h"
#include "ui/words/generator_names.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace headroom::ui::settings {

namespace {

/// One context for all words here, as free functions have none of their own.
struct ServiceWords {
    Q_DECLARE_TR_FUNCTIONS(headroom::ui::settings::ServiceWords)
};

struct Name {
    ServiceKind kind;
    const char* name;
    const char* words;
};

constexpr std::array names{
    Name{ServiceKind::Storage, "disk",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "Disk of the endpoint")},
    Name{ServiceKind::Storage, "s3",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "Amazon S3 or compatible")},
    Name{ServiceKind::Storage, "cloudinary",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "Cloudinary")},
    Name{ServiceKind::Storage, "vercel-blob",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "Vercel Blob")},
    Name{ServiceKind::Mail, "smtp", QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "SMTP server")},
    Name{ServiceKind::Mail, "folder",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "Folder instead of a mail server")},
    Name{ServiceKind::Payments, "stripe",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "Stripe")},
    Name{ServiceKind::Payments, "none",
         QT_TRANSLATE_NOOP("headroom::ui::settings::ServiceWords", "No payments")},
};

constexpr qint64 wholeSecondsFromMs = 10'000;
constexpr qint64 secondsFromMs = 1'000;

} // namespace

QString serviceName(ServiceKind kind, const QString& name) {
    if (kind == ServiceKind::Generator) return generatorName(name);
    const auto known = std::ranges::find_if(
        names, [&](const Name& one) { return one.kind == kind && name == QLatin1String(one.name); });
    return known != names.end() ? ServiceWords::tr(known->words) : readableName(name);
}

QString serviceUse(const Service& service) {
    switch (service.kind) {
    case ServiceKind::Generator:
        return ServiceWords::tr("Makes headshots");
    case ServiceKind::Storage:
        return ServiceWords::tr("Keeps photos and headshots");
    case ServiceKind::Mail:
        return service.name == QLatin1String("folder")
                   ? ServiceWords::tr("Writes e-mails to files instead of sending them")
                   : ServiceWords::tr("Sends e-mails");
    case ServiceKind::Payments:
        return ServiceWords::tr("Takes payments");
    }
    return {};
}

QString serviceIcon(ServiceKind kind) {
    switch (kind) {
    case ServiceKind::Generator:
        return QStringLiteral("sparkles");
    case ServiceKind::Storage:
        return QStringLiteral("hard-drive");
    case ServiceKind::Mail:
        return QStringLiteral("mail");
    case ServiceKind::Payments:
        return QStringLiteral("credit-card");
    }
    return {};
}

ServiceStatus statusOf(const Service& service) {
    if (service.problem) return ServiceStatus::Problem;
    if (service.kind == ServiceKind::Payments && service.name == QLatin1String("none"))
        return ServiceStatus::Off;
    return service.mode == PaymentMode::Test ? ServiceStatus::TestMode : ServiceStatus::Works;
}

StatusLook statusLook(ServiceStatus status) {
    switch (status) {
    case ServiceStatus::Works:
        return {ServiceWords::tr("Works"), QStringLiteral("check"), Tone::Success};
    case ServiceStatus::TestMode:
        return {ServiceWords::tr("Test mode"), {}, Tone::Info};
    case ServiceStatus::Off:
        return {ServiceWords::tr("Off"), {}, Tone::Secondary};
    case ServiceStatus::Problem:
        return {ServiceWords::tr("Problem"), QStringLiteral("triangle-alert"), Tone::Danger};
    }
    return {};
}

QString formatTook(qint64 ms) {
    if (ms < secondsFromMs) return ServiceWords::tr("%1 ms").arg(formatNumber(ms));
    const int decimals = ms >= wholeSecondsFromMs ? 0 : 1;
    return ServiceWords::tr("%1 s").arg(QLocale().toString(double(ms) / 1000, 'f', decimals));
}

QString errorTimes(const ServiceError& error, const QDateTime& now) {
    const QString when = formatSince(error.at, now);
    return error.times > 1 ? ServiceWords::tr("%1, %n times", nullptr, error.times).arg(when) : when;
}

} // namespace headroom::ui::settings
