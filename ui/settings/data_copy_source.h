#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QObject>
#include <QString>

#include <functional>
#include <optional>

// What the section "Your data" shows and does: copies of what the endpoint holds, to take away.
namespace headroom::ui::settings {

enum class CopyOf : std::uint8_t { Oneself, Team };

/// How it stands with the copy of one or the other.
struct DataCopy {
    enum class Phase : std::uint8_t { None, Preparing, Ready, Failed, Expired };
    Phase phase = Phase::None;
    QString failure; ///< in the user's words
    qint64 sizeBytes = 0;
    QDateTime asked;
    QDateTime until; ///< of one that is ready, or was
    friend bool operator==(const DataCopy&, const DataCopy&) = default;
};

/// A copy on its way into a file.
struct CopySaving {
    qint64 received = 0;
    qint64 total = -1; ///< below zero while it is not known
};

class DataCopySource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Only owners have copies of the whole team's data.
    virtual bool isTeamOffered() const = 0;
    /// Nothing until it has arrived from the endpoint.
    virtual std::optional<DataCopy> copy(CopyOf of) const = 0;
    virtual std::optional<CopySaving> saving(CopyOf of) const = 0;
    /// What a file of it would be called.
    virtual QString fileName(CopyOf of) const = 0;
    /// Why it could not be asked for; empty while there is hope.
    virtual QString problem() const = 0;
    /// Why nothing can be done now; empty when it can.
    virtual QString offline() const = 0;

Q_SIGNALS:
    void changed();
};

class DataCopyActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~DataCopyActions() = default;
    virtual void prepare(CopyOf of, Done done) = 0;
    /// The one that is shown, whether it is ready or being prepared.
    virtual void remove(CopyOf of, Done done) = 0;
    /// `done` is not called after cancelSaving().
    virtual void save(CopyOf of, const QString& file, Done done) = 0;
    virtual void cancelSaving(CopyOf of) = 0;
    /// The section is looked at, or not any more: what is being prepared is asked about meanwhile.
    virtual void watch(bool looking) = 0;
};

} // namespace headroom::ui::settings
