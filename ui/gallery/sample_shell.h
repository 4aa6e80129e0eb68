#pragma once

#include "ui/shell/shell_source.h"

namespace headroom::ui::gallery {

/// The window's state for the gallery; setState() plays what sync would report.
class SampleShell : public shell::ShellSource, public shell::ShellActions {
    Q_OBJECT
public:
    explicit SampleShell(QObject* parent = nullptr);

    shell::State state() const override { return state_; }
    std::vector<shell::Team> teams() const override;
    std::vector<shell::OutboxRow> outbox() const override { return outbox_; }

    void switchTeam(const TeamId& team) override;
    void addTeam() override {}
    void syncNow() override;
    void retryOutboxRow(const QString& key) override;
    void discardOutboxRow(const QString& key) override;
    void signOut() override {}

    void setState(shell::State state);
    void setOutbox(std::vector<shell::OutboxRow> rows);
    int syncsAsked() const { return syncsAsked_; }

private:
    shell::State state_;
    std::vector<shell::OutboxRow> outbox_;
    int syncsAsked_ = 0;
};

} // namespace headroom::ui::gallery
