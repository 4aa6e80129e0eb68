#include "app/desktop/adapters/export_options.h"

#include "app/desktop/adapters/values.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>
#include <map>

namespace headroom::desktop {

namespace {

using ui::exports::ConflictPolicy;
using ui::exports::Options;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(headroom::desktop::ExportOptions)
};

exports::Format formatOf(ui::exports::Format format) {
    switch (format) {
    case ui::exports::Format::Jpeg:
        return exports::Format::Jpeg;
    case ui::exports::Format::Png:
        return exports::Format::Png;
    case ui::exports::Format::WebP:
        return exports::Format::Webp;
    }
    __builtin_unreachable();
}

exports::Conflict conflictOf(ConflictPolicy policy) {
    switch (policy) {
    case ConflictPolicy::KeepBoth:
        return exports::Conflict::Number;
    case ConflictPolicy::Replace:
        return exports::Conflict::Overwrite;
    case ConflictPolicy::Skip:
        return exports::Conflict::Skip;
    }
    __builtin_unreachable();
}

QString formatName(exports::Format format) {
    switch (format) {
    case exports::Format::Jpeg:
        return QStringLiteral("JPEG");
    case exports::Format::Png:
        return QStringLiteral("PNG");
    case exports::Format::Webp:
        return QStringLiteral("WebP");
    }
    __builtin_unreachable();
}

QString presetName(std::string_view name) {
    static const std::map<std::string_view, QString> names{
        {"original", Words::tr("Original")}, {"portrait", Words::tr("Portrait")},
        {"square", Words::tr("Square")},     {"large-square", Words::tr("Large square")},
        {"print", Words::tr("Print")},
    };
    const auto known = names.find(name);
    return known == names.end() ? QString::fromUtf8(name.data(), qsizetype(name.size())) : known->second;
}

/// What a picture's pixel takes, measured on headshots of the studio.
double bytesPerPixel(exports::Format format) {
    switch (format) {
    case exports::Format::Jpeg:
        return 0.22;
    case exports::Format::Png:
        return 1.5;
    case exports::Format::Webp:
        return 0.09;
    }
    __builtin_unreachable();
}

/// Of a headshot as it is, whose pixels an item does not say: the studio's size.
constexpr double originalPixels = 1200.0 * 1500.0;

ui::exports::ExportState stateOf(ExportPhase phase) {
    using ui::exports::ExportState;
    switch (phase) {
    case ExportPhase::Waiting:
        return ExportState::Waiting;
    case ExportPhase::Running:
        return ExportState::Running;
    case ExportPhase::Paused:
        return ExportState::Paused;
    case ExportPhase::Offline:
        return ExportState::Offline;
    case ExportPhase::Done:
        return ExportState::Done;
    case ExportPhase::Cancelled:
        return ExportState::Cancelled;
    case ExportPhase::Failed:
        return ExportState::Failed;
    }
    __builtin_unreachable();
}

ui::exports::FileState stateOf(exports::FileState state) {
    switch (state) {
    case exports::FileState::Pending:
        return ui::exports::FileState::Pending;
    case exports::FileState::Written:
        return ui::exports::FileState::Written;
    case exports::FileState::Skipped:
        return ui::exports::FileState::Skipped;
    case exports::FileState::Failed:
        return ui::exports::FileState::Failed;
    }
    __builtin_unreachable();
}

template <class Enum>
Enum enumFrom(const QJsonObject& object, const QString& key, Enum last) {
    return static_cast<Enum>(std::clamp(object.value(key).toInt(), 0, static_cast<int>(last)));
}

} // namespace

std::vector<ui::exports::SizeChoice> sizeChoices() {
    std::vector<ui::exports::SizeChoice> choices;
    for (const exports::SizePreset& preset : exports::sizePresets)
        choices.push_back({QString::fromUtf8(preset.name.data(), qsizetype(preset.name.size())),
                           presetName(preset.name), QSize(preset.size.width, preset.size.height)});
    return choices;
}

std::vector<std::pair<QString, QString>> namePlaceholders() {
    return {{QStringLiteral("{member}"), Words::tr("name of the member")},
            {QStringLiteral("{style}"), Words::tr("name of the style")},
            {QStringLiteral("{n}"), Words::tr("running number")},
            {QStringLiteral("{size}"), Words::tr("size in pixels")},
            {QStringLiteral("{date}"), Words::tr("day on which it was made")},
            {QStringLiteral("{team}"), Words::tr("name of the team")},
            {QStringLiteral("{name}"), Words::tr("name of the headshot, or of its style")}};
}

Options defaultExportOptions() {
    Options options;
    options.sizes = {QStringLiteral("original")};
    options.nameTemplate = shown(exports::ExportSettings().nameTemplate);
    options.folder =
        QStandardPaths::writableLocation(QStandardPaths::PicturesLocation) + QStringLiteral("/Headroom");
    return options;
}

