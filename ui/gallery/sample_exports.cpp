#include "ui/gallery/sample_exports.h"

#include <algorithm>

namespace headroom::ui::gallery {

using namespace exports;

SampleExports::SampleExports(QObject* parent)
    : ExportsSource(parent) {
    const QDateTime now = QDateTime::currentDateTime();
    rows_ = {{QStringLiteral("1"), tr("48 headshots, JPEG"), QStringLiteral("Pictures/Team"),
              ExportState::Running, 61, 96, 0, 0, now, std::nullopt},
             {QStringLiteral("2"), tr("12 headshots, PNG"), QStringLiteral("Pictures/Web"), ExportState::Done,
              24, 24, 0, 0, now.addSecs(-4000), std::nullopt},
             {QStringLiteral("3"), tr("30 headshots, WebP"), QStringLiteral("Pictures/Intranet"),
              ExportState::Done, 27, 30, 0, 3, now.addSecs(-9000), std::nullopt},
             {QStringLiteral("4"), tr("398 headshots, WebP"), QStringLiteral("USB/archive"),
              ExportState::Failed, 120, 398, 0, 0, now.addDays(-1), ErrorCode::DiskFull}};
}

std::vector<SizeChoice> SampleExports::sizes() const {
    return {{QStringLiteral("original"), tr("Original"), {}},
            {QStringLiteral("portrait"), tr("Portrait"), {800, 1000}},
            {QStringLiteral("square"), tr("Square"), {400, 400}}};
}

Options SampleExports::lastOptions() const {
    Options options;
    options.sizes = {QStringLiteral("portrait"), QStringLiteral("square")};
    options.nameTemplate = QStringLiteral("{member}-{style}-{size}");
    options.folder = QStringLiteral("Pictures/Team");
    return options;
}

std::vector<std::pair<QString, QString>> SampleExports::placeholders() const {
    return {{QStringLiteral("{member}"), tr("name of the member")},
            {QStringLiteral("{style}"), tr("name of the style")},
            {QStringLiteral("{size}"), tr("size in pixels")},
            {QStringLiteral("{date}"), tr("day on which it was made")},
            {QStringLiteral("{n}"), tr("running number")}};
}

std::vector<Filter> SampleExports::members() const {
    return {{QStringLiteral("m1"), QStringLiteral("Grace Tanaka")},
            {QStringLiteral("m2"), QStringLiteral("Sven Kowalski")}};
}

std::vector<Filter> SampleExports::styles() const {
    return {{QStringLiteral("city-office"), tr("City office")},
            {QStringLiteral("studio-grey"), tr("Studio grey")}};
}

Plan SampleExports::plan(const Options& options) {
    Plan plan;
    plan.headshots = !options.headshots.isEmpty() ? int(options.headshots.size())
                     : !options.member.isEmpty()  ? 7
                                                  : 398;
    plan.files = plan.headshots * (int(options.sizes.size()) + (options.ownSize.isEmpty() ? 0 : 1));
    plan.estimatedBytes = qint64(plan.files) * 640'000;
    plan.freeBytes = 52'000'000'000;
    QString name = options.nameTemplate;
    if (name.trimmed().isEmpty()) plan.templateProblem = tr("The name must not be empty.");
    name.replace(QStringLiteral("{member}"), QStringLiteral("Grace Tanaka"));
    name.replace(QStringLiteral("{style}"), QStringLiteral("Studio grey"));
    name.replace(QStringLiteral("{size}"), QStringLiteral("800x1000"));
    name.replace(QStringLiteral("{date}"), QStringLiteral("2026-11-22"));
    name.replace(QStringLiteral("{n}"), QStringLiteral("001"));
    static const QStringList endings{QStringLiteral(".jpg"), QStringLiteral(".png"), QStringLiteral(".webp")};
    plan.exampleNames = {name + endings[int(options.format)]};
    if (plan.files == 0)
        plan.blockedBy = tr("Choose at least one size");
    else if (options.folder.isEmpty())
        plan.blockedBy = tr("Choose a folder");
    else if (!plan.templateProblem.isEmpty())
        plan.blockedBy = plan.templateProblem;
    return plan;
}

void SampleExports::results(const QString& key, std::function<void(Result<std::vector<FileResult>>)> reply) {
    const auto row = std::ranges::find(rows_, key, &ExportRow::key);
    if (row == rows_.end()) return reply(fail(ErrorCode::NotFound));
    std::vector<FileResult> results;
    for (int i = 0; i < row->filesTotal; ++i) {
        FileResult result;
        result.path = tr("Grace Tanaka-Studio grey-%1.jpg").arg(i + 1);
        const bool failed = i < row->filesFailed;
        result.state = failed                                  ? FileState::Failed
                       : i < row->filesDone + row->filesFailed ? FileState::Written
                                                               : FileState::Pending;
        result.bytes = failed ? 0 : 240'000 + i * 111;
        if (failed) result.error = i % 2 ? ErrorCode::NotFound : ErrorCode::Timeout;
        results.push_back(result);
    }
    reply(std::move(results));
}

void SampleExports::start(const Options& options, Done done) {
    const Plan now = plan(options);
    if (!now.blockedBy.isEmpty()) return done(fail(ErrorCode::InvalidInput));
    ExportRow row;
    row.key = QString::number(rows_.size() + 1);
    row.title = tr("%n headshot(s)", nullptr, now.headshots);
    row.folder = options.folder;
    row.state = ExportState::Running;
    row.filesTotal = now.files;
    row.startedAt = QDateTime::currentDateTime();
    rows_.insert(rows_.begin(), row);
    done({});
    Q_EMIT changed();
}

void SampleExports::setState(const QString& key, ExportState state) {
    for (ExportRow& row : rows_)
        if (row.key == key) row.state = state;
    Q_EMIT changed();
}

void SampleExports::setProgress(const QString& key, int filesDone) {
    for (ExportRow& row : rows_)
        if (row.key == key) row.filesDone = filesDone;
    Q_EMIT changed();
}

void SampleExports::forget(const QString& key) {
    std::erase_if(rows_, [&](const ExportRow& row) { return row.key == key; });
    Q_EMIT changed();
}

void SampleExports::writeResults(const QString& key, const QString& path, Done done) {
    saved << key + QLatin1Char(' ') + path;
    done({});
}

} // namespace headroom::ui::gallery
