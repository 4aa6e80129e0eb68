// What was done, again; every page in the dark; and the end.
#include "tests/tour/tour.h"

#include <QProcess>

namespace headroom::tour {

void Tour::lookBack() {
    showPage(QStringLiteral("Credits"));
    shoot(QStringLiteral("23-credits-light"), Rest::UntilPicturesAreThere);
    showPage(QStringLiteral("Activity"));
    shoot(QStringLiteral("24-activity-light"));
    for (const char* list : {"Payments", "People", "Exports"}) {
        person_.click({QStringLiteral("check box"), QLatin1String(list)});
        shoot(QStringLiteral("24-activity-%1-light").arg(QString::fromLatin1(list).toLower()));
    }
    showPage(QStringLiteral("Settings"));
    shoot(QStringLiteral("25-settings-light"));
}

void Tour::everyPageInTheDark() {
    endDesktop();
    // The same data, another start: nothing is asked again, and all is still there.
    startDesktop(Theme::Dark);
    person_.see({QStringLiteral("list"), QStringLiteral("Navigation")});
    int number = 31;
    for (const char* page :
         {"Credits", "Members", "Create", "Headshots", "Exports", "Activity", "Settings"}) {
        showPage(QLatin1String(page));
        shoot(QStringLiteral("%1-%2-dark").arg(number++).arg(QString::fromLatin1(page).toLower()),
              Rest::UntilPicturesAreThere);
    }
}

void Tour::endAndVerify() {
    const qint64 left = pool();
    endDesktop();
    const QList<qint64> others = descendants();
    QProcess verify;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HEADROOM_DATA"), localFolder() + QStringLiteral("/endpoint"));
    // The sums stand in the database; the sandbox, which may have had the bytes, has ended.
    environment.remove(QStringLiteral("HEADROOM_STORAGE"));
    verify.setProcessEnvironment(environment);
    verify.setProcessChannelMode(QProcess::MergedChannels);
    verify.start(options_.programs + QStringLiteral("/headroom-endpoint"), {QStringLiteral("verify")});
    expect(verify.waitForFinished(int(Patience::Usual)) && verify.exitCode() == 0,
           QStringLiteral("all credits to add up"), QString::fromUtf8(verify.readAll()));
    report_.note(QStringLiteral("headroom-endpoint verify: ") +
                 QString::fromUtf8(verify.readAll()).trimmed().section(QLatin1Char('\n'), -1));
    report_.figure(QStringLiteral("credits in the pool at the end"), left);
}

} // namespace headroom::tour