exports::ExportSettings settingsOf(const Options& options) {
    exports::ExportSettings settings;
    settings.nameTemplate = options.nameTemplate.toStdString();
    settings.format = formatOf(options.format);
    settings.conflict = conflictOf(options.conflict);
    settings.folders = options.folders == ui::exports::Folders::PerMember ? exports::Folders::PerMember
                                                                          : exports::Folders::One;
    settings.sizes.clear();
    for (const exports::SizePreset& preset : exports::sizePresets)
        if (options.sizes.contains(QString::fromUtf8(preset.name.data(), qsizetype(preset.name.size()))))
            settings.sizes.push_back(preset.size);
    const exports::Size own{options.ownSize.width(), options.ownSize.height(), exports::Fit::Fill};
    if (!options.ownSize.isEmpty() && std::ranges::find(settings.sizes, own) == settings.sizes.end())
        settings.sizes.push_back(own);
    return settings;
}

ExportChoice choiceOf(const Options& options) {
    ExportChoice choice;
    if (!options.headshots.isEmpty()) {
        for (const QString& key : options.headshots)
            choice.headshots.push_back(HeadshotId::trusted(key.toStdString()));
        return choice;
    }
    if (!options.member.isEmpty()) choice.members = {MemberId::trusted(options.member.toStdString())};
    if (!options.style.isEmpty()) choice.styles = {options.style.toStdString()};
    choice.favourites =
        options.favourites == ui::exports::Favourites::Only ? Favourites::Only : Favourites::Any;
    return choice;
}

QString templateProblem(const QString& nameTemplate) {
    const auto problem = exports::NameTemplate::check(nameTemplate.toStdString());
    if (!problem) return {};
    using Kind = exports::TemplateProblem::Kind;
    switch (problem->kind) {
    case Kind::Empty:
        return Words::tr("The name must not be empty");
    case Kind::TooLong:
        return Words::tr("The name is too long");
    case Kind::UnknownPlaceholder:
        return Words::tr("{%1} stands for nothing").arg(shown(problem->text));
    case Kind::UnclosedBrace:
        return Words::tr("A { is not closed; {{ writes a brace");
    case Kind::StrayBrace:
        return Words::tr("A } closes nothing; }} writes a brace");
    }
    __builtin_unreachable();
}

qint64 estimatedBytes(const std::vector<exports::ExportItem>& items,
                      const exports::ExportSettings& settings) {
    double pixels = 0;
    for (const exports::Size& size : settings.sizes)
        pixels +=
            size.width > 0 ? std::min(double(size.width) * size.height, originalPixels) : originalPixels;
    return qint64(pixels * bytesPerPixel(settings.format) * double(items.size()));
}

ui::exports::ExportRow shown(const ExportEntry& entry) {
    const ExportRecord& record = entry.record;
    ui::exports::ExportRow row;
    row.key = shown(record.key);
    row.title =
        Words::tr("%n headshot(s), %1", nullptr, int(record.headshots)).arg(formatName(record.format));
    row.folder = QString::fromStdString(record.target.string());
    row.state = stateOf(entry.phase);
    row.filesDone = int(record.written + record.skipped);
    row.filesTotal = int(record.files);
    row.filesSkipped = int(record.skipped);
    row.filesFailed = int(record.failed);
    row.startedAt = shown(record.startedAt);
    row.error = entry.phase == ExportPhase::Offline ? ErrorCode::Offline : entry.error;
    return row;
}

std::vector<ui::exports::FileResult> shown(const exports::ExportJournal& journal) {
    std::vector<ui::exports::FileResult> results;
    for (std::size_t i = 0; i < journal.outcomes().size(); ++i) {
        const exports::FileOutcome& outcome = journal.outcomes()[i];
        const std::string& path = outcome.path.empty() ? journal.plan().files[i].path : outcome.path;
        results.push_back({shown(path), stateOf(outcome.state), outcome.sizeBytes, outcome.error});
    }
    return results;
}

QByteArray storedOptions(const Options& options) {
    const QJsonObject object{
        {"format", int(options.format)},        {"sizes", QJsonArray::fromStringList(options.sizes)},
        {"own_width", options.ownSize.width()}, {"own_height", options.ownSize.height()},
        {"names", options.nameTemplate},        {"folders", int(options.folders)},
        {"conflict", int(options.conflict)},    {"folder", options.folder}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Options optionsFrom(const QByteArray& stored) {
    Options options = defaultExportOptions();
    const QJsonObject object = QJsonDocument::fromJson(stored).object();
    if (object.isEmpty()) return options;
    options.format = enumFrom(object, QStringLiteral("format"), ui::exports::Format::WebP);
    options.folders = enumFrom(object, QStringLiteral("folders"), ui::exports::Folders::PerMember);
    options.conflict = enumFrom(object, QStringLiteral("conflict"), ConflictPolicy::Skip);
    options.sizes.clear();
    for (const QJsonValue& size : object.value(QStringLiteral("sizes")).toArray())
        options.sizes << size.toString();
    options.ownSize = QSize(object.value(QStringLiteral("own_width")).toInt(-1),
                            object.value(QStringLiteral("own_height")).toInt(-1));
    options.nameTemplate = object.value(QStringLiteral("names")).toString(options.nameTemplate);
    options.folder = object.value(QStringLiteral("folder")).toString(options.folder);
    return options;
}

} // namespace headroom::desktop
