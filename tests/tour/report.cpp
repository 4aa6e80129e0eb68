#include "tests/tour/report.h"

#include "tests/tour/expectation.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

namespace headroom::tour {

namespace {

void print(const QString& line) {
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

QString seconds(double value) {
    return QStringLiteral("%1 s").arg(value, 6, 'f', 1);
}

void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        print(QStringLiteral("cannot write %1: %2").arg(path, file.errorString()));
}

} // namespace

Report::Report(QString folder)
    : folder_(std::move(folder)) {
    clock_.start();
}

void Report::step(const QString& what, const std::function<void()>& run) {
    steps_.push_back({what, {}, 0, {}});
    QElapsedTimer clock;
    clock.start();
    const auto finish = [&](const QString& failure) {
        Step& step = steps_.back();
        step.seconds = double(clock.elapsed()) / 1000;
        step.failure = failure;
        print(QStringLiteral("%1 %2  %3")
                  .arg(failure.isEmpty() ? QStringLiteral("ok    ") : QStringLiteral("FAILED"),
                       seconds(step.seconds), what));
        for (const QString& note : step.notes)
            print(QString(18, QLatin1Char(' ')) + note);
        if (!failure.isEmpty()) print(QString(18, QLatin1Char(' ')) + failure);
    };
    try {
        run();
        finish({});
    } catch (const NotAsExpected& failure) {
        const QString text = QString::fromUtf8(failure.what());
        finish(text);
        if (leaveTraces_) leaveTraces_(text);
        throw;
    }
}

void Report::note(const QString& text) {
    if (!steps_.empty()) steps_.back().notes << text;
}

void Report::figure(const QString& name, const QJsonValue& value) {
    figures_.insert(name, value);
}

bool Report::write() {
    bool all = !steps_.empty();
    QJsonArray steps;
    QString text = QStringLiteral("The main job in the real window, step by step\n\n");
    for (const Step& step : steps_) {
        const bool done = step.failure.isEmpty();
        all = all && done;
        QJsonObject line{{QStringLiteral("step"), step.what},
                         {QStringLiteral("happened"), done},
                         {QStringLiteral("seconds"), step.seconds},
                         {QStringLiteral("notes"), QJsonArray::fromStringList(step.notes)}};
        if (!done) line.insert(QStringLiteral("failure"), step.failure);
        steps.append(line);
        text += QStringLiteral("%1 %2  %3\n")
                    .arg(done ? QStringLiteral("ok    ") : QStringLiteral("FAILED"), seconds(step.seconds),
                         step.what);
        for (const QString& note : step.notes)
            text += QString(18, QLatin1Char(' ')) + note + QLatin1Char('\n');
        if (!done) text += QString(18, QLatin1Char(' ')) + step.failure + QLatin1Char('\n');
    }
    text += QLatin1Char('\n');
    for (auto figure = figures_.begin(); figure != figures_.end(); ++figure)
        text += QStringLiteral("%1: %2\n").arg(figure.key(), figure.value().toVariant().toString());
    const double total = double(clock_.elapsed()) / 1000;
    text += QStringLiteral("all in all: %1 s\n").arg(total, 0, 'f', 1);
    writeFile(folder_ + QStringLiteral("/summary.txt"), text.toUtf8());
    const QJsonObject whole{{QStringLiteral("passed"), all},
                            {QStringLiteral("seconds"), total},
                            {QStringLiteral("figures"), figures_},
                            {QStringLiteral("steps"), steps}};
    writeFile(folder_ + QStringLiteral("/summary.json"), QJsonDocument(whole).toJson());
    return all;
}

} // namespace headroom::tour
