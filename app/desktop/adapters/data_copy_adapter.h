#pragma once

#include "app/desktop/adapters/team_answer.h"
#include "core/client/file_save.h"
#include "ui/settings/data_copy_source.h"

#include <QTimer>

#include <map>
#include <memory>

namespace headroom::desktop {

/// The section "Your data": asks the endpoint for copies, follows those that are prepared while somebody
/// looks, and saves them as files. GUI thread; client and session outlive it.
class DataCopyAdapter : public ui::settings::DataCopySource, public ui::settings::DataCopyActions {
    Q_OBJECT

public:
    DataCopyAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    bool isTeamOffered() const override { return answer_.isOwner(); }
    std::optional<ui::settings::DataCopy> copy(ui::settings::CopyOf of) const override;
    std::optional<ui::settings::CopySaving> saving(ui::settings::CopyOf of) const override;
    QString fileName(ui::settings::CopyOf of) const override;
    QString problem() const override { return answer_.problem(); }
    QString offline() const override { return answer_.offline(); }

    void prepare(ui::settings::CopyOf of, Done done) override;
    void remove(ui::settings::CopyOf of, Done done) override;
    void save(ui::settings::CopyOf of, const QString& file, Done done) override;
    void cancelSaving(ui::settings::CopyOf of) override;
    void watch(bool looking) override;

private:
    struct Known {
        QString key;
        ui::settings::DataCopy copy;
    };
    struct Saving {
        std::unique_ptr<client::FileSave> file;
        ui::settings::CopySaving state;
        Done done;
    };
    void take(const nlohmann::json& answer);
    void follow();
    void command(const QByteArray& method, const QString& path, const QByteArray& body, Done done);
    void endSaving(ui::settings::CopyOf of, const Result<void>& result);

    client::Client& client_;
    TeamAnswer answer_;
    bool known_ = false;
    std::map<ui::settings::CopyOf, Known> copies_; ///< those worth showing
    std::map<ui::settings::CopyOf, Saving> savings_;
    QTimer again_;
    bool watched_ = false;
};

} // namespace headroom::desktop
