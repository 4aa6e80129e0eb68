#pragma once

#include "ui/settings/services_source.h"
#include "ui/theme/tokens.h"

// What services are called and how they are, in the user's language. GUI thread (translations).
namespace headroom::ui::settings {

/// "Amazon S3 or compatible"; a name that this version does not know in readable form.
QString serviceName(ServiceKind kind, const QString& name);

/// What it does: "Keeps photos and headshots".
QString serviceUse(const Service& service);
QString serviceIcon(ServiceKind kind);

enum class ServiceStatus { Works, TestMode, Off, Problem };

ServiceStatus statusOf(const Service& service);

struct StatusLook {
    QString text;
    QString icon;
    Tone tone = Tone::Secondary;
};
StatusLook statusLook(ServiceStatus status);

/// With the digits that say something: "123 ms", "3.4 s", "28 s".
QString formatTook(qint64 ms);

/// When, and how often: "yesterday, 4 times".
QString errorTimes(const ServiceError& error, const QDateTime& now);

} // namespace headroom::ui::settings
