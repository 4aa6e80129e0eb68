#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QString>

#include <functional>

namespace headroom::tour {

/// Runs the steps of the tour one after the other, tells about each as it happens, and writes what came of
/// them: out/summary.txt for people, out/summary.json for programs.
class Report {
public:
    explicit Report(QString folder);

    /// What is to be left behind when a step fails: called once, before step() throws on.
    void onFailure(std::function<void(const QString& expectedAndSeen)> leaveTraces) {
        leaveTraces_ = std::move(leaveTraces);
    }

    /// Runs it, prints its line with the seconds that it took, and what it found out: whatever note() was
    /// given meanwhile. Throws NotAsExpected on when it failed.
    void step(const QString& what, const std::function<void()>& run);
    /// Something worth knowing about the step that runs, with its numbers.
    void note(const QString& text);
    /// A figure for the summary.
    void figure(const QString& name, const QJsonValue& value);

    /// Writes both summaries. True when every step happened.
    bool write();

private:
    struct Step {
        QString what;
        QStringList notes;
        double seconds = 0;
        QString failure;
    };

    QString folder_;
    std::vector<Step> steps_;
    QJsonObject figures_;
    QElapsedTimer clock_;
    std::function<void(const QString&)> leaveTraces_;
};

} // namespace headroom::tour
