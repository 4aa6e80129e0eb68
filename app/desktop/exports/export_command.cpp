#include "app/desktop/exports/export_command.h"

#include "app/desktop/adapters/style_words.h"
#include "app/desktop/make_client.h"
#include "app/desktop/token_stores.h"
#include "core/client/search_key.h"

#include <QCoreApplication>
#include <QDir>
#include <QSocketNotifier>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace headroom::desktop {

namespace {

/// For the first snapshot of a large team over a slow line; the sync engine's own limits end sooner.
constexpr int patienceMs = 300'000;

/// The environment's token, for any endpoint. Nothing is kept.
class GivenToken final : public client::TokenStore {
public:
    explicit GivenToken(std::string token)
        : token_(std::move(token)) {}
    std::optional<std::string> read(const std::string&) override { return token_; }
    Result<void> write(const std::string&, const std::string&) override { return {}; }
    void remove(const std::string&) override {}

private:
    std::string token_;
};

void say(const QString& text) {
    std::fprintf(stderr, "headroom export: %s\n", qPrintable(text));
}

bool isTheSame(const QString& wanted, const std::string& known) {
    return client::searchKey(wanted.trimmed().toStdString()) == client::searchKey(known);
}

/// Why what was asked for cannot be done with this error, in a script's words.
QString reasonOf(const Error& error) {
    const std::string_view code = name(error.code);
    return QStringLiteral("%1 (%2)").arg(QString::fromUtf8(code.data(), qsizetype(code.size())),
                                         QString::fromStdString(error.detail));
}

} // namespace

ExportCommand::ExportCommand(ExportArguments arguments)
    : arguments_(std::move(arguments))
    , places_(makePlaces(arguments_.dataFolder))
    , settings_(places_.settingsFile(), QSettings::IniFormat)
    , remembered_(settings_)
    , ownSettings_(places_.data + QStringLiteral("/command-line/export.ini"), QSettings::IniFormat)
    , own_(ownSettings_)
    , local_(places_) {
    patience_.setSingleShot(true);
    connect(&patience_, &QTimer::timeout, this,
            [this] { end(ExportExit::NotReachable, QStringLiteral("the endpoint does not answer")); });
}

ExportCommand::~ExportCommand() {
    job_.reset();
    session_.reset();
    client_.reset();
}

void ExportCommand::end(ExportExit exit, const QString& message) {
    if (std::exchange(ended_, true)) return;
    if (!message.isEmpty()) say(message);
    Q_EMIT ended(static_cast<int>(exit));
}

void ExportCommand::start() {
    const QString folder = places_.data + QStringLiteral("/command-line");
    QDir().mkpath(folder);
    lock_ = std::make_unique<QLockFile>(folder + QStringLiteral("/export.lock"));
    lock_->setStaleLockTime(0);
    if (!lock_->tryLock(0))
        return end(ExportExit::Stopped, QStringLiteral("another export runs with this data folder"));
    signIn();
}

void ExportCommand::signIn() {
    const QUrl endpoint = arguments_.endpoint.isEmpty() ? remembered_.endpoint() : arguments_.endpoint;
    if (endpoint.isEmpty())
        return end(ExportExit::NotSignedIn,
                   QStringLiteral("nobody has signed in on this computer: sign in with the desktop, or give "
                                  "--endpoint and set HEADROOM_TOKEN"));
    patience_.start(patienceMs);
    if (!connectTo(endpoint)) return;
    client_->resume(this, [this](Result<client::Account> account) { takeAccount(std::move(account)); });
}

bool ExportCommand::isThisComputer() const {
    return arguments_.endpoint.isEmpty() && remembered_.usesThisComputer();
}

bool ExportCommand::connectTo(const QUrl& endpoint) {
    Places own = places_;
    own.data += QStringLiteral("/command-line");
    const QByteArray token = qgetenv("HEADROOM_TOKEN").trimmed();
    std::shared_ptr<client::TokenStore> tokens = makeTokenStore(places_);
    if (!token.isEmpty()) tokens = std::make_shared<GivenToken>(token.toStdString());
    auto made =
        makeClient(own, endpoint, isThisComputer() ? EndpointKind::ThisComputer : EndpointKind::Elsewhere,
                   std::move(tokens));
    if (made)
        client_ = std::move(*made);
    else
        end(ExportExit::WrongUse, QStringLiteral("the endpoint: ") + reasonOf(made.error()));
    return client_ != nullptr;
}

void ExportCommand::takeAccount(Result<client::Account> account) {
    if (account) {
        own_.signedIn(client_->options().endpoint, startedHere_);
        own_.setMemberships(account->teams);
        return chooseTeam(account->teams);
    }
    const ErrorCode code = account.error().code;
    const bool signedOut = code == ErrorCode::NotFound || code == ErrorCode::Unauthenticated;
    // A start of our own gives a secret to sign in with; an endpoint that the desktop runs gave it away.
    if (isThisComputer() && !signedOut && !startedHere_) return startThisComputer();
    if (signedOut)
        return end(
            ExportExit::NotSignedIn,
            QStringLiteral("not signed in at %1: sign in there with the desktop, or set HEADROOM_TOKEN "
                           "to the token of a device")
                .arg(client_->options().endpoint.toString()));
    const auto known = knownTeams();
    if (known.empty())
        return end(ExportExit::NotReachable,
                   QStringLiteral("the endpoint cannot be reached: ") + reasonOf(account.error()));
    chooseTeam(known);
}

