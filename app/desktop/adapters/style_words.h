#pragma once

#include <QString>

#include <string>
#include <vector>

namespace headroom::desktop {

/// The name of a style in the user's language. Styles have English names at the endpoint and are translated
/// by their id; of an id that this version does not know, `english` is the name, and without that the id
/// itself in readable form ("warm-loft" becomes "Warm loft"). Any thread.
QString styleName(const std::string& id, const QString& english = {});

/// Ids of the styles that ship with this version, in the order in which to offer them: for a computer that
/// has not reached its endpoint yet.
std::vector<std::string> shippedStyles();

/// One line about it; `english` for an unknown id.
QString styleDescription(const std::string& id, const QString& english = {});

/// The picture that ships with the program; empty when none does.
QString stylePreviewPath(const std::string& id);

} // namespace headroom::desktop
