#include "ui/gallery/sample_office.h"

#include <QFile>

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
             {QStringLiteral("3"), tr("398 headshots, WebP"), QStringLiteral("USB/archive"),
              ExportState::Failed, 120, 398, 0, 0, now.addDays(-1), ErrorCode::DiskFull}};
}

std::vector<SizeChoice> SampleExports::sizes() const {
    return {{QStringLiteral("original"), tr("Original"), 0},
            {QStringLiteral("large"), tr("Large, 2048 px"), 2048},
            {QStringLiteral("profile"), tr("Profile, 800 px"), 800},
            {QStringLiteral("small"), tr("Small, 256 px"), 256}};
}

Options SampleExports::lastOptions() const {
    Options options;
    options.sizes = {QStringLiteral("large"), QStringLiteral("profile")};
    options.nameTemplate = QStringLiteral("{member}-{style}-{size}");
    options.folder = QStringLiteral("Pictures/Team");
    return options;
}

std::vector<std::pair<QString, QString>> SampleExports::placeholders() const {
    return {{QStringLiteral("{member}"), tr("name of the member")},
            {QStringLiteral("{style}"), tr("name of the style")},
            {QStringLiteral("{size}"), tr("name of the size")},
            {QStringLiteral("{date}"), tr("day it was made")},
            {QStringLiteral("{number}"), tr("running number")}};
}

Plan SampleExports::plan(const Options& options) const {
    Plan plan;
    plan.headshots = options.headshots.isEmpty() ? 398 : int(options.headshots.size());
    plan.files = plan.headshots * int(options.sizes.size());
    plan.estimatedBytes = qint64(plan.files) * 640'000;
    plan.freeBytes = 52'000'000'000;
    QString name = options.nameTemplate;
    if (name.trimmed().isEmpty()) plan.templateProblem = tr("The name must not be empty.");
    if (name.contains(QLatin1Char('/'))) plan.templateProblem = tr("A name must not contain a slash.");
    name.replace(QStringLiteral("{member}"), QStringLiteral("Grace Tanaka"));
    name.replace(QStringLiteral("{style}"), QStringLiteral("Studio grey"));
    name.replace(QStringLiteral("{size}"), QStringLiteral("large"));
    name.replace(QStringLiteral("{date}"), QStringLiteral("2026-11-22"));
    name.replace(QStringLiteral("{number}"), QStringLiteral("001"));
    static const QStringList endings{QStringLiteral(".jpg"), QStringLiteral(".png"), QStringLiteral(".webp"),
                                     QStringLiteral(".tif")};
    plan.exampleNames = {name + endings[int(options.format)]};
    if (options.sizes.isEmpty())
        plan.blockedBy = tr("Choose at least one size");
    else if (options.folder.isEmpty())
        plan.blockedBy = tr("Choose a folder");
    else if (!plan.templateProblem.isEmpty())
        plan.blockedBy = plan.templateProblem;
    return plan;
}