std::vector<client::Membership> ExportCommand::knownTeams() const {
    for (const Remembered* known : {&own_, &remembered_})
        if (known->endpoint() == client_->options().endpoint && !known->memberships().empty())
            return known->memberships();
    return {};
}

void ExportCommand::startThisComputer() {
    startedHere_ = true;
    const auto owner = remembered_.localTeam();
    if (!owner || !local_.blockedBy().isEmpty())
        return end(ExportExit::NotReachable,
                   QStringLiteral("the team of this computer cannot be opened: %1").arg(local_.blockedBy()));
    local_.start(*owner, [this](Result<LocalTeamService::Entry> entry) {
        if (!entry)
            return end(ExportExit::NotReachable,
                       QStringLiteral("the team of this computer cannot be opened: ") +
                           reasonOf(entry.error()));
        // Its port was taken by another program meanwhile: the address is another one.
        if (entry->address != client_->options().endpoint && !connectTo(entry->address)) return;
        client_->resume(this, [this, secret = entry->secret](Result<client::Account> account) {
            if (account) return takeAccount(std::move(account));
            client_->signInLocally(secret.toStdString(), this,
                                   [this](Result<client::Account> fresh) { takeAccount(std::move(fresh)); });
        });
    });
}

void ExportCommand::chooseTeam(const std::vector<client::Membership>& teams) {
    std::vector<client::Membership> found;
    QStringList names;
    for (const client::Membership& team : teams) {
        names << QString::fromStdString(team.teamName);
        if (team.team.text() == arguments_.team.toStdString() || isTheSame(arguments_.team, team.teamName))
            found.push_back(team);
    }
    if (found.empty())
        return end(ExportExit::WrongUse, QStringLiteral("no team \"%1\" here; there is: %2")
                                             .arg(arguments_.team, names.join(QStringLiteral(", "))));
    if (found.size() > 1)
        return end(ExportExit::WrongUse,
                   QStringLiteral("several teams have the name \"%1\": give the id").arg(arguments_.team));
    openTeam(found.front());
}

void ExportCommand::openTeam(const client::Membership& membership) {
    session_ = client_->openTeam(membership);
    connect(&session_->view(), &client::TeamView::changed, this, &ExportCommand::look);
    connect(session_.get(), &client::TeamSession::membershipEnded, this,
            [this] { end(ExportExit::NotSignedIn, QStringLiteral("not a member of this team any more")); });
}

void ExportCommand::look() {
    if (job_ || ended_) return;
    const client::TeamView& view = session_->view();
    const client::SyncStatus& status = view.status();
    if (status.trouble)
        return end(ExportExit::Stopped,
                   QStringLiteral("the cache on this computer: ") + reasonOf(Error{*status.trouble, {}}));
    if (!view.opened()) return;
    switch (status.link) {
    case client::Link::Starting:
        return;
    case client::Link::Online:
        if (view.team().complete && !status.catchingUp) begin();
        return;
    case client::Link::Offline:
        if (!view.team().complete)
            return end(
                ExportExit::NotReachable,
                QStringLiteral("the endpoint cannot be reached, and the team is not on this computer"));
        say(QStringLiteral("no connection: writing what is on this computer"));
        return begin();
    case client::Link::SignedOut:
    case client::Link::NotMember:
        return end(ExportExit::NotSignedIn, QStringLiteral("the endpoint does not let us in any more"));
    }
}

Result<ExportChoice> ExportCommand::choice() const {
    ExportChoice result;
    result.favourites = arguments_.favouritesOnly ? Favourites::Only : Favourites::Any;
    for (const QString& wanted : arguments_.members) {
        const std::size_t before = result.members.size();
        for (const client::ShownMember& member : *session_->view().team().members) {
            const sync::MemberRow& row = member.row();
            if (row.id.text() == wanted.toStdString() || isTheSame(wanted, row.name) ||
                (!row.email.empty() && isTheSame(wanted, row.email)))
                result.members.push_back(row.id);
        }
        if (result.members.size() == before)
            return fail(ErrorCode::NotFound, "no member \"" + wanted.toStdString() + "\"");
    }
    std::vector<std::string> styles = shippedStyles();
    for (const client::ShownHeadshot& headshot : *session_->view().team().headshots)
        if (std::ranges::find(styles, headshot.row->style) == styles.end())
            styles.push_back(headshot.row->style);
    for (const QString& wanted : arguments_.styles) {
        const auto found = std::ranges::find_if(styles, [&](const std::string& style) {
            return wanted.toStdString() == style || isTheSame(wanted, styleName(style).toStdString());
        });
        if (found == styles.end())
            return fail(ErrorCode::NotFound, "no style \"" + wanted.toStdString() + "\"");
        result.styles.push_back(*found);
    }
    return result;
}

