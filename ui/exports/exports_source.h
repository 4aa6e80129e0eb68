#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

// What the Exports page shows and asks for.
namespace headroom::ui::exports {

enum class Format { Jpeg, Png, WebP, Tiff };
enum class ConflictPolicy { KeepBoth, Replace, Skip };
enum class Metadata { Keep, Strip };

/// A size to write: longest side in pixels, 0 for the original.
struct SizeChoice {
    QString key;
    QString name;
    int longestSide = 0;
};

struct Options {
    QStringList headshots; ///< keys; empty for all of the team that are finished
    Format format = Format::Jpeg;
    QStringList sizes; ///< keys of SizeChoice
    QString nameTemplate;
    ConflictPolicy conflict = ConflictPolicy::KeepBoth;
    Metadata metadata = Metadata::Keep;
    QString folder;
};

enum class ExportState { Waiting, Running, Done, Cancelled, Failed };

struct ExportRow {
    QString key;
    QString title; ///< "48 headshots, JPEG"
    QString folder;
    ExportState state = ExportState::Waiting;
    int filesDone = 0;
    int filesTotal = 0;
    int filesSkipped = 0;
    int filesFailed = 0;
    QDateTime startedAt;
    std::optional<ErrorCode> error;
};

/// What the chosen options would write. `blockedBy` says why it cannot start (empty when it can).
struct Plan {
    int headshots = 0;
    int files = 0;
    qint64 estimatedBytes = 0;
    qint64 freeBytes = -1;
    QStringList exampleNames;
    QString templateProblem; ///< empty when the name template is fine
    QString blockedBy;
};

class ExportsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual std::vector<SizeChoice> sizes() const = 0;
    virtual Options lastOptions() const = 0;
    /// Placeholders for names, "{member}" with what it stands for.
    virtual std::vector<std::pair<QString, QString>> placeholders() const = 0;
    virtual Plan plan(const Options& options) const = 0;
    /// Newest first.
    virtual std::vector<ExportRow> exports() const = 0;

Q_SIGNALS:
    void changed();
};

class ExportsActions {
public:
    virtual ~ExportsActions() = default;
    virtual void start(const Options& options, std::function<void(Result<void>)> done) = 0;
    virtual void cancel(const QString& key) = 0;
    virtual void resume(const QString& key) = 0;
    virtual void showFolder(const QString& key) = 0;
    virtual void forget(const QString& key) = 0;
};

} // namespace headroom::ui::exports
