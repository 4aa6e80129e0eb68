#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>
#include <QUrl>

#include <memory>

namespace headroom::desktop {

/// "Use this computer": runs an endpoint, and the payment sandbox that stands in for Stripe, as child
/// processes that live and die with the desktop. One that dies by itself is started again, at the same
/// address, after a pause that grows with each time. GUI thread; never blocks but in stop().
///
/// The endpoint's one-time secret comes through the pipe that is its standard output, so no other program on
/// the machine ever sees it. That its standard input closes is how the endpoint learns that the desktop is
/// gone.
class LocalEndpoint : public QObject {
    Q_OBJECT

public:
    struct Options {
        QString dataFolder;    ///< made when missing
        QString programFolder; ///< where headroom-endpoint and headroom-sandbox lie
        QString ownerEmail;
        QString ownerName;
        QString teamName;
    };

    explicit LocalEndpoint(Options options, QObject* parent = nullptr);
    ~LocalEndpoint() override;

    /// After a desktop that was killed its programs are still ending: waits for their ports, some seconds at
    /// most.
    void start();
    /// Asks both to end and waits for the requests under way, at most a few seconds.
    void stop();

    bool running() const;

Q_SIGNALS:
    /// The endpoint listens at `address`; `secret` signs the owner in, once, by POST /api/sign-in/local. The
    /// address is the same at every start unless another program took the port.
    void ready(const QUrl& address, const QString& secret);
    /// It ran and has ended by itself; it is started again, and ready() comes once it listens.
    void broke(const QString& detail);
    /// It could not be started in the first place. `detail` is the last line of its log, for the diagnostics
    /// page.
    void failed(const QString& detail);

private:
    /// One of the two programs, and how it is doing.
    struct Child {
        std::unique_ptr<QProcess> process;
        QElapsedTimer runs;
        QTimer again; ///< runs while it waits to be started again
        int failures = 0;
    };
    void startOnceFree();
    void startSandbox();
    void startEndpoint();
    void readEndpointOutput();
    void watch(Child& child);
    void ended(Child& child, const QString& why);
    void startAgainLater(Child& child);

    Options options_;
    Child sandbox_;
    Child endpoint_;
    QElapsedTimer starting_;
    QTimer portCheck_;
    bool wasReady_ = false;
    quint16 endpointPort_ = 0;
    quint16 sandboxPort_ = 0;
    QString webhookSecret_;
    QByteArray lastLogLine_;
    bool stopping_ = false;
};

} // namespace headroom::desktop
