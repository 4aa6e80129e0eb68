#pragma once

#include "tests/support/endpoint_process.h"

namespace headroom::test {

/// The real headroom-sandbox on a free port, for an endpoint that sells credits. Its state is gone with it.
class SandboxProcess {
public:
    SandboxProcess();
    ~SandboxProcess();

    /// The system's environment, and what an endpoint needs to know of this sandbox.
    QProcessEnvironment endpointEnvironment() const;
    /// Starts, sends its webhooks to the endpoint there, and waits until it listens. False when it does not.
    bool start(const QUrl& endpoint);

    /// Until it is started again, with the state that it had.
    void stop();

private:
    QString address_;
    QTemporaryDir folder_;
    QProcess process_;
};

/// Orders the Starter package (50 credits) and fills in the checkout page with the card that pays. The page's
/// answer, 303 when it was paid, or the endpoint's when that refused the order.
HttpAnswer buyStarter(HttpClient& owner, const QString& teamId);

} // namespace headroom::test
