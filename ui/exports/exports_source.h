#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QObject>
#include <QSize>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

// What the Exports page shows and asks for.
namespace headroom::ui::exports {

enum class Format { Jpeg, Png, WebP };
enum class ConflictPolicy { KeepBoth, Replace, Skip };
enum class Folders { One, PerMember };
enum class Favourites { Any, Only };

/// A size to write, such as "Portrait".
struct SizeChoice {
    QString key;
    QString name;
    QSize pixels; ///< empty for the picture's own
};

/// A member or a style whose finished headshots can be chosen.
struct Filter {
    QString key;
    QString name;
};

struct Options {
    QStringList headshots; ///< keys; empty for all that the filters leave
    QString member;        ///< key of a Filter; empty for all
    QString style;
    Favourites favourites = Favourites::Any;
    Format format = Format::Jpeg;
    QStringList sizes; ///< keys of SizeChoice
    QSize ownSize;     ///< one more size, in pixels; empty for none
    QString nameTemplate;
    Folders folders = Folders::One;
    ConflictPolicy conflict = ConflictPolicy::KeepBoth;
    QString folder;
    friend bool operator==(const Options&, const Options&) = default;
};

enum class ExportState {
    Waiting, ///< for the export before it
    Running,
    Paused,
    Offline, ///< written as far as possible; goes on by itself when connected
    Done,
    Cancelled,
    Failed,
};

struct ExportRow {
    QString key;
    QString title; ///< "48 headshots, JPEG"
    QString folder;
    ExportState state = ExportState::Waiting;
    int filesDone = 0; ///< written or skipped
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

enum class FileState { Pending, Written, Skipped, Failed };

/// What became of one file of an export.
struct FileResult {
    QString path; ///< below the export's folder
    FileState state = FileState::Pending;
    qint64 bytes = 0;
    std::optional<ErrorCode> error;
};

class ExportsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual std::vector<SizeChoice> sizes() const = 0;
    virtual Options lastOptions() const = 0;
    /// Placeholders for names, "{member}" with what it stands for.
    virtual std::vector<std::pair<QString, QString>> placeholders() const = 0;
    /// Those with finished headshots, by name.
    virtual std::vector<Filter> members() const = 0;
    virtual std::vector<Filter> styles() const = 0;
    /// Answers at once; what it does not know yet (free space) arrives with planChanged().
    virtual Plan plan(const Options& options) = 0;
    /// Newest first.
    virtual std::vector<ExportRow> exports() const = 0;
    virtual void results(const QString& key, std::function<void(Result<std::vector<FileResult>>)> reply) = 0;

Q_SIGNALS:
    /// What exports() says.
    void changed();
    /// What plan(), members() and styles() say.
    void planChanged();
};

class ExportsActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~ExportsActions() = default;
    /// `done` is called once the export is on its way or could not begin.
    virtual void start(const Options& options, Done done) = 0;
    virtual void pause(const QString& key) = 0;
    virtual void cancel(const QString& key) = 0;
    /// Goes on with what is not written, failed files included.
    virtual void resume(const QString& key) = 0;
    virtual void showFolder(const QString& key) = 0;
    virtual void forget(const QString& key) = 0;
    /// The results as a table in a file.
    virtual void writeResults(const QString& key, const QString& path, Done done) = 0;
};

} // namespace headroom::ui::exports
