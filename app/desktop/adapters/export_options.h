#pragma once

#include "app/desktop/exports/export_choice.h"
#include "app/desktop/exports/export_queue.h"
#include "ui/exports/exports_source.h"

// The Exports page's values in the words of the rooms below, and the reverse. Pure; GUI thread.
namespace headroom::desktop {

std::vector<ui::exports::SizeChoice> sizeChoices();
std::vector<std::pair<QString, QString>> namePlaceholders();
ui::exports::Options defaultExportOptions();

exports::ExportSettings settingsOf(const ui::exports::Options& options);
ExportChoice choiceOf(const ui::exports::Options& options);

/// Empty when the template is fine.
QString templateProblem(const QString& nameTemplate);

/// Bytes that the settings roughly make of these headshots.
qint64 estimatedBytes(const std::vector<exports::ExportItem>& items, const exports::ExportSettings& settings);

ui::exports::ExportRow shown(const ExportEntry& entry);
std::vector<ui::exports::FileResult> shown(const exports::ExportJournal& journal);

/// For the next start, without the chosen headshots and filters.
QByteArray storedOptions(const ui::exports::Options& options);
/// The defaults for anything that is missing or not ours.
ui::exports::Options optionsFrom(const QByteArray& stored);

} // namespace headroom::desktop
