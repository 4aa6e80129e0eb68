#pragma once

#include "core/base/result.h"

#include <QDate>
#include <QMap>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

// What the section "Headshots" shows and changes: who makes a team's headshots, and what that costs. Money is
// in millionths of the currency.
namespace headroom::ui::settings {

struct Generator {
    QString name;  ///< as the endpoint calls it: "replicate"
    QString place; ///< where photos would go, if known
    bool photosLeave = false;
    qint64 costMicros = 0; ///< what one headshot will probably cost the operator
    QString currency;
    QString problem; ///< empty while it works
    friend bool operator==(const Generator&, const Generator&) = default;
};

/// What an owner decides. It replaces all that was decided before.
struct GeneratorChoice {
    QStringList order;                    ///< empty: as the operator has it
    QMap<QString, QStringList> styles;    ///< styles that have an order of their own
    QStringList consents;                 ///< services that photos may be sent to
    std::optional<qint64> dayLimitMicros; ///< none: the operator's limit
    friend bool operator==(const GeneratorChoice&, const GeneratorChoice&) = default;
};

struct StyleName {
    QString key;
    QString name; ///< in the user's language
    friend bool operator==(const StyleName&, const StyleName&) = default;
};

struct SpendingDay {
    QDate day; ///< of UTC, as the endpoint counts
    qint64 micros = 0;
    friend bool operator==(const SpendingDay&, const SpendingDay&) = default;
};

struct Spending {
    QString currency;
    qint64 todayMicros = 0; ///< with what is under way
    qint64 operatorDayLimitMicros = 0;
    std::vector<SpendingDay> days; ///< oldest first, without gaps, up to today
    friend bool operator==(const Spending&, const Spending&) = default;
};

struct Generators {
    std::vector<Generator> available; ///< in the operator's order
    GeneratorChoice choice;
    std::vector<StyleName> styles;
    Spending spending;
    friend bool operator==(const Generators&, const Generators&) = default;
};

class GeneratorsSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Only owners see the section.
    virtual bool isOffered() const = 0;
    /// Nothing until it has arrived from the endpoint.
    virtual std::optional<Generators> generators() const = 0;
    /// Why it could not be asked for; empty while there is hope.
    virtual QString problem() const = 0;
    /// Why nothing can be changed now; empty when it can.
    virtual QString offline() const = 0;

Q_SIGNALS:
    void changed();
};

class GeneratorsActions {
public:
    using Done = std::function<void(Result<void>)>;

    virtual ~GeneratorsActions() = default;
    virtual void choose(const GeneratorChoice& choice, Done done) = 0;
    /// The section is looked at.
    virtual void refresh() = 0;
};

} // namespace headroom::ui::settings
