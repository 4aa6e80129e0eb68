#pragma once

#include "app/desktop/adapters/team_answer.h"
#include "ui/settings/mail_source.h"

#include <map>

namespace headroom::desktop {

/// The section "E-mails". Changes are shown at once and sent one after the other, so that they arrive in the
/// order in which they were made; those that pile up meanwhile travel together. GUI thread; client and
/// session outlive it.
class MailSettingsAdapter : public ui::settings::MailSource, public ui::settings::MailActions {
    Q_OBJECT

public:
    MailSettingsAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    std::optional<ui::settings::MailSettings> mail() const override;
    QString problem() const override { return answer_.problem(); }
    QString offline() const override { return answer_.offline(); }

    void setWanted(const QString& name, bool wanted, Done done) override;
    void setLanguage(const QString& tag, Done done) override;
    void refresh() override { answer_.refresh(); }

private:
    /// What was changed here and is not known to be taken.
    struct Changes {
        std::map<QString, bool> wanted;
        std::optional<QString> language;
        std::vector<Done> done;
        bool empty() const { return wanted.empty() && !language; }
        void applyTo(ui::settings::MailSettings& mail) const;
    };
    void take(const nlohmann::json& answer);
    void send();
    void takeAnswer(const Result<nlohmann::json>& answer);

    client::Client& client_;
    TeamAnswer answer_;
    std::optional<ui::settings::MailSettings> mail_; ///< as the endpoint has it
    Changes sent_;                                   ///< under way
    Changes next_;
};

} // namespace headroom::desktop
