// `headroom export` as a script runs it: the real binary, no display, the real endpoint with real headshots.
#include "app/desktop/exports/export_arguments.h"
#include "tests/support/patience.h"
#include "tests/support/photographed_team.h"
#include "tests/support/sandbox_process.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

using headroom::desktop::ExportExit;
using headroom::desktop::parseExportArguments;
using headroom::test::EndpointProcess;
using headroom::test::HttpAnswer;
using headroom::test::HttpClient;
using headroom::test::patienceMs;
using headroom::test::SandboxProcess;

namespace {

struct Ran {
    int exit = -1;
    QStringList lines;
    QString said;
};

} // namespace

class TestHeadroomExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void argumentsMeanWhatTheHelpSays();
    void wrongArgumentsAreRefused_data();
    void wrongArgumentsAreRefused();
    void initTestCase();
    void withoutATokenItSaysWhatToDo();
    void headshotsBecomeFiles();
    void secondRunSkipsWhatIsThere();
    void onlyTheStyleThatWasAskedFor();
    void whatDoesNotExistIsRefused();
    void withoutAConnectionTheKeptOnesAreWritten();

private:
    Ran run(const QStringList& arguments, const QString& token = {});
    QStringList usual(const QString& folder) const;
    QString at(const QString& name) const { return folder_.filePath(name); }
    void buyAndGive();
    void makeHeadshots();

    QTemporaryDir folder_;
    SandboxProcess sandbox_;
    std::unique_ptr<EndpointProcess> endpoint_;
    std::unique_ptr<HttpClient> client_;
    QString teamId_, team_, member_;
};

void TestHeadroomExport::argumentsMeanWhatTheHelpSays() {
    const auto parsed = parseExportArguments({"--team",
                                              "T",
                                              "--to",
                                              "out",
                                              "--format",
                                              "webp",
                                              "--size",
                                              "800x1000,square",
                                              "--size",
                                              "original",
                                              "--name",
                                              "{member}-{style}-{n}",
                                              "--member",
                                              "Ann",
                                              "--member",
                                              "Bob",
                                              "--on-conflict",
                                              "replace",
                                              "--folder-per-member",
                                              "--favourites",
                                              "--quality",
                                              "80"});
    QVERIFY(parsed.arguments);
    const auto& settings = parsed.arguments->settings;
    QCOMPARE(settings.sizes.size(), std::size_t(3));
    QVERIFY(settings.format == headroom::exports::Format::Webp);
    QVERIFY(settings.conflict == headroom::exports::Conflict::Overwrite);
    QVERIFY(settings.folders == headroom::exports::Folders::PerMember);
    QCOMPARE(settings.quality, 80);
    QCOMPARE(parsed.arguments->members, QStringList({"Ann", "Bob"}));
    QVERIFY(parsed.arguments->favouritesOnly);
    const auto help = parseExportArguments({"--help"});
    QVERIFY(!help.arguments && help.usage.exit == ExportExit::Complete);
    for (const char* word : {"HEADROOM_TOKEN", "--on-conflict", "{member}", "WIDTHxHEIGHT", "130"})
        QVERIFY2(help.usage.text.contains(QLatin1String(word)), word);
}

void TestHeadroomExport::wrongArgumentsAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("about");
    QTest::newRow("no team") << QStringList{"--to", "x"} << "--team";
    QTest::newRow("no folder") << QStringList{"--team", "x"} << "--to";
    const QStringList good{"--team", "T", "--to", "x"};
    QTest::newRow("format") << good + QStringList{"--format", "gif"} << "--format";
    QTest::newRow("size") << good + QStringList{"--size", "800"} << "--size";
    QTest::newRow("name") << good + QStringList{"--name", "{who}"} << "--name";
    QTest::newRow("conflict") << good + QStringList{"--on-conflict", "ask"} << "--on-conflict";
    QTest::newRow("quality") << good + QStringList{"--quality", "0"} << "--quality";
    QTest::newRow("unknown") << good + QStringList{"--colour"} << "colour";
    QTest::newRow("extra") << good + QStringList{"more"} << "more";
}

void TestHeadroomExport::wrongArgumentsAreRefused() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, about);
    const auto parsed = parseExportArguments(arguments);
    QVERIFY(!parsed.arguments);
    QVERIFY(parsed.usage.exit == ExportExit::WrongUse);
    QVERIFY2(parsed.usage.text.contains(about), qPrintable(parsed.usage.text));
}