void ExportCommand::begin() {
    patience_.stop();
    const auto chosen = choice();
    if (!chosen) return end(ExportExit::WrongUse, QString::fromStdString(chosen.error().detail));
    ExportOrder order;
    order.items = exportItems(session_->view(), *chosen);
    if (order.items.empty()) return end(ExportExit::NothingFits, QStringLiteral("no finished headshot fits"));
    order.team = session_->view().team().team.name;
    order.settings = arguments_.settings;
    order.target = QDir(arguments_.folder).absolutePath().toStdString();
    journal_ = std::filesystem::path(client_->teamFolder(session_->membership().team) /
                                     ("export-" + newUuid() + ".jsonl"));
    if (const auto prepared = prepareExport(order, journal_, client_->options().clock->now()); !prepared) {
        const ErrorCode code = prepared.error().code;
        return end(code == ErrorCode::InvalidInput ? ExportExit::WrongUse : ExportExit::Stopped,
                   reasonOf(prepared.error()));
    }
    job_ = std::make_unique<ExportJob>(*session_, journal_);
    connect(job_.get(), &ExportJob::progressed, this, &ExportCommand::progressed);
    connect(job_.get(), &ExportJob::ended, this, &ExportCommand::finished);
    job_->run();
}

void ExportCommand::progressed(const exports::ExportProgress& progress) {
    const exports::FileOutcome& last = progress.last;
    const std::string path =
        (std::filesystem::path(QDir(arguments_.folder).absolutePath().toStdString()) / last.path).string();
    const std::string_view state = name(last.state);
    std::printf("%.*s\t%s", static_cast<int>(state.size()), state.data(), path.c_str());
    if (last.error) {
        const std::string_view code = name(*last.error);
        std::printf("\t%.*s", static_cast<int>(code.size()), code.data());
    }
    std::printf("\n");
    std::fflush(stdout);
    if (::isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%zu of %zu files", progress.done, progress.total);
}

void ExportCommand::finished(const Result<exports::ExportReport>& report) {
    if (::isatty(STDERR_FILENO)) std::fprintf(stderr, "\n");
    std::error_code ignored;
    std::filesystem::remove(journal_, ignored);
    if (!report) return end(ExportExit::Stopped, reasonOf(report.error()));
    const QString sum = QStringLiteral("%1 written, %2 skipped, %3 failed, %4 not reached")
                            .arg(report->written)
                            .arg(report->skipped)
                            .arg(report->failed)
                            .arg(report->pending);
    if (!report->stoppedBy)
        return end(report->failed > 0 ? ExportExit::SomeFailed : ExportExit::Complete, sum);
    if (report->stoppedBy->code == ErrorCode::Cancelled) return end(ExportExit::Interrupted, sum);
    const bool signedOut = report->stoppedBy->code == ErrorCode::Unauthenticated;
    end(signedOut ? ExportExit::NotSignedIn : ExportExit::Stopped,
        reasonOf(*report->stoppedBy) + QStringLiteral("; ") + sum);
}

void ExportCommand::interrupt() {
    if (job_) return job_->stop(exports::StopWish::Cancel);
    end(ExportExit::Interrupted, QStringLiteral("interrupted"));
}

namespace {

int signalPipe[2] = {-1, -1};

void onSignal(int) {
    const char byte = 0;
    static_cast<void>(!::write(signalPipe[1], &byte, 1));
}

/// Signals become an event of the loop.
void watchSignals(ExportCommand& command) {
    if (::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0) return;
    auto* notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &command);
    QObject::connect(notifier, &QSocketNotifier::activated, &command, [&command] {
        char byte = 0;
        static_cast<void>(!::read(signalPipe[0], &byte, 1));
        command.interrupt();
    });
    struct sigaction action {};
    action.sa_handler = onSignal;
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        ::sigaction(number, &action, nullptr);
}

} // namespace

int runExportCommand(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("headroom"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEADROOM_VERSION));
    ParsedExport parsed = parseExportArguments(QCoreApplication::arguments().mid(2));
    if (!parsed.arguments) {
        std::fputs(qPrintable(parsed.usage.text),
                   parsed.usage.exit == ExportExit::Complete ? stdout : stderr);
        return static_cast<int>(parsed.usage.exit);
    }
    int code = 0;
    {
        ExportCommand command(std::move(*parsed.arguments));
        QObject::connect(
            &command, &ExportCommand::ended, &app,
            [&code](int exitCode) {
                code = exitCode;
                QCoreApplication::exit();
            },
            Qt::QueuedConnection);
        watchSignals(command);
        QMetaObject::invokeMethod(&command, &ExportCommand::start, Qt::QueuedConnection);
        QCoreApplication::exec();
    }
    return code;
}

} // namespace headroom::desktop
