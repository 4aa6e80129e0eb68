#include "app/desktop/adapters/exports_adapter.h"

#include "app/desktop/adapters/export_options.h"
#include "app/desktop/adapters/style_words.h"
#include "app/desktop/adapters/values.h"
#include "core/exports/export_results.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QUrl>

#include <algorithm>
#include <unordered_set>

namespace headroom::desktop {

namespace {

using ui::exports::Filter;
using ui::exports::Options;
using ui::exports::Plan;

/// Free space changes under our feet; older than this it is looked at again.
constexpr qint64 factsForMs = 10'000;

/// A stored choice beyond this is not ours.
constexpr qint64 optionsMaxBytes = 64 << 10;

QByteArray readSmallFile(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.read(optionsMaxBytes);
}

Result<void> writeFile(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return fail(ErrorCode::FileAccess, "cannot be written");
    if (file.write(bytes) == bytes.size() && file.commit()) return {};
    const bool full = file.error() == QFileDevice::ResourceError || file.error() == QFileDevice::WriteError;
    return fail(full ? ErrorCode::DiskFull : ErrorCode::FileAccess, "cannot be written");
}

void sortByName(std::vector<Filter>& filters) {
    std::ranges::sort(filters, [](const Filter& a, const Filter& b) {
        return QString::localeAwareCompare(a.name, b.name) < 0;
    });
}

bool isFinished(const sync::HeadshotRow& row) {
    return row.state == sync::HeadshotState::Completed && !row.sha256.empty();
}

} // namespace

ExportsAdapter::ExportsAdapter(client::Client& client, client::TeamSession& session, QObject* parent)
    : ExportsSource(parent)
    , session_(session)
    , optionsFile_(client.teamFolder(session.membership().team) / "export-options.json")
    , last_(optionsFrom(readSmallFile(optionsFile_)))
    , queue_(client, session) {
    connect(&queue_, &ExportQueue::changed, this, &ExportsAdapter::changed);
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (!has(parts, client::Part::Headshots) && !has(parts, client::Part::Members) &&
            !has(parts, client::Part::Team))
            return;
        items_.reset();
        Q_EMIT planChanged();
    });
}

std::vector<ui::exports::SizeChoice> ExportsAdapter::sizes() const {
    return sizeChoices();
}

std::vector<std::pair<QString, QString>> ExportsAdapter::placeholders() const {
    return namePlaceholders();
}

std::vector<Filter> ExportsAdapter::members() const {
    std::unordered_set<MemberId> have;
    for (const client::ShownHeadshot& headshot : *session_.view().team().headshots)
        if (isFinished(*headshot.row)) have.insert(headshot.row->memberId);
    std::vector<Filter> filters;
    for (const client::ShownMember& member : *session_.view().team().members)
        if (have.contains(member.row().id))
            filters.push_back({shown(member.row().id.text()), shown(member).name});
    sortByName(filters);
    return filters;
}

std::vector<Filter> ExportsAdapter::styles() const {
    std::unordered_set<std::string> have;
    for (const client::ShownHeadshot& headshot : *session_.view().team().headshots)
        if (isFinished(*headshot.row)) have.insert(headshot.row->style);
    std::vector<Filter> filters;
    for (const std::string& style : have)
        filters.push_back({shown(style), styleName(style)});
    sortByName(filters);
    return filters;
}

std::string ExportsAdapter::teamName() const {
    const std::string& name = session_.view().team().team.name;
    return name.empty() ? session_.membership().teamName : name;
}

const std::vector<exports::ExportItem>& ExportsAdapter::items(const ExportChoice& choice) {
    if (!items_ || choice_ != choice) {
        choice_ = choice;
        items_ = exportItems(session_.view(), choice);
    }
    return *items_;
}

const FolderFacts* ExportsAdapter::factsOf(const QString& folder) {
    const bool asked = askedFolder_ == folder && askedAt_.isValid() && !askedAt_.hasExpired(factsForMs);
    if (!asked) {
        askedFolder_ = folder;
        askedAt_.start();
        queue_.worker().ask(
            this, [folder] { return lookAtFolder(folder); },
            [this, folder](FolderFacts facts) {
                factsFolder_ = folder;
                facts_ = facts;
                Q_EMIT planChanged();
            });
    }
    return facts_ && factsFolder_ == folder ? &*facts_ : nullptr;
}

