#pragma once

#include "core/client/team_session.h"

#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <vector>

namespace headroom::desktop {

/// Files for what is dragged out of the window: other programs want a path with a name for people, not the
/// cache's. They stay until the program ends, as nobody says when the other one has read them. GUI thread.
class DraggedFiles : public QObject {
    Q_OBJECT
public:
    explicit DraggedFiles(client::TeamSession& session)
        : session_(session) {}

    struct Wish {
        sync::HeadshotRow row;
        QString name; ///< without ending; made fit for a file name here
    };
    using Reply = std::function<void(Result<QStringList>)>;
    /// From this computer or the endpoint. Replies once; the first error if any is missing.
    void prepare(const std::vector<Wish>& wishes, Reply reply);

private:
    struct Batch;
    Result<QString> write(const Wish& wish, const std::string& bytes);

    client::TeamSession& session_;
    std::unique_ptr<QTemporaryDir> folder_;
};

} // namespace headroom::desktop
