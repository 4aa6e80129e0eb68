#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>

#include <functional>

namespace headroom::desktop {

/// One record by RFC 4180, its line ending included. A cell of words that a spreadsheet would take for a
/// formula is given an apostrophe in front (names come from other people); numbers are left as they are.
QByteArray csvLine(const QStringList& cells);

/// Writes a file whole or not at all, on a worker of the program's pool. `done` is called on the GUI thread
/// unless `context` is gone by then; FileAccess. GUI thread.
void writeFile(const QString& path, QByteArray bytes, QObject* context,
               std::function<void(Result<void>)> done);

} // namespace headroom::desktop
