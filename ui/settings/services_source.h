#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

// What the section "Services" shows and asks for: what the endpoint works with, and whether it works.
namespace headroom::ui::settings {

enum class ServiceKind { Generator, Storage, Mail, Payments };

enum class PaymentMode { None, Test, Live };

/// The same words again count once, at the last time.
struct ServiceError {
    QDateTime at;
    QString words; ///< of the endpoint, shown as they are
    int times = 1;
    friend bool operator==(const ServiceError&, const ServiceError&) = default;
};

/// The last test that was asked for here.
struct ServiceTest {
    /// The endpoint does one test at a time: others wait here for their turn.
    enum class State { None, Waiting, Running, Works, Fails, NotAsked };
    State state = State::None;
    QString words;     ///< of the endpoint; for NotAsked why it could not be asked
    qint64 tookMs = 0; ///< for Works and Fails
    friend bool operator==(const ServiceTest&, const ServiceTest&) = default;
};

struct Service {
    QString key;
    ServiceKind kind = ServiceKind::Generator;
    QString name;  ///< as the endpoint calls it: "s3"; serviceName() has it in words
    QString place; ///< where it is, for people
    PaymentMode mode = PaymentMode::None;
    int waiting = 0;                     ///< mails that wait to be sent
    std::optional<ServiceError> problem; ///< what is wrong now
    std::vector<ServiceError> errors;    ///< newest first
    ServiceTest test;
    friend bool operator==(const Service&, const Service&) = default;
};

class ServicesSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Only owners see the section.
    virtual bool isOffered() const = 0;
    /// Empty until they have arrived from the endpoint.
    virtual std::vector<Service> services() const = 0;
    /// Why they could not be asked for; empty while there is hope.
    virtual QString problem() const = 0;
    /// Why nothing can be asked for now; empty when it can.
    virtual QString offline() const = 0;

Q_SIGNALS:
    void changed();
};

class ServicesActions {
public:
    virtual ~ServicesActions() = default;
    /// Whether it works is tried out at the endpoint; the outcome comes with changed(). Nothing happens while
    /// one of the same service waits or runs.
    virtual void test(const QString& key) = 0;
    /// The section is looked at: asks again, and forgets the outcomes of tests.
    virtual void refresh() = 0;
};

} // namespace headroom::ui::settings
