#include "app/desktop/exports/export_arguments.h"

#include <QCommandLineParser>

#include <map>

namespace headroom::desktop {

namespace {

const char* const about =
    "Writes the finished headshots of a team as files, without a window.\n"
    "\n"
    "Signs in with what the desktop has kept on this computer for the endpoint. Without that, set\n"
    "HEADROOM_TOKEN to the token of a device. A team on this computer needs neither: its endpoint is "
    "started\n"
    "when it does not run. Without a connection, what was synced by an earlier export is written.\n"
    "\n"
    "On the standard output is a line for each file: written, skipped or failed, a tab, the file's path, "
    "and\n"
    "after a failure a tab and its code. Progress and messages go to the standard error.\n"
    "\n"
    "Ends with 0 when all files are there, 1 when some failed, 2 for wrong arguments, 3 when not signed in,\n"
    "4 when the endpoint cannot be reached, 5 when it had to stop (a full disk), 6 when no headshot fits,\n"
    "130 after a signal. What is written stays; `--on-conflict skip` does the rest next time.\n"
    "\n"
    "In a name: {member} {style} {n} {size} {date} {team} {name} {id}; {{ and }} are braces.\n"
    "Sizes: original, portrait, square, large-square, print, or WIDTHxHEIGHT in pixels.";

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(QLatin1String(about));
    const exports::ExportSettings usual;
    parser.addOptions({
        {"team", "name or id of the team", "team"},
        {"to", "folder to write to, made when missing", "folder"},
        {"format", "jpeg, png or webp", "format", "jpeg"},
        {"size", "size of the files; several give several files", "size"},
        {"name", "pattern of the files' names", "pattern", QString::fromStdString(usual.nameTemplate)},
        {"folder-per-member", "write into a folder for each member"},
        {"member", "only of this member (name, address or id); may be repeated", "member"},
        {"style", "only in this style (name or id); may be repeated", "style"},
        {"favourites", "only favourites"},
        {"on-conflict", "when a file exists: keep-both, replace or skip", "what", "keep-both"},
        {"quality", "of JPEG and WebP, 1 to 100", "number", QString::number(usual.quality)},
        {"endpoint", "address of the endpoint; without it, the one of the last sign-in", "address"},
        {"data", "the folder where everything is kept", "folder"},
    });
}

template <class Value>
Result<Value> oneOf(const QCommandLineParser& parser, const char* option,
                    const std::map<QString, Value>& values) {
    const auto found = values.find(parser.value(QLatin1String(option)));
    if (found != values.end()) return found->second;
    return fail(ErrorCode::InvalidInput, std::string("--") + option + " does not know " +
                                             parser.value(QLatin1String(option)).toStdString());
}

Result<std::vector<exports::Size>> sizesOf(const QCommandLineParser& parser) {
    std::vector<exports::Size> sizes;
    for (const QString& value : parser.values(QStringLiteral("size")))
        for (const QString& text : value.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            const auto size = exports::parseSize(text.trimmed().toStdString());
            if (!size) return fail(ErrorCode::InvalidInput, "--size: " + size.error().detail);
            sizes.push_back(*size);
        }
    if (sizes.empty()) sizes.emplace_back();
    return sizes;
}

Result<ExportArguments> read(const QCommandLineParser& parser) {
    if (!parser.unknownOptionNames().isEmpty() || !parser.positionalArguments().isEmpty())
        return fail(ErrorCode::InvalidInput,
                    "not understood: " + (parser.unknownOptionNames() + parser.positionalArguments())
                                             .join(QLatin1Char(' '))
                                             .toStdString());
    ExportArguments result;
    result.team = parser.value(QStringLiteral("team"));
    result.folder = parser.value(QStringLiteral("to"));
    if (result.team.isEmpty()) return fail(ErrorCode::InvalidInput, "--team is missing");
    if (result.folder.isEmpty()) return fail(ErrorCode::InvalidInput, "--to is missing");
    result.members = parser.values(QStringLiteral("member"));
    result.styles = parser.values(QStringLiteral("style"));
    result.favouritesOnly = parser.isSet(QStringLiteral("favourites"));
    result.endpoint = QUrl(parser.value(QStringLiteral("endpoint")));
    result.dataFolder = parser.value(QStringLiteral("data"));
    exports::ExportSettings& settings = result.settings;
    settings.format = TRY(oneOf<exports::Format>(parser, "format",
                                                 {{"jpeg", exports::Format::Jpeg},
                                                  {"jpg", exports::Format::Jpeg},
                                                  {"png", exports::Format::Png},
                                                  {"webp", exports::Format::Webp}}));
    settings.conflict = TRY(oneOf<exports::Conflict>(parser, "on-conflict",
                                                     {{"keep-both", exports::Conflict::Number},
                                                      {"replace", exports::Conflict::Overwrite},
                                                      {"skip", exports::Conflict::Skip}}));
    settings.sizes = TRY(sizesOf(parser));
    settings.nameTemplate = parser.value(QStringLiteral("name")).toStdString();
    if (const auto pattern = exports::NameTemplate::parse(settings.nameTemplate); !pattern)
        return fail(ErrorCode::InvalidInput, "--name: " + pattern.error().detail);
    if (parser.isSet(QStringLiteral("folder-per-member"))) settings.folders = exports::Folders::PerMember;
    settings.quality = parser.value(QStringLiteral("quality")).toInt();
    if (settings.quality < 1 || settings.quality > 100)
        return fail(ErrorCode::InvalidInput, "--quality is 1 to 100");
    return result;
}

} // namespace

ParsedExport parseExportArguments(const QStringList& arguments) {
    QCommandLineParser parser;
    const QCommandLineOption helpOption = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    addOptions(parser);
    const bool understood = parser.parse(QStringList{QStringLiteral("headroom export")} + arguments);
    ParsedExport result;
    if (parser.isSet(helpOption)) {
        const QString help = parser.helpText();
        result.usage.text = QStringLiteral("Usage: headroom export --team TEAM --to FOLDER [options]\n") +
                            help.mid(help.indexOf(QLatin1Char('\n')) + 1);
        return result;
    }
    if (parser.isSet(version)) {
        result.usage.text = QStringLiteral("headroom " HEADROOM_VERSION "\n");
        return result;
    }
    auto outcome =
        understood ? read(parser)
                   : Result<ExportArguments>(fail(ErrorCode::InvalidInput, parser.errorText().toStdString()));
    if (outcome) {
        result.arguments = std::move(*outcome);
        return result;
    }
    result.usage = {ExportExit::WrongUse, QStringLiteral("headroom export: %1\nTry headroom export --help\n")
                                              .arg(QString::fromStdString(outcome.error().detail))};
    return result;
}

} // namespace headroom::desktop
