#include "core/teams/names.h"
#include "core/teams/teams_limits.h"

#include <QTest>

using namespace headroom;
using namespace headroom::teams;

class NamesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesOfTheWorldAreTaken_data() {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"Ada Lovelace", "李小龍", "Zoë O'Brien-Smith", "Ångström & Söhne", "محمد", "🎬 Studio"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void namesOfTheWorldAreTaken() {
        QFETCH(QString, text);
        const std::string name = text.toStdString();
        QVERIFY(*validTeamName("  " + name + "\t") == name);
        QVERIFY(*validMemberName(name) == name);
    }

    void charactersThatNoNameHasAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("line break") << QByteArray("Ada\nBcc: all@example.org");
        QTest::newRow("carriage return") << QByteArray("Ada\rX");
        QTest::newRow("nul") << QByteArray("Ada\0X", 5);
        QTest::newRow("escape") << QByteArray("Ada\x1b[31m");
        QTest::newRow("broken utf-8") << QByteArray("Ada\xc3");
        QTest::newRow("direction override") << QByteArray("Ada\xe2\x80\xae");
        QTest::newRow("isolate") << QByteArray("\xe2\x81\xa6 Ada");
        QTest::newRow("line separator") << QByteArray("Ada\xe2\x80\xa8X");
        QTest::newRow("next line") << QByteArray("Ada\xc2\x85X");
    }
    void charactersThatNoNameHasAreRefused() {
        QFETCH(QByteArray, text);
        QVERIFY(validTeamName(text.toStdString()).error().code == ErrorCode::InvalidInput);
        QVERIFY(validMemberName(text.toStdString()).error().code == ErrorCode::InvalidInput);
    }

    void lengthCountsCodePoints() {
        std::string name;
        for (std::size_t i = 0; i < teamNameMax; ++i)
            name += "ß";
        QVERIFY(validTeamName(name).has_value());
        QVERIFY(!validTeamName(name + "ß"));
    }

    void onlyATeamNeedsAName() {
        QVERIFY(!validTeamName("   "));
        QVERIFY(validMemberName("   ")->empty());
    }
};

QTEST_APPLESS_MAIN(NamesTest)
#include "tst_teams_names.moc"
