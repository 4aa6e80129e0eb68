#pragma once

#include "ui/settings/generators_source.h"

// What a choice of generators comes to, also in the user's language. GUI thread (translations).
namespace headroom::ui::settings {

/// Names of the available ones, in the operator's order.
QStringList availableNames(const Generators& generators);

/// `own` as far as it is available; without one the operator's order.
QStringList effectiveOrder(const Generators& generators, const std::optional<QStringList>& own);

/// Those of an order that may make headshots: photos stay, or a consent lets them leave.
QStringList usable(const Generators& generators, const QStringList& order, const QStringList& consents);

/// The choice without what the endpoint has no more and would refuse.
GeneratorChoice cleaned(const Generators& generators, const GeneratorChoice& choice);

/// Names in the choice that the endpoint has no more, each once.
QStringList goneNames(const Generators& generators);

/// "Replicate, then Built-in studio".
QString orderWords(const QStringList& names);
/// Who makes the team's headshots now, in one or two sentences.
QString choiceWords(const Generators& generators);

/// "about $0.04 a headshot", or "free of charge".
QString costWords(const Generator& generator);

/// The limit of the team in force.
qint64 dayLimit(const Generators& generators);

} // namespace headroom::ui::settings