void SampleExports::start(const Options& options, std::function<void(Result<void>)> done) {
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

void SampleExports::cancel(const QString& key) {
    setState(key, ExportState::Cancelled);
}

void SampleExports::resume(const QString& key) {
    setState(key, ExportState::Running);
}

void SampleExports::forget(const QString& key) {
    std::erase_if(rows_, [&](const ExportRow& row) { return row.key == key; });
    Q_EMIT changed();
}

namespace {

class SampleActivityRows final : public activity::ActivityRows {
public:
    SampleActivityRows(activity::ActivityKind kind, int rows) {
        const QDateTime now = QDateTime::currentDateTime();
        for (int i = 0; i < rows; ++i)
            all_.push_back(make(kind, i, now));
        shown_ = all_;
    }

    int count() const override { return int(shown_.size()); }
    QString keyAt(int row) const override { return shown_[std::size_t(row)].key; }
    int rowOf(const QString& key) const override {
        for (std::size_t i = 0; i < shown_.size(); ++i)
            if (shown_[i].key == key) return int(i);
        return -1;
    }
    activity::ActivityRow rowAt(int row) const override { return shown_[std::size_t(row)]; }
    void setText(const QString& text) override {
        Q_EMIT rowsAboutToChange(RowsChange::Set);
        shown_.clear();
        for (const activity::ActivityRow& row : all_)
            if (text.isEmpty() || row.title.contains(text, Qt::CaseInsensitive) ||
                row.detail.contains(text, Qt::CaseInsensitive))
                shown_.push_back(row);
        Q_EMIT rowsChanged(RowsChange::Set);
    }

private:
    static activity::ActivityRow make(activity::ActivityKind kind, int i, const QDateTime& now) {
        const QString key = QString::number(i);
        const QDateTime when = now.addSecs(-i * 5400);
        switch (kind) {
        case activity::ActivityKind::Ledger:
            if (i % 7 == 0)
                return {key, when,          "coins", tr("Bought Professional"), tr("by Elena Weber"),
                        {},  Tone::Success, "+150"};
            if (i % 3 == 0)
                return {key,
                        when,
                        "arrow-right-left",
                        tr("Given to Grace Tanaka"),
                        tr("by Elena Weber"),
                        {},
                        Tone::Accent,
                        "−10"};
            return {key,
                    when,
                    "sparkles",
                    tr("Headshot finished"),
                    tr("Noor Haddad, Studio grey"),
                    {},
                    Tone::Secondary,
                    "−1"};
        case activity::ActivityKind::Payments:
            if (i % 5 == 3)
                return {key,
                        when,
                        "credit-card",
                        tr("Starter, 50 credits"),
                        tr("by Hiro Ivanova"),
                        tr("Expired"),
                        Tone::Warning,
                        "$29"};
            return {key,
                    when,
                    "credit-card",
                    tr("Professional, 150 credits"),
                    tr("by Elena Weber"),
                    tr("Paid"),
                    Tone::Success,
                    "$79"};
        case activity::ActivityKind::People:
            return {key,
                    when,
                    i % 3 == 0 ? "user-round" : "user-plus",
                    i % 3 == 0 ? tr("Hiro Ivanova joined") : tr("Hiro Ivanova was invited"),
                    tr("hiro.ivanova@northwind.design"),
                    i % 3 == 0 ? tr("Joined") : tr("Invited"),
                    i % 3 == 0 ? Tone::Success : Tone::Secondary,
                    {}};
        case activity::ActivityKind::Exports:
            return {
                key,           when, "folder-down", tr("96 files, JPEG"), tr("to Pictures/Team"), tr("Done"),
                Tone::Success, {}};
        }
        return {};
    }

    std::vector<activity::ActivityRow> all_;
    std::vector<activity::ActivityRow> shown_;
};

} // namespace

SampleActivity::SampleActivity(int rows, QObject* parent)
    : ActivitySource(parent)
    , rows_(rows) {}

std::unique_ptr<activity::ActivityRows> SampleActivity::open(activity::ActivityKind kind) {
    return std::make_unique<SampleActivityRows>(kind, rows_);
}

void SampleActivity::writeCsv(activity::ActivityKind, const QString&, const QString& path,
                              std::function<void(Result<void>)> done) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write("when,what,amount\n") < 0)
        return done(fail(ErrorCode::FileAccess));
    done({});
}

void SampleActivity::openRow(activity::ActivityKind, const QString& key) {
    opened << key;
}

SampleSettings::SampleSettings(QObject* parent)
    : SettingsSource(parent) {
    values_.theme = ThemeMode::Light;
    values_.userName = QStringLiteral("Elena Weber");
    values_.email = QStringLiteral("elena.weber@northwind.design");
    values_.teamName = QStringLiteral("Northwind Design");
    values_.endpoint = QStringLiteral("https://headshots.example.com");
    values_.cacheBytes = 184'000'000;
    values_.version = QStringLiteral(HEADROOM_VERSION);
}

void SampleSettings::setTheme(ThemeMode mode) {
    values_.theme = mode;
    Theme::self().setMode(mode);
    Q_EMIT changed();
}

void SampleSettings::setReducedMotion(bool on) {
    values_.reducedMotion = on;
    Theme::self().setAnimated(!on);
    Q_EMIT changed();
}

void SampleSettings::setNotifyFinished(bool on) {
    values_.notifyFinished = on;
}
void SampleSettings::setKeepInTray(bool on) {
    values_.keepInTray = on;
}
void SampleSettings::setStartWithSystem(bool on) {
    values_.startWithSystem = on;
}

void SampleSettings::renameUser(const QString& name, Done done) {
    values_.userName = name;
    done({});
    Q_EMIT changed();
}

void SampleSettings::clearCache(Done done) {
    values_.cacheBytes = 0;
    done({});
    Q_EMIT changed();
}

QString SampleSettings::diagnostics() const {
    return QStringLiteral("Headroom ") + values_.version;
}

} // namespace headroom::ui::gallery
