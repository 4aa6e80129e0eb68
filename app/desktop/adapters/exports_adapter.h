#pragma once

#include "app/desktop/adapters/folder_facts.h"
#include "app/desktop/exports/export_choice.h"
#include "app/desktop/exports/export_queue.h"
#include "ui/exports/exports_source.h"

#include <QElapsedTimer>

namespace headroom::desktop {

/// The Exports page over a team's session and the queue of its exports. GUI thread; client and session
/// outlive it.
class ExportsAdapter : public ui::exports::ExportsSource, public ui::exports::ExportsActions {
    Q_OBJECT

public:
    ExportsAdapter(client::Client& client, client::TeamSession& session, QObject* parent = nullptr);

    std::vector<ui::exports::SizeChoice> sizes() const override;
    ui::exports::Options lastOptions() const override { return last_; }
    std::vector<std::pair<QString, QString>> placeholders() const override;
    std::vector<ui::exports::Filter> members() const override;
    std::vector<ui::exports::Filter> styles() const override;
    ui::exports::Plan plan(const ui::exports::Options& options) override;
    std::vector<ui::exports::ExportRow> exports() const override;
    void results(const QString& key,
                 std::function<void(Result<std::vector<ui::exports::FileResult>>)> reply) override;

    void start(const ui::exports::Options& options, Done done) override;
    void pause(const QString& key) override { queue_.pause(key.toStdString()); }
    void cancel(const QString& key) override { queue_.cancel(key.toStdString()); }
    void resume(const QString& key) override { queue_.resume(key.toStdString()); }
    void showFolder(const QString& key) override;
    void forget(const QString& key) override { queue_.forget(key.toStdString()); }
    void writeResults(const QString& key, const QString& path, Done done) override;

private:
    const std::vector<exports::ExportItem>& items(const ExportChoice& choice);
    const FolderFacts* factsOf(const QString& folder);
    QString blockedBy(const ui::exports::Options& options, const ui::exports::Plan& plan,
                      const FolderFacts* facts) const;
    std::string teamName() const;

    client::TeamSession& session_;
    std::filesystem::path optionsFile_;
    ui::exports::Options last_;

    /// What the page asks for at every keystroke: the headshots of its last choice, and its folder's facts.
    ExportChoice choice_;
    std::optional<std::vector<exports::ExportItem>> items_;
    QString askedFolder_;
    QElapsedTimer askedAt_;
    QString factsFolder_;
    std::optional<FolderFacts> facts_;
    ExportQueue queue_; ///< last: its threads end first
};

} // namespace headroom::desktop
