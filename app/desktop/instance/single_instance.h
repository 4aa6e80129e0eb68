#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>
#include <QStringList>

#include <memory>

namespace headroom::desktop {

/// One running desktop per user. The first holds a lock file and listens on a local socket; a later one hands
/// its arguments (a headroom:// link from the browser, for example) to the first and ends. GUI thread.
class SingleInstance : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(QObject* parent = nullptr);
    ~SingleInstance() override;

    enum class Outcome {
        First,      ///< This process is the one: go on.
        HandedOver, ///< Another has taken the arguments: end with success.
        Failed,     ///< Another holds the lock but does not answer.
    };

    /// `folder` is private to the user (0700), such as the runtime folder.
    Outcome start(const QString& folder, const QStringList& arguments);

Q_SIGNALS:
    /// Another start handed its arguments over: raise the window and look at them. They come from this user's
    /// own processes but may be any link that a web page made: trust nothing in them.
    void argumentsArrived(const QStringList& arguments);

private:
    bool listen(const QString& socket);
    bool handOver(const QString& socket, const QStringList& arguments);
    void receive();

    std::unique_ptr<QLockFile> lock_;
    std::unique_ptr<QLocalServer> server_;
};

} // namespace headroom::desktop