Ran TestHeadroomExport::run(const QStringList& arguments, const QString& token) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "HEADROOM_TOKEN"})
        environment.remove(QLatin1String(display));
    if (!token.isEmpty()) environment.insert(QStringLiteral("HEADROOM_TOKEN"), token);
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(HEADROOM_BIN_DIR "/headroom"), QStringList{"export"} + arguments);
    if (!program.waitForFinished(patienceMs)) return {};
    return {program.exitCode(),
            QString::fromUtf8(program.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts),
            QString::fromUtf8(program.readAllStandardError())};
}

QStringList TestHeadroomExport::usual(const QString& folder) const {
    return {"--team",     "Northwind",
            "--to",       folder,
            "--endpoint", endpoint_->address().toString(),
            "--data",     at("data"),
            "--size",     "800x1000",
            "--format",   "jpeg",
            "--name",     "{member}-{style}-{n}"};
}

void TestHeadroomExport::initTestCase() {
    endpoint_ = std::make_unique<EndpointProcess>(sandbox_.endpointEnvironment());
    QVERIFY(sandbox_.start(endpoint_->address()));
    endpoint_->createTeam(QStringLiteral("Northwind"), QStringLiteral("elena@northwind.test"));
    endpoint_->start();
    const QJsonObject signedIn = endpoint_->signIn(QStringLiteral("elena@northwind.test"));
    client_ = std::make_unique<HttpClient>(endpoint_->address());
    client_->setToken(signedIn.value(QStringLiteral("token")).toString());
    const QJsonObject membership = signedIn.value(QStringLiteral("teams")).toArray().first().toObject();
    teamId_ = membership.value(QStringLiteral("team_id")).toString();
    team_ = QStringLiteral("/api/teams/") + teamId_;
    member_ = membership.value(QStringLiteral("member_id")).toString();
    QVERIFY(!member_.isEmpty());
    buyAndGive();
    if (!QTest::currentTestFailed()) makeHeadshots();
}

void TestHeadroomExport::buyAndGive() {
    const HttpAnswer paid = headroom::test::buyStarter(*client_, teamId_);
    QVERIFY2(paid.status == 303, paid.body.constData());
    const QJsonObject line{{"member_id", member_}, {"credits", 2}};
    // Refused until the purchase has arrived.
    QTRY_COMPARE_WITH_TIMEOUT(
        client_->command("POST", team_ + QStringLiteral("/credits/allocate"), {{"lines", QJsonArray{line}}})
            .status,
        200, patienceMs);
}

void TestHeadroomExport::makeHeadshots() {
    const QString id = headroom::test::uploadPhoto(
        *client_, team_, QStringLiteral(HEADROOM_SOURCE_DIR "/resources/photos/astronaut.jpg"));
    QTRY_COMPARE_WITH_TIMEOUT(headroom::test::photoState(*client_, team_, id), QStringLiteral("usable"),
                              patienceMs);
    QJsonArray styles;
    for (const char* style : {"studio-grey", "charcoal"})
        styles.append(QJsonObject{{"style", QLatin1String(style)}, {"count", 1}});
    const HttpAnswer asked = client_->command("POST", team_ + QStringLiteral("/headshots/generate"),
                                              {{"photo_ids", QJsonArray{id}}, {"styles", styles}});
    QVERIFY2(asked.status == 202, asked.body.constData());
    const auto completed = [&] {
        const HttpAnswer answer = client_->get(team_ + QStringLiteral("/headshots?state=completed"));
        return answer.json().value(QStringLiteral("headshots")).toArray().size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(completed(), 2, patienceMs);
}

void TestHeadroomExport::withoutATokenItSaysWhatToDo() {
    const Ran ran = run(usual(at("none")));
    QCOMPARE(ran.exit, int(ExportExit::NotSignedIn));
    QVERIFY2(ran.said.contains(QStringLiteral("HEADROOM_TOKEN")), qPrintable(ran.said));
    QVERIFY(!QDir(at("none")).exists());
    QCOMPARE(run(usual(at("none")), QStringLiteral("wrong")).exit, int(ExportExit::NotSignedIn));
}

void TestHeadroomExport::headshotsBecomeFiles() {
    const Ran ran = run(usual(at("out")), client_->token());
    QVERIFY2(ran.exit == 0, qPrintable(ran.said));
    QCOMPARE(ran.lines.size(), 2);
    for (const QString& line : ran.lines) {
        const QStringList cells = line.split(QLatin1Char('\t'));
        QCOMPARE(cells.at(0), QStringLiteral("written"));
        QVERIFY2(cells.at(1).startsWith(at("out")), qPrintable(line));
        const QImage image(cells.at(1));
        QCOMPARE(image.size(), QSize(800, 1000));
        QFile file(cells.at(1));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll().contains("digitalsourcetype"), "provenance is missing");
    }
    const QStringList names = QDir(at("out")).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(names.size(), 2);
    QVERIFY2(names.first().endsWith(QStringLiteral(".jpg")), qPrintable(names.first()));
}

