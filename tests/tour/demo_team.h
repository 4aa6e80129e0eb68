#pragma once

#include "tests/tour/expectation.h"

#include <vector>

namespace headroom::tour {

/// Who makes the team, in the tour and for a plain packaging/run.
inline const QString ownerEmail = QStringLiteral("elena.weber@northwind.example");

struct Colleague {
    QString name;
    QString email;
};

/// The people of a CSV file, "name,e-mail" a line.
std::vector<Colleague> readColleagues(const QString& file);

/// Elena Weber's team on this computer, with her colleagues in it, in the folder that the desktop will be
/// started with. Does nothing when there is a team already. Everything is done by the endpoint itself, as it
/// would be over days.
void makeDemoTeam(const QString& dataFolder, const std::vector<Colleague>& colleagues,
                  const QString& programs);

} // namespace headroom::tour
