#pragma once

#include "core/faces/installed_models.h"

#include <QStandardPaths>
#include <QTest>

namespace headroom::fixtures {

/// What packaging/fetch-models has installed for whoever runs the tests, where it puts things unless told
/// otherwise. Nothing on most machines: tests that need it say so and are skipped.
inline Result<faces::InstalledModels> installedModels() {
    const QString named = qEnvironmentVariable("HEADROOM_MODELS");
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                           QStringLiteral("/headroom/models");
    if (named == QLatin1String("none")) return faces::InstalledModels{};
    return faces::findInstalledModels((named.isEmpty() ? folder : named).toStdString());
}

} // namespace headroom::fixtures
