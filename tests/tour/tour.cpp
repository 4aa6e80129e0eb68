#include "tests/tour/tour.h"

#include <QDir>
#include <QFile>

namespace headroom::tour {

namespace {

const QString settled = QStringLiteral("the window at rest");

/// The program that the desktop starts as its browser: this one, as a payer.
QString makeBrowser(const QString& folder, const QString& shots) {
    const QString path = folder + QStringLiteral("/browser");
    QFile file(path);
    const QString script =
        QStringLiteral("#!/bin/sh\nexec '%1' --pay \"$1\" --out '%2' --result '%3'\n")
            .arg(QCoreApplication::applicationFilePath(), shots, folder + QStringLiteral("/paid.json"));
    const bool written = file.open(QIODevice::WriteOnly) && file.write(script.toUtf8()) > 0;
    expect(written, QStringLiteral("to write ") + path, file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

} // namespace

Tour::Tour(Options options, Report& report)
    : options_(std::move(options))
    , report_(report)
    , dataFolder_(options_.data.isEmpty() ? stage_.folder() + QStringLiteral("/data") : options_.data)
    , services_(stage_, options_.services, localFolder(), options_.out + QStringLiteral("/mails"))
    , person_(hands_, QStringLiteral("headroom"))
    , photoFolder_(stage_.folder() + QStringLiteral("/photos"))
    , killer_(options_.seed) {
    QDir().mkpath(options_.out + QStringLiteral("/screenshots"));
    QDir().mkpath(options_.out + QStringLiteral("/headshots"));
    qputenv("HEADROOM_BROWSER",
            makeBrowser(stage_.folder(), options_.out + QStringLiteral("/screenshots")).toLocal8Bit());
    report_.onFailure([this](const QString& text) { leaveTraces(text); });
    colleagues_ = readColleagues(options_.members);
}

Tour::~Tour() {
    report_.onFailure({});
    elena_.reset();
    others_.clear();
    if (desktop_) Stage::end(*desktop_);
}

void Tour::run() {
    const ServiceChoice& chosen = services_.choice();
    report_.figure(QStringLiteral("generator"), chosen.generator);
    report_.figure(QStringLiteral("storage"), chosen.storage);
    report_.figure(QStringLiteral("mail"), chosen.mail);
    if (services_.needServers())
        report_.step(QStringLiteral("Start the servers that the endpoint is to use"), [this] {
            for (const QString& server : services_.start())
                report_.note(server);
        });
    untilEverybodyIsThere();
    untilEverybodyHasCredits();
    untilHeadshotsAreMade();
    untilExported();
    report_.step(QStringLiteral("Read what came by mail (%1)").arg(chosen.mail), [this] { readMails(); });
    report_.step(QStringLiteral("Look at the stored bytes (%1)").arg(chosen.storage),
                 [this] { lookAtBytes(); });
    report_.step(QStringLiteral("Look back: credits, activity, settings"), [this] { lookBack(); });
    report_.step(QStringLiteral("Start again: every page in the dark"), [this] { everyPageInTheDark(); });
    report_.step(QStringLiteral("End everything, and do the sums again"), [this] { endAndVerify(); });
}

void Tour::untilEverybodyIsThere() {
    const qint64 people = qint64(colleagues_.size()) + 1;
    step(
        QStringLiteral("Start Headroom and make the team on this computer"), [this] { openThisComputer(); },
        [this] { return elena_.has_value(); });
    const QString generator = services_.choice().generator;
    if (services_.hosted())
        step(
            QStringLiteral("Agree that photos go to ") + generator, [this] { agreeToHosting(); },
            [this] { return agreed(); });
    step(
        QStringLiteral("Invite the colleagues from a CSV file"), [this] { inviteColleagues(); },
        [=, this] { return members() == people; });
    step(
        QStringLiteral("They accept by the code in their mail"), [this] { colleaguesAccept(); },
        [=, this] {
            return others_.size() == colleagues_.size() && members(QStringLiteral("active")) == people;
        });
}

void Tour::untilEverybodyHasCredits() {
    const qint64 people = qint64(colleagues_.size()) + 1;
    step(
        QStringLiteral("Buy Starter and pay with card 4242 on the checkout page"), [this] { buyStarter(); },
        [this] { return pool() == 50; });
    step(
        QStringLiteral("50 credits arrive"), [this] { creditsArrive(); }, [this] { return pool() == 50; });
    step(
        QStringLiteral("Auto-distribute them"), [this] { distribute(); },
        [=, this] { return pool() == 50 % people; });
}

void Tour::untilHeadshotsAreMade() {
    step(
        QStringLiteral("Drop photos, two of them unfit"), [this] { dropPhotos(); },
        [this] { return allPhotosUsable(); });
    step(
        QStringLiteral("Ask for headshots in three styles"), [this] { makeHeadshots(); },
        [this] { return headshotsOf(*elena_) == ownHeadshots; });
    step(
        QStringLiteral("Watch them finish"), [this] { watchThemFinish(); },
        [this] { return headshotsOf(*elena_, QStringLiteral("completed")) == ownHeadshots; });
    step(
        QStringLiteral("Colleagues make theirs elsewhere, and they appear"),
        [this] { colleaguesMakeTheirs(); },
        [this] { return headshotsOf(*elena_, QStringLiteral("completed")) == allHeadshots; });
}

void Tour::untilExported() {
    // What is chosen is gone with the window: choosing and exporting are one step for somebody who is
    // interrupted.
    step(
        QStringLiteral("Look at them: full view, favourite, compare"), [this] { lookAtThem(); },
        [] { return false; });
    step(
        QStringLiteral("Export the chosen ones in two sizes"), [this] { exportChosen(); },
        [this] { return exported(QStringLiteral("/headshots")) == 6; });
    step(
        QStringLiteral("Export all of the team, a folder for each member"), [this] { exportAll(); },
        [this] { return exported(QStringLiteral("/headshots/team")) == allHeadshots; });
}

void Tour::step(const QString& what, const Act& act, const Done& done) {
    report_.step(what, [&] {
        if (options_.killsPerStep > 0)
            surviveKills(act, done);
        else
            act();
    });
}

void Tour::startDesktop(Theme theme) {
    theme_ = theme;
    desktop_ = &stage_.start(options_.programs + QStringLiteral("/headroom"),
                             {QStringLiteral("--data"), dataFolder_, QStringLiteral("--theme"),
                              theme == Theme::Light ? QStringLiteral("light") : QStringLiteral("dark")},
                             stage_.folder() + QStringLiteral("/headroom.log"));
    // It can be read before the window manager has put it on the screen; clicks would go past it.
    waitUntil(QStringLiteral("Headroom's window in front"), [this] {
        for (const Node& node : person_.windows())
            if (node.has(Node::State::Active)) return true;
        return false;
    });
}

void Tour::endDesktop() {
    // As a person would: by the window manager's key for closing.
    hands_.pressKeys(QStringLiteral("alt+F4"));
    waitUntil(QStringLiteral("Headroom to end after its window was closed"),
              [this] { return desktop_->state() == QProcess::NotRunning || desktop_->waitForFinished(1); });
    expect(desktop_->exitStatus() == QProcess::NormalExit && desktop_->exitCode() == 0,
           QStringLiteral("Headroom to end well"), QStringLiteral("code %1").arg(desktop_->exitCode()));
    desktop_ = nullptr;
}

void Tour::showPage(const QString& name) {
    if (name == QLatin1String("Settings"))
        person_.click({QStringLiteral("check box"), name});
    else
        person_.click({QStringLiteral("list item"), name + QLatin1Char('*')});
    person_.see({QStringLiteral("filler"), name});
}

QRect Tour::window() const {
    QRect largest;
    for (const Node& node : person_.windows()) {
        const QRect place = node.onScreen();
        if (node.has(Node::State::Visible) &&
            place.width() * place.height() > largest.width() * largest.height())
            largest = place;
    }
    return largest;
}

void Tour::shoot(const QString& name, Rest rest) {
    constexpr int betweenMs = 150;
    // Thumbnails come one by one, from another process. A caret blinks for ever: then the last picture is as
    // good as any.
    const int restingLooks = rest == Rest::Short ? 1 : 9;
    const int looks = rest == Rest::Short ? 16 : 60;
    const QRect area = window();
    hands_.moveTo(area.bottomLeft() + QPoint(20, -120)); // over nothing that lights up
    QImage before = pictureOfScreen(area);
    for (int i = 0, rested = 0; i < looks && rested < restingLooks; ++i) {
        QThread::msleep(betweenMs);
        QImage now = pictureOfScreen(area);
        rested = now == before ? rested + 1 : 0;
        before = std::move(now);
    }
    expect(before.save(screenshot(name)), QStringLiteral("to write ") + screenshot(name));
}

void Tour::leaveTraces(const QString& expectedAndSeen) {
    try {
        pictureOfScreen().save(screenshot(QStringLiteral("failed")));
        QFile file(options_.out + QStringLiteral("/failed.txt"));
        if (file.open(QIODevice::WriteOnly))
            file.write((expectedAndSeen + QStringLiteral("\n\n") + person_.describeAll()).toUtf8());
        const QStringList logs = services_.logs() << stage_.folder() + QStringLiteral("/headroom.log");
        for (const QString& log : logs) {
            const QString kept = options_.out + QLatin1Char('/') + QFileInfo(log).fileName();
            QFile::remove(kept);
            QFile::copy(log, kept);
        }
    } catch (const NotAsExpected&) {
    } // the display itself is gone: nothing more to see
}

int Tour::headshotsOf(Witness& witness, const QString& state, const QString& member) {
    int count = 0;
    for (const QJsonValue& headshot : witness.list(QStringLiteral("headshots")))
        count += (state.isEmpty() || headshot["state"].toString() == state) &&
                 (member.isEmpty() || headshot["member_id"].toString() == member);
    return count;
}

qint64 Tour::pool() {
    return elena_->get(QStringLiteral("/credits/overview"))
        .value("team")
        .toObject()
        .value("pool")
        .toInteger();
}

} // namespace headroom::tour
