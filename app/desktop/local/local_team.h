#pragma once

#include "app/desktop/local/local_endpoint.h"
#include "app/desktop/places.h"
#include "core/base/result.h"
#include "ui/signin/sign_in_values.h"

#include <functional>

namespace headroom::desktop {

/// The one local endpoint of the program: starts it for whoever signs in, and keeps it running until the
/// program ends. GUI thread.
class LocalTeamService : public QObject {
    Q_OBJECT

public:
    explicit LocalTeamService(Places places, QObject* parent = nullptr);

    /// Empty when this computer can be used, else why not.
    QString blockedBy() const;

    struct Entry {
        QUrl address;
        QString secret; ///< signs the owner in, once
    };
    /// Ends a running one first: a secret can be had only at a start. `then` is called once, unless another
    /// start() or stop() comes before.
    void start(const ui::signin::LocalTeam& owner, std::function<void(Result<Entry>)> then);
    void stop();

Q_SIGNALS:
    /// It ended by itself and is started again, at the same address; then cameBack().
    void broke();
    void cameBack();

private:
    Places places_;
    std::unique_ptr<LocalEndpoint> endpoint_;
    std::function<void(Result<Entry>)> then_;
};

} // namespace headroom::desktop
