#pragma once

#include "core/base/result.h"
#include "ui/rows/row_source.h"
#include "ui/theme/tokens.h"

#include <QDateTime>
#include <QString>

#include <functional>
#include <memory>

// What the Activity page shows: lists of the same shape, newest first.
namespace headroom::ui::activity {

enum class ActivityKind { Ledger, Payments, People, Exports };
inline constexpr int activityKinds = 4;

/// A line of one of the lists, already in words where a name or kind is meant.
struct ActivityRow {
    QString key;
    QDateTime when;
    QString icon;   ///< of ui/theme/icons.h
    QString title;  ///< "Given to Grace Tanaka"
    QString detail; ///< "by Elena Weber"
    QString status; ///< in a pill; empty for none: "Paid"
    Tone tone = Tone::Secondary;
    QString amount; ///< "+50", "$79"; empty for none
};

class ActivityRows : public RowSource {
    Q_OBJECT
public:
    using RowSource::RowSource;
    virtual ActivityRow rowAt(int row) const = 0;
    /// Only rows with all these words, by accents and case alike.
    virtual void setText(const QString& text) = 0;
};

class ActivitySource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual std::unique_ptr<ActivityRows> open(ActivityKind kind) = 0;
};

class ActivityActions {
public:
    virtual ~ActivityActions() = default;
    /// Writes all rows with these words as CSV, also those that no view has loaded yet.
    virtual void writeCsv(ActivityKind kind, const QString& text, const QString& path,
                          std::function<void(Result<void>)> done) = 0;
    /// Opens what belongs to a row: the page of an unpaid order, the folder of an export. Nothing for others.
    virtual void openRow(ActivityKind kind, const QString& key) = 0;
};

} // namespace headroom::ui::activity
