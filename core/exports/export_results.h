#pragma once

#include "core/exports/export_run.h"

#include <string>

namespace headroom::exports {

/// The outcome of a run as a table (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read names
/// right). Cells that a spreadsheet would run as a formula are written as text.
std::string resultsCsv(const ExportPlan& plan, const ExportReport& report);

} // namespace headroom::exports