Plan ExportsAdapter::plan(const Options& options) {
    const std::vector<exports::ExportItem>& chosen = items(choiceOf(options));
    const exports::ExportSettings settings = settingsOf(options);
    Plan plan;
    plan.headshots = int(chosen.size());
    plan.files = int(chosen.size() * settings.sizes.size());
    plan.estimatedBytes = estimatedBytes(chosen, settings);
    plan.templateProblem = templateProblem(options.nameTemplate);
    if (const auto names = exports::previewNames(chosen, teamName(), settings))
        for (const std::string& name : *names)
            plan.exampleNames << shown(name);
    const bool whole = QDir::isAbsolutePath(options.folder);
    const FolderFacts* facts = whole ? factsOf(QDir::cleanPath(options.folder)) : nullptr;
    if (facts) plan.freeBytes = facts->freeBytes;
    plan.blockedBy = blockedBy(options, plan, facts);
    return plan;
}

QString ExportsAdapter::blockedBy(const Options& options, const Plan& plan, const FolderFacts* facts) const {
    if (plan.headshots == 0) {
        if (!session_.view().team().complete) return tr("The team's headshots are not known here yet");
        const bool all = options.headshots.isEmpty() && options.member.isEmpty() && options.style.isEmpty() &&
                         options.favourites == ui::exports::Favourites::Any;
        return all ? tr("There are no finished headshots yet") : tr("No finished headshot fits this choice");
    }
    if (plan.files == 0) return tr("Choose at least one size");
    if (!plan.templateProblem.isEmpty()) return plan.templateProblem;
    if (options.folder.isEmpty()) return tr("Choose a folder");
    if (!QDir::isAbsolutePath(options.folder)) return tr("Give the whole path of the folder");
    if (!facts) return {}; // on its way; the export itself checks again
    switch (facts->use) {
    case FolderFacts::Use::Fine:
        break;
    case FolderFacts::Use::NotAFolder:
        return tr("There is a file with this name, not a folder");
    case FolderFacts::Use::NotWritable:
        return tr("You may not write to this folder");
    }
    if (facts->freeBytes >= 0 && facts->freeBytes < plan.estimatedBytes)
        return tr("The disk does not have enough space");
    return {};
}

std::vector<ui::exports::ExportRow> ExportsAdapter::exports() const {
    std::vector<ui::exports::ExportRow> rows;
    for (const ExportEntry& entry : queue_.entries())
        rows.push_back(shown(entry));
    return rows;
}

void ExportsAdapter::results(const QString& key,
                             std::function<void(Result<std::vector<ui::exports::FileResult>>)> reply) {
    queue_.look(key.toStdString(), this,
                [reply = std::move(reply)](const Result<std::shared_ptr<exports::ExportJournal>>& journal) {
                    if (!journal) return reply(fail(journal.error()));
                    reply(shown(**journal));
                });
}

void ExportsAdapter::start(const Options& options, Done done) {
    if (!QDir::isAbsolutePath(options.folder))
        return done(fail(ErrorCode::InvalidInput, "the folder is no whole path"));
    last_ = options;
    last_.headshots.clear();
    last_.member.clear();
    last_.style.clear();
    last_.favourites = ui::exports::Favourites::Any;
    queue_.worker().post([file = optionsFile_, stored = storedOptions(last_)] {
        std::error_code failed;
        std::filesystem::create_directories(file.parent_path(), failed);
        // Not kept only means: the defaults next time.
        static_cast<void>(writeFile(QString::fromStdString(file.string()), stored));
    });
    queue_.start({items(choiceOf(options)), teamName(), settingsOf(options),
                  QDir::cleanPath(options.folder).toStdString()},
                 std::move(done));
}

void ExportsAdapter::showFolder(const QString& key) {
    if (const ExportEntry* entry = queue_.find(key.toStdString()))
        QDesktopServices::openUrl(QUrl::fromLocalFile(QString::fromStdString(entry->record.target.string())));
}

void ExportsAdapter::writeResults(const QString& key, const QString& path, Done done) {
    queue_.look(
        key.toStdString(), this,
        [this, path, done = std::move(done)](Result<std::shared_ptr<exports::ExportJournal>> journal) {
            if (!journal) return done(fail(journal.error()));
            queue_.worker().ask(
                this,
                [path, journal = *journal] {
                    exports::ExportReport report;
                    report.outcomes = journal->outcomes();
                    return writeFile(path,
                                     QByteArray::fromStdString(exports::resultsCsv(journal->plan(), report)));
                },
                done);
        });
}

} // namespace headroom::desktop
