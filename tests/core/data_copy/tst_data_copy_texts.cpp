#include "core/data_copy/copy_files.h"
#include "core/data_copy/copy_names.h"
#include "core/data_copy/copy_readme.h"
#include "core/data_copy/data_copy.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace headroom;
using namespace headroom::data_copy;

class TextsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesKeepWhatPeopleWroteAndNoneComesTwice() {
        EntryNames names;
        const auto take = [&](std::string_view wanted) {
            return QString::fromStdString(names.take("photos", wanted, ".jpg", "photo"));
        };
        QCOMPARE(take("Füße am Meer.JPEG"), QString::fromUtf8("photos/Füße am Meer.jpg"));
        QCOMPARE(take("füSSe AM meer.jpg"), QString::fromUtf8("photos/füSSe AM meer (2).jpg"));
        QCOMPARE(take("../../etc/passwd"), QStringLiteral("photos/_.._etc_passwd.jpg"));
        QCOMPARE(take(""), QStringLiteral("photos/photo.jpg"));
        QCOMPARE(take("..."), QStringLiteral("photos/photo (2).jpg"));
        QCOMPARE(take("con.jpg"), QStringLiteral("photos/_con.jpg"));
        QCOMPARE(take("Team v2.0 final"), QStringLiteral("photos/Team v2.0 final.jpg"));
        QVERIFY(take(std::string(400, 'x')).size() < 200);
        QCOMPARE(QString::fromStdString(names.take("photos", "raw.xyz", "", "photo")),
                 QStringLiteral("photos/raw.xyz"));
    }

    void headshotsAreCountedForEachPersonAndStyle() {
        EntryNames names;
        QCOMPARE(names.takeNumbered("headshots", "Ana Kovač-business", ".jpg"),
                 std::string("headshots/Ana Kovač-business-1.jpg"));
        QCOMPARE(names.takeNumbered("headshots", "Ana Kovač-business", ".png"),
                 std::string("headshots/Ana Kovač-business-2.png"));
        QCOMPARE(names.takeNumbered("headshots", "Ana/Kovač-business", ".jpg"),
                 std::string("headshots/Ana_Kovač-business-1.jpg"));
    }

    void readmesExistInBothLanguagesAndSayWhoseTheyAre() {
        for (const Scope scope : {Scope::Own, Scope::Team}) {
            const auto text = [&](std::string language, std::size_t leftOut) {
                return QString::fromStdString(readmeText({.scope = scope,
                                                          .language = std::move(language),
                                                          .team = "Füße & {count} GmbH",
                                                          .day = "2026-11-23",
                                                          .leftOut = leftOut}));
            };
            const QString english = text("", 0);
            const QString german = text("de_AT.UTF-8", 0);
            QVERIFY(english != german);
            QVERIFY(english.startsWith(QLatin1String("A copy of your")));
            QVERIFY(german.startsWith(QLatin1String("Eine Kopie der")) ||
                    german.startsWith(QLatin1String("Eine Kopie deiner")));
            for (const QString& readme : {english, german}) {
                QVERIFY(readme.contains(QString::fromUtf8("Füße & {count} GmbH")));
                QVERIFY(readme.contains(QLatin1String("2026-11-23")));
                QVERIFY(!readme.contains(QLatin1String("{team}")) &&
                        !readme.contains(QLatin1String("{day}")));
            }
            QVERIFY(text("en", 12).contains(QLatin1String("12 pictures are not in this file")));
            QVERIFY(text("de", 12).contains(QLatin1String("12 Bilder sind nicht in dieser Datei")));
            QVERIFY(text("fr", 0) == english);
        }
    }

    void tablesOpenInASpreadsheetAndRunNothing() {
        QCOMPARE(csvLine({"a", "b,c", "d\"e", ""}), std::string("a,\"b,c\",\"d\"\"e\",\r\n"));
        QCOMPARE(csvLine({"=HYPERLINK(1)", "-5", "+49 30", "@x"}),
                 std::string("'=HYPERLINK(1),-5,'+49 30,'@x\r\n"));
        QCOMPARE(csvLine({"", "x"}), std::string(",x\r\n"));
    }

    void momentsAreReadableAndOtherNumbersStay() {
        const nlohmann::json given = {{"created_at", 1'700'000'000'000},
                                      {"credits", 5},
                                      {"paid_at", nullptr},
                                      {"list", {{{"seen_at", 0}}}}};
        const nlohmann::json shown = withReadableTimes(given);
        QCOMPARE(shown["created_at"].get<std::string>(), std::string("2023-11-14T22:13:20.000Z"));
        QCOMPARE(shown["credits"].get<int>(), 5);
        QVERIFY(shown["paid_at"].is_null());
        QCOMPARE(shown["list"][0]["seen_at"].get<std::string>(), std::string("1970-01-01T00:00:00.000Z"));
    }

    void aJsonFileIsWhole() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.filePath(QStringLiteral("data.json")).toStdString());
        auto file = JsonFile::create(path);
        QVERIFY(file.has_value());
        QVERIFY(file->member("a", {{"b", "line\nbreak"}, {"c", 1}}));
        QVERIFY(file->beginList("empty"));
        QVERIFY(file->endList());
        QVERIFY(file->beginList("two"));
        QVERIFY(file->item({{"name", "\xff broken UTF-8"}}));
        QVERIFY(file->item(2));
        QVERIFY(file->endList());
        QVERIFY(file->finish());
        QFile written(QString::fromStdString(path.string()));
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray text = written.readAll();
        QCOMPARE(static_cast<std::int64_t>(text.size()), file->file().sizeBytes());
        const auto json = nlohmann::json::parse(text.toStdString(), nullptr, false);
        QVERIFY(json.is_object());
        QCOMPARE(json["a"]["b"].get<std::string>(), std::string("line\nbreak"));
        QVERIFY(json["empty"].is_array() && json["empty"].empty());
        QCOMPARE(json["two"].size(), std::size_t(2));
    }

    void wordsComeBackAsWhatTheyWere() {
        for (const Scope scope : {Scope::Own, Scope::Team})
            QVERIFY(scopeNamed(name(scope)) == scope);
        for (const State state :
             {State::Preparing, State::Ready, State::Failed, State::Expired, State::Removed})
            QVERIFY(stateNamed(name(state)) == state);
        QVERIFY(!scopeNamed("everything") && !stateNamed("done"));
    }
};

QTEST_GUILESS_MAIN(TextsTest)
#include "tst_data_copy_texts.moc"
