#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

// What the section "E-mails" shows and changes: which mails one gets, and in which language.
namespace headroom::ui::settings {

struct MailSwitch {
    QString name; ///< as the endpoint calls it: "headshots_ready"
    bool wanted = true;
    friend bool operator==(const MailSwitch&, const MailSwitch&) = default;
};

struct MailLanguage {
    QString tag;
    QString name; ///< in that language itself
    friend bool operator==(const MailLanguage&, const MailLanguage&) = default;
};

struct MailSettings {
    std::vector<MailSwitch> switches; ///< those that the endpoint knows
    std::vector<MailLanguage> languages;
    QString language; ///< tag; empty while nobody chose
    friend bool operator==(const MailSettings&, const MailSettings&) = default;
};

class MailSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Nothing until it has arrived from the endpoint.
    virtual std::optional<MailSettings> mail() const = 0;
    /// Why it could not be asked for; empty while there is hope.
    virtual QString problem() const = 0;
    /// Why nothing can be changed now; empty when it can.
    virtual QString offline() const = 0;

Q_SIGNALS:
    void changed();
};

class MailActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~MailActions() = default;
    /// Shown at once; taken back when the endpoint does not take it.
    virtual void setWanted(const QString& name, bool wanted, Done done) = 0;
    virtual void setLanguage(const QString& tag, Done done) = 0;
    /// The section is looked at.
    virtual void refresh() = 0;
};

} // namespace headroom::ui::settings
