#include "ui/gallery/sample_office.h"

#include <QFile>

#include <algorithm>

namespace headroom::ui::gallery {

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
    values_.teamColour = QStringLiteral("#0f766e");
    values_.lowCreditsBelow = 50;
    values_.endpoint = QStringLiteral("https://headshots.example.com");
    values_.cacheBytes = 184'000'000;
    values_.version = QStringLiteral(HEADROOM_VERSION);
    const QDateTime now = QDateTime::currentDateTime();
    devices_ = {{QStringLiteral("1"), QStringLiteral("studio-imac"), now, true},
                {QStringLiteral("2"), QStringLiteral("elena-laptop"), now.addSecs(-7200), false},
                {QStringLiteral("3"), QStringLiteral("front-desk"), now.addDays(-9), false}};
}

void SampleSettings::setTheme(ThemeMode mode) {
    values_.theme = mode;
    Theme::self().setMode(mode);
    Q_EMIT changed();
}

void SampleSettings::setNotifyFinished(bool on) {
    values_.notifyFinished = on;
}

void SampleSettings::setStartWithSystem(bool on, Done done) {
    values_.startWithSystem = on;
    done({});
}

void SampleSettings::setComparesFaces(bool on, Done done) {
    values_.comparesFaces = on;
    done({});
    Q_EMIT changed();
}

void SampleSettings::setOffline(const QString& why) {
    values_.offline = why;
    values_.comparisonBlockedBy = why;
    values_.teamMailsBlockedBy = why;
    Q_EMIT changed();
}

void SampleSettings::renameUser(const QString& name, Done done) {
    values_.userName = name;
    done({});
    Q_EMIT changed();
}

void SampleSettings::renameTeam(const QString& name, Done done) {
    values_.teamName = name;
    done({});
    Q_EMIT changed();
}

void SampleSettings::setTeamColour(const QString& colour, Done done) {
    if (!refuseColour) values_.teamColour = colour;
    done(refuseColour ? Result<void>(fail(*refuseColour)) : Result<void>());
    Q_EMIT changed();
}

void SampleSettings::setLowCreditsBelow(int credits, Done done) {
    values_.lowCreditsBelow = credits;
    done({});
    Q_EMIT changed();
}

void SampleSettings::clearCache(Done done) {
    values_.cacheBytes = 0;
    done({});
    Q_EMIT changed();
}

void SampleSettings::signOutDevice(const QString& key, Done done) {
    std::erase_if(devices_, [&](const settings::Device& device) { return device.key == key; });
    done({});
    Q_EMIT changed();
}

QString SampleSettings::diagnostics() const {
    return QStringLiteral("Headroom ") + values_.version;
}

} // namespace headroom::ui::gallery
