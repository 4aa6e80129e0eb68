#pragma once

#include "core/base/result.h"
#include "ui/rows/row_source.h"
#include "ui/theme/tokens.h"

#include <QDateTime>
#include <QString>

#include <functional>
#include <memory>

// What the Activity page shows: three lists of the same shape, newest first.
namespace headroom::ui::activity {

enum class ActivityKind { Ledger, Payments, Exports };

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
    /// Writes the whole list (not only what is shown) as CSV.
    virtual void writeCsv(ActivityKind kind, const QString& path, std::function<void(Result<void>)> done) = 0;
    /// Opens what belongs to a row: an order, a folder. Nothing for ledger rows.
    virtual void openRow(ActivityKind kind, const QString& key) = 0;
};

} // namespace headroom::ui::activity
