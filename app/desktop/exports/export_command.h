#pragma once

#include "app/desktop/exports/export_arguments.h"
#include "app/desktop/exports/export_choice.h"
#include "app/desktop/exports/export_job.h"
#include "app/desktop/local/local_team.h"
#include "app/desktop/places.h"
#include "app/desktop/remembered.h"

#include <QLockFile>
#include <QTimer>

namespace headroom::desktop {

/// `headroom export`: signs in, brings the team up to date in a cache of its own (the desktop may run with
/// the other), writes the files and says how it came out. Needs a QCoreApplication and nothing of a screen.
/// One thread.
class ExportCommand : public QObject {
    Q_OBJECT

public:
    explicit ExportCommand(ExportArguments arguments);
    ~ExportCommand() override;

    void start();
    /// A signal came: finish the file that is written and end.
    void interrupt();

Q_SIGNALS:
    /// Once, the last thing.
    void ended(int exitCode);

private:
    void signIn();
    bool isThisComputer() const;
    bool connectTo(const QUrl& endpoint);
    std::vector<client::Membership> knownTeams() const;
    void takeAccount(Result<client::Account> account);
    void startThisComputer();
    void chooseTeam(const std::vector<client::Membership>& teams);
    void openTeam(const client::Membership& membership);
    void look();
    void begin();
    void progressed(const exports::ExportProgress& progress);
    void finished(const Result<exports::ExportReport>& report);
    Result<ExportChoice> choice() const;
    void end(ExportExit exit, const QString& message);

    ExportArguments arguments_;
    Places places_;
    QSettings settings_;
    Remembered remembered_; ///< by the desktop
    QSettings ownSettings_;
    Remembered own_; ///< by the last export, to go on without a connection
    std::unique_ptr<QLockFile> lock_;
    LocalTeamService local_;
    bool startedHere_ = false;
    bool ended_ = false;
    std::unique_ptr<client::Client> client_;
    std::unique_ptr<client::TeamSession> session_;
    std::unique_ptr<ExportJob> job_;
    std::filesystem::path journal_;
    QTimer patience_;
};

/// The whole of `headroom export`, from main(). Returns the exit code.
int runExportCommand(int argc, char** argv);

} // namespace headroom::desktop
