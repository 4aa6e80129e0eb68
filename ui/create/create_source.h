#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

// What the Create page shows and asks for.
namespace headroom::ui::create {

enum class PhotoState { Checking, Refused, Waiting, Uploading, Paused, Usable, Failed };

struct PhotoRow {
    PhotoId id;
    QString fileName;
    PhotoState state = PhotoState::Checking;
    double progress = 0;              ///< of the upload, 0 to 1
    std::optional<ErrorCode> problem; ///< why it is refused or failed
    QString thumbnailKey;
    bool chosen = true; ///< used for the next headshots
};

struct Style {
    QString key;
    QString name;
    QString description;
    QString previewPath; ///< a picture file or resource; may be missing
};

struct Overview {
    std::vector<PhotoRow> photos;
    std::vector<Style> styles;
    int mostPerStyle = 8;
    qint64 available = 0; ///< credits that this person can spend
};

/// Where the photos of a request go.
struct PhotoUse {
    QStringList services; ///< generators outside of the team's server that may get them; empty: they stay
    bool always = true;   ///< the services are asked first; otherwise only when others cannot make a headshot
    int daysKept = 0;     ///< at the team's server; 0: until somebody deletes them
};

/// What a request would cost, and why it cannot be made now (empty when it can).
struct Quote {
    qint64 credits = 0;
    qint64 availableAfter = 0;
    QString blockedBy;
    std::optional<PhotoUse> photoUse; ///< nothing while it is not known
};

struct Request {
    QStringList styles;
    int countPerStyle = 1;
};

struct RejectedFile {
    QString fileName;
    ErrorCode reason = ErrorCode::Internal;
};

class CreateSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual Overview overview() const = 0;
    virtual Quote quote(const Request& request) const = 0;

Q_SIGNALS:
    void changed();
    /// Files that were not taken, all of one drop together.
    void rejected(const std::vector<headroom::ui::create::RejectedFile>& files);
};

class CreateActions {
public:
    virtual ~CreateActions() = default;
    virtual void addFiles(const QStringList& paths) = 0;
    virtual void addImage(const QImage& image) = 0;
    virtual void removePhoto(const PhotoId& id) = 0;
    virtual void choosePhoto(const PhotoId& id, bool chosen) = 0;
    virtual void pause(const PhotoId& id) = 0;
    virtual void resume(const PhotoId& id) = 0;
    virtual void retry(const PhotoId& id) = 0;
    virtual void generate(const Request& request, std::function<void(Result<void>)> done) = 0;
};

} // namespace headroom::ui::create
