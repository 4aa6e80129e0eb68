#pragma once

#include "app/desktop/adapters/team_answer.h"
#include "ui/settings/services_source.h"

#include <map>

namespace headroom::desktop {

/// The section "Services": what the endpoint says about them, and the tests that were asked for here. GUI
/// thread; client and session outlive it.
class ServicesAdapter : public ui::settings::ServicesSource, public ui::settings::ServicesActions {
    Q_OBJECT

public:
    ServicesAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    bool isOffered() const override { return answer_.isOwner(); }
    std::vector<ui::settings::Service> services() const override;
    QString problem() const override;
    QString offline() const override { return answer_.offline(); }

    void test(const QString& key) override;
    void refresh() override;

private:
    void take(const nlohmann::json& answer);
    void ask(const ui::settings::Service& service);
    void askNext();
    void takeOutcome(const QString& key, const Result<nlohmann::json>& answer);

    client::Client& client_;
    TeamAnswer answer_;
    std::vector<ui::settings::Service> services_;
    std::map<QString, ui::settings::ServiceTest> tests_; ///< by the service's key
    QStringList queue_;                                  ///< keys of those that wait, the next one first
    bool asking_ = false;
};

} // namespace headroom::desktop
