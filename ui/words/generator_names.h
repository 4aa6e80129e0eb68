#pragma once

#include <QString>

namespace headroom::ui {

/// What a generator is called among people: "Built-in studio", "Stability AI". A name that this version does
/// not know in readable form. GUI thread (translations).
QString generatorName(const QString& name);

/// A name of the API in readable form: "vercel-blob" is "Vercel blob".
QString readableName(const QString& name);

} // namespace headroom::ui
