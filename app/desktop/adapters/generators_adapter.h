#pragma once

#include "app/desktop/adapters/team_answer.h"
#include "ui/settings/generators_source.h"
#include "ui/settings/services_source.h"

namespace headroom::desktop {

/// The section "Headshots": who makes them, and what that costs. Where photos would go it knows from the
/// services. GUI thread; client, session and services outlive it.
class GeneratorsAdapter : public ui::settings::GeneratorsSource, public ui::settings::GeneratorsActions {
    Q_OBJECT

public:
    GeneratorsAdapter(client::Client& client, client::TeamSession& session,
                      const ui::settings::ServicesSource& services, QObject* parent = nullptr);

    bool isOffered() const override { return answer_.isOwner(); }
    std::optional<ui::settings::Generators> generators() const override;
    QString problem() const override { return answer_.problem(); }
    QString offline() const override { return answer_.offline(); }

    /// The same choice again after a lost answer goes with the same key, so that it does not undo what
    /// somebody else chose meanwhile.
    void choose(const ui::settings::GeneratorChoice& choice, Done done) override;
    void refresh() override;

private:
    void take(const nlohmann::json& answer);
    void takeStyles(const nlohmann::json& answer);
    void loadStyles();

    client::Client& client_;
    const ui::settings::ServicesSource& services_;
    TeamAnswer answer_;
    std::optional<ui::settings::Generators> generators_;
    std::vector<ui::settings::StyleName> styles_;
    bool stylesKnown_ = false;
    bool stylesAsked_ = false;
    QByteArray sent_; ///< the choice whose answer was lost
    QByteArray key_;
};

} // namespace headroom::desktop