void TestHeadroomExport::secondRunSkipsWhatIsThere() {
    const Ran ran = run(usual(at("out")) + QStringList{"--on-conflict", "skip"}, client_->token());
    QCOMPARE(ran.exit, 0);
    QCOMPARE(ran.lines.filter(QStringLiteral("skipped\t")).size(), 2);
    const Ran both = run(usual(at("out")), client_->token());
    QCOMPARE(both.lines.filter(QStringLiteral(" (2).jpg")).size(), 2);
}

void TestHeadroomExport::onlyTheStyleThatWasAskedFor() {
    const Ran ran = run(usual(at("one")) + QStringList{"--style", "charcoal", "--folder-per-member", "--size",
                                                       "square", "--member", "elena@northwind.test"},
                        client_->token());
    QVERIFY2(ran.exit == 0, qPrintable(ran.said));
    QCOMPARE(ran.lines.size(), 2); // two sizes
    QCOMPARE(QDir(at("one")).entryList(QDir::Files).size(), 0);
    QCOMPARE(QDir(at("one")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
    QCOMPARE(run(usual(at("one")) + QStringList{"--favourites"}, client_->token()).exit,
             int(ExportExit::NothingFits));
}

void TestHeadroomExport::whatDoesNotExistIsRefused() {
    for (const QStringList& more :
         {QStringList{"--member", "nobody"}, {"--style", "none"}, {"--team", "Southwind"}}) {
        const Ran ran = run(usual(at("none")) + more, client_->token());
        QVERIFY2(ran.exit == int(ExportExit::WrongUse), qPrintable(ran.said));
        QVERIFY2(ran.said.contains(more.last()), qPrintable(ran.said));
    }
    const Ran file = run({"--team", "Northwind", "--to", QStringLiteral(HEADROOM_BIN_DIR "/headroom/x"),
                          "--endpoint", endpoint_->address().toString(), "--data", at("data")},
                         client_->token());
    QVERIFY2(file.exit == int(ExportExit::Stopped), qPrintable(file.said));
}

void TestHeadroomExport::withoutAConnectionTheKeptOnesAreWritten() {
    QCOMPARE(endpoint_->stop(), 0);
    const Ran kept = run(usual(at("offline")), client_->token());
    QVERIFY2(kept.exit == 0, qPrintable(kept.said));
    QVERIFY2(kept.said.contains(QStringLiteral("no connection")), qPrintable(kept.said));
    QCOMPARE(kept.lines.size(), 2);
    // The rest of what was synced, but not these bytes: each says why.
    QVERIFY(QDir(at("data/cache/blobs")).removeRecursively());
    const Ran gone = run(usual(at("gone")), client_->token());
    QCOMPARE(gone.exit, int(ExportExit::SomeFailed));
    QCOMPARE(gone.lines.filter(QStringLiteral("\toffline")).size(), 2);
    QCOMPARE(QDir(at("gone")).entryList(QDir::Files | QDir::Hidden).size(), 0);
    // Nothing is known to somebody who never synced.
    QStringList stranger = usual(at("none"));
    stranger.replace(stranger.indexOf("--data") + 1, at("elsewhere"));
    QCOMPARE(run(stranger, client_->token()).exit, int(ExportExit::NotReachable));
}

QTEST_GUILESS_MAIN(TestHeadroomExport)
#include "tst_headroom_export.moc"
