#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"
#include "ui/rows/row_source.h"

#include <QDateTime>
#include <QImage>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

// What the Headshots page shows and asks for. Keys of rows are headshot ids, and keys of thumbnails too.
namespace headroom::ui::headshots {

enum class HeadshotState { Queued, Rendering, Completed, Failed };

struct HeadshotRow {
    HeadshotId id;
    MemberId member;
    QString memberName;
    QString style;
    QString name; ///< given by somebody; empty otherwise
    HeadshotState state = HeadshotState::Completed;
    double progress = -1; ///< 0 to 1 while rendering, negative when unknown
    bool favourite = false;
    bool fresh = false; ///< not looked at yet
    bool pending = false;
    QDateTime madeAt;
    QString madeBy;                 ///< name of the generator; empty while there is none
    bool likenessChecked = false;   ///< the face was compared with the one in the photo, and is the same
    std::optional<ErrorCode> error; ///< of a failed one
};

enum class HeadshotSort { NewestFirst, Member, Style };

struct HeadshotQuery {
    QString text = {};
    bool onlyFavourites = false;
    bool onlyFresh = false;
    bool onlyUnfinished = false;
    QString style = {}; ///< empty for all
    std::optional<MemberId> member = std::nullopt;
    HeadshotSort sort = HeadshotSort::NewestFirst;

    friend bool operator==(const HeadshotQuery&, const HeadshotQuery&) = default;
};

struct Overview {
    int total = 0;
    int members = 0;
    int unfinished = 0;
    QStringList styles;
};

/// The list for the gallery; made for 100,000 rows.
class HeadshotSource : public RowSource {
    Q_OBJECT
public:
    using RowSource::RowSource;

    virtual HeadshotRow rowAt(int row) const = 0;
    virtual HeadshotQuery query() const = 0;
    virtual void setQuery(const HeadshotQuery& query) = 0;
};

class HeadshotsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual Overview overview() const = 0;
    virtual std::unique_ptr<HeadshotSource> openHeadshots() = 0;
    /// The picture in full size, decoded elsewhere than on the GUI thread; replies on it, once.
    virtual void loadPicture(const QString& key, std::function<void(Result<QImage>)> reply) = 0;
    /// Files with these headshots as they are, named for people, that another program may read for as long as
    /// this one runs; replies on the GUI thread, once. For dragging them out of the window.
    virtual void prepareFiles(const QStringList& keys, std::function<void(Result<QStringList>)> reply) = 0;

Q_SIGNALS:
    void changed();
};

enum class Favourite { No, Yes };

class HeadshotsActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~HeadshotsActions() = default;
    virtual void setFavourite(const QStringList& keys, Favourite favourite, Done done) = 0;
    virtual void rename(const QString& key, const QString& name, Done done) = 0;
    virtual void remove(const QStringList& keys, Done done) = 0;
    /// Takes the removal of finished ones back.
    virtual void restore(const QStringList& keys, Done done) = 0;
    /// Ends what is not finished of the requests that these belong to; the credits go back.
    virtual void cancel(const QStringList& keys, Done done) = 0;
    /// Makes failed ones again; holds new credits.
    virtual void retry(const QStringList& keys, Done done) = 0;
    virtual void markSeen(const QString& key) = 0;
};

} // namespace headroom::ui::headshots
