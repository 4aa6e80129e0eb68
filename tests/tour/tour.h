#pragma once

#include "tests/tour/demo_team.h"
#include "tests/tour/eyes.h"
#include "tests/tour/killer.h"
#include "tests/tour/person.h"
#include "tests/tour/report.h"
#include "tests/tour/services.h"
#include "tests/tour/stage.h"
#include "tests/tour/witness.h"

namespace headroom::tour {

/// The main job of Headroom, done by Elena Weber of Northwind Design in the real window, from an empty
/// computer to exported files. What the window says is compared with what the endpoint, the files and the
/// ledger say.
class Tour {
public:
    struct Options {
        QString out;      ///< screenshots/, headshots/, mails/ and the summaries
        QString photos;   ///< portraits to make headshots from
        QString members;  ///< CSV of the colleagues: name, e-mail
        QString data;     ///< where the desktop keeps everything; empty for a place that goes away
        QString programs; ///< where headroom and headroom-endpoint lie
        /// Desktop and endpoint are killed this often in the midst of each step, started again, and have to
        /// go on.
        int killsPerStep = 0;
        unsigned seed = 0; ///< of the moments
        ServiceChoice services{};
    };

    Tour(Options options, Report& report);
    ~Tour();

    /// All steps. Throws NotAsExpected at the first that did not happen; everything has ended by then or when
    /// this is gone.
    void run();

private:
    // The day, in parts.
    void untilEverybodyIsThere();
    void untilEverybodyHasCredits();
    void untilHeadshotsAreMade();
    void untilExported();

    // tour_team.cpp
    Witness signIn(const QString& email);
    const Colleague& colleague(const QString& name) const;
    Witness& witnessOf(const QString& name);
    qint64 members(const QString& state = {});
    void openThisComputer();
    void agreeToHosting();
    bool agreed();
    void inviteColleagues();
    void colleaguesAccept();
    // tour_credits.cpp
    void buyStarter();
    void creditsArrive();
    void distribute();
    // tour_headshots.cpp
    void fillPhotoFolder();
    void dropPhotos();
    bool allPhotosUsable();
    void makeHeadshots();
    void lookAtGallery();
    void watchThemFinish();
    void colleaguesMakeTheirs();
    void lookAtThem();
    // tour_away.cpp
    /// Headshots of somebody who has left by then, and will hear of them by mail.
    void askForSomebodyAway();
    void readMails();
    void checkDelivery();
    // tour_bytes.cpp
    void lookAtBytes();
    void compareExports(const QList<QImage>& stored);
    /// `headshots`: how many different ones there are.
    void fetchDirectly(Bucket& bucket, qint64 headshots);
    // tour_files.cpp
    void chooseThree();
    void exportChosen();
    /// Pictures in that folder below `out`, not counting folders in it.
    int exported(const QString& folder) const;
    void exportAll();
    // tour_pages.cpp
    void lookBack();
    void everyPageInTheDark();
    void endAndVerify();

    using Act = std::function<void()>;
    using Done = std::function<bool()>;
    /// One step. `done`: whether it has happened already, whatever the window shows; asked after a kill, with
    /// everything running again.
    void step(const QString& what, const Act& act, const Done& done);

    // tour_kills.cpp
    void surviveKills(const Act& act, const Done& done);
    QString killedIn(const Act& act);
    /// Until the desktop shows the team and the endpoint answers.
    void comeBack();
    bool comesAbout(const Done& done);

    static constexpr int ownHeadshots = 3;
    static constexpr int allHeadshots = 12;

    enum class Theme { Light, Dark };
    void startDesktop(Theme theme);
    void endDesktop();
    bool desktopRuns() const { return desktop_ && desktop_->state() != QProcess::NotRunning; }
    /// That they may see, of one member or of all.
    int headshotsOf(Witness& witness, const QString& state = {}, const QString& member = {});
    /// Turns the wheel over the page until it is within the window.
    void scrollTo(const Wanted& wanted);
    /// Goes to a page by the navigation on the left.
    void showPage(const QString& name);
    enum class Rest { Short, UntilPicturesAreThere };
    /// Keeps a picture of the desktop's window once it has come to rest.
    void shoot(const QString& name, Rest rest = Rest::Short);
    QRect window() const;
    void leaveTraces(const QString& expectedAndSeen);
    QString screenshot(const QString& name) const {
        return options_.out + QStringLiteral("/screenshots/") + name + QStringLiteral(".png");
    }
    QString localFolder() const { return dataFolder_ + QStringLiteral("/this-computer"); }
    qint64 pool();

    Options options_;
    Report& report_;
    Stage stage_;
    QString dataFolder_;
    Services services_;
    Hands hands_;
    Person person_;
    QString photoFolder_;
    std::vector<Colleague> colleagues_;
    QProcess* desktop_ = nullptr;
    QProcess* photos_ = nullptr; ///< the window that photos are dragged from
    Theme theme_ = Theme::Light;
    Killer killer_;
    std::optional<Witness> elena_;
    std::vector<Witness> others_; ///< the colleagues, in their order
};

} // namespace headroom::tour
