#pragma once

#include "ui/exports/exports_source.h"

namespace headroom::ui::gallery {

/// The other side of the Exports page, in memory.
class SampleExports : public exports::ExportsSource, public exports::ExportsActions {
    Q_OBJECT
public:
    explicit SampleExports(QObject* parent = nullptr);

    std::vector<exports::SizeChoice> sizes() const override;
    exports::Options lastOptions() const override;
    std::vector<std::pair<QString, QString>> placeholders() const override;
    std::vector<exports::Filter> members() const override;
    std::vector<exports::Filter> styles() const override;
    exports::Plan plan(const exports::Options& options) override;
    std::vector<exports::ExportRow> exports() const override { return rows_; }
    void results(const QString& key,
                 std::function<void(Result<std::vector<exports::FileResult>>)> reply) override;

    void start(const exports::Options& options, Done done) override;
    void pause(const QString& key) override { setState(key, exports::ExportState::Paused); }
    void cancel(const QString& key) override { setState(key, exports::ExportState::Cancelled); }
    void resume(const QString& key) override { setState(key, exports::ExportState::Running); }
    void showFolder(const QString& key) override { shown << key; }
    void forget(const QString& key) override;
    void writeResults(const QString& key, const QString& path, Done done) override;

    void setProgress(const QString& key, int filesDone);

    QStringList shown;
    QStringList saved;

private:
    void setState(const QString& key, exports::ExportState state);

    std::vector<exports::ExportRow> rows_;
};

} // namespace headroom::ui::gallery
