#include "core/base/text.h"
#include "core/exports/export_plan.h"
#include "core/exports/exports_limits.h"
#include "core/exports/file_name.h"

#include <QtTest>

#include <random>
#include <set>

using namespace headroom;
using namespace headroom::exports;

namespace {

ExportItem item(const std::string& member, const std::string& style = "Studio") {
    return {HeadshotId::make(), "", 0, member, style, "", Timestamp{1'790'000'000'000}};
}

const Exists nothingThere = [](const std::string&) { return false; };

/// Text of the kinds that break file names, at random.
std::string awkwardText(std::mt19937& random) {
    static const std::vector<std::string> pieces{"a",
                                                 "B",
                                                 "é",
                                                 "e\u0301",
                                                 "ß",
                                                 "İ",
                                                 "/",
                                                 "\\",
                                                 "..",
                                                 ".",
                                                 " ",
                                                 "  ",
                                                 ":",
                                                 "*",
                                                 "?",
                                                 "\"",
                                                 "<",
                                                 ">",
                                                 "|",
                                                 "\t",
                                                 "\n",
                                                 "\x01",
                                                 "\x7f",
                                                 "\u202e",
                                                 "\u200b",
                                                 "\ufeff",
                                                 "\xff",
                                                 "\xc3",
                                                 "con",
                                                 "NUL",
                                                 "com1",
                                                 "漢字",
                                                 "👩🏽‍🦰",
                                                 "-",
                                                 "_",
                                                 "'",
                                                 "%",
                                                 "$",
                                                 "~",
                                                 std::string(40, 'x'),
                                                 std::string(40, 'x') + "é"};
    std::string text;
    const int count = static_cast<int>(random() % 9);
    for (int i = 0; i < count; ++i)
        text += pieces[random() % pieces.size()];
    return text;
}

} // namespace

class TestExportsNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void componentsAreSafe_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << "Ann Lee"
                               << "Ann Lee";
        QTest::newRow("separators") << "a/b\\c"
                                    << "a_b_c";
        QTest::newRow("wildcards") << "a*b?c:d\"e<f>g|h"
                                   << "a_b_c_d_e_f_g_h";
        QTest::newRow("parent") << ".."
                                << "none";
        QTest::newRow("climbing") << "../../etc"
                                  << "_.._etc";
        QTest::newRow("hidden") << ".profile"
                                << "profile";
        QTest::newRow("trailing dot") << "Ltd."
                                      << "Ltd";
        QTest::newRow("trailing space") << "Ann "
                                        << "Ann";
        QTest::newRow("spaces") << "Ann \t\n Lee"
                                << "Ann Lee";
        QTest::newRow("device") << "CON"
                                << "_CON";
        QTest::newRow("device with ending") << "nul.txt"
                                            << "_nul.txt";
        QTest::newRow("port") << "Com7"
                              << "_Com7";
        QTest::newRow("port superscript") << "lpt¹"
                                          << "_lpt¹";
        QTest::newRow("no device") << "console"
                                   << "console";
        QTest::newRow("composed") << QString::fromUtf8("e\u0301") << QString::fromUtf8("\u00e9");
        QTest::newRow("direction override") << QString::fromUtf8("a\u202egpj") << "a_gpj";
        QTest::newRow("empty") << ""
                               << "none";
    }
    void componentsAreSafe() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(safeComponent(text.toStdString(), 100, "none")), expected);
    }

    void cutsBetweenCharacters() {
        const std::string cut = safeComponent("aé漢漢漢", 7, "none");
        QCOMPARE(cut, std::string("aé漢"));
        QVERIFY(isCleanUtf8(cut));
    }

    void templatesAreChecked_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        using Kind = TemplateProblem::Kind;
        QTest::newRow("good") << "{member} {style} {n} {date} {team} {name} {id}" << -1;
        QTest::newRow("escaped") << "{{{n}}}" << -1;
        QTest::newRow("empty") << "  " << int(Kind::Empty);
        QTest::newRow("unknown") << "{member} {colour}" << int(Kind::UnknownPlaceholder);
        QTest::newRow("empty word") << "{}" << int(Kind::UnknownPlaceholder);
        QTest::newRow("case matters") << "{Member}" << int(Kind::UnknownPlaceholder);
        QTest::newRow("unclosed") << "{member" << int(Kind::UnclosedBrace);
        QTest::newRow("nested") << "{mem{n}}" << int(Kind::UnclosedBrace);
        QTest::newRow("stray") << "member}" << int(Kind::StrayBrace);
        QTest::newRow("long") << QString(500, 'x') << int(Kind::TooLong);
    }
    void templatesAreChecked() {
        QFETCH(QString, text);
        QFETCH(int, kind);
        const auto problem = NameTemplate::check(text.toStdString());
        QCOMPARE(problem ? int(problem->kind) : -1, kind);
        QCOMPARE(bool(NameTemplate::parse(text.toStdString())), kind == -1);
    }

    void unknownPlaceholderIsNamed() {
        const auto problem = NameTemplate::check("x {colour}");
        QVERIFY(problem);
        QCOMPARE(problem->text, std::string("colour"));
        QCOMPARE(problem->position, std::size_t(2));
    }

    void templateFillsEveryPlaceholder() {
        const auto pattern =
            NameTemplate::parse("{{x}} {member}-{style}-{n}-{date}-{team}-{name}-{id}-{size}");
        QVERIFY(pattern);
        const std::string name = pattern->expand(
            {"Ann", "Studio", "ACME", "Best", "id7", "8x9", Timestamp{1'790'000'000'000}, 7, 120});
        QCOMPARE(name, std::string("{x} Ann-Studio-007-2026-09-21-ACME-Best-id7-8x9"));
    }

    void valueCannotAddFolders() {
        const auto plan = planExport({item("../../evil/../x")}, "T", {}, nothingThere);
        QVERIFY(plan);
        QCOMPARE(plan->files[0].path.find('/'), std::string::npos);
        QCOMPARE(plan->files[0].path.substr(0, 2) == "..", false);
    }

    void equalNamesAreNumbered() {
        ExportSettings settings;
        settings.nameTemplate = "{member}";
        const auto plan =
            planExport({item("Ann"), item("ann"), item("Ann"), item("ann (2)")}, "T", settings, nothingThere);
        QVERIFY(plan);
        QCOMPARE(plan->files[0].path, std::string("Ann.jpg"));
        QCOMPARE(plan->files[1].path, std::string("ann (3).jpg")); // (2) belongs to the fourth by right
        QCOMPARE(plan->files[2].path, std::string("Ann (4).jpg"));
        QCOMPARE(plan->files[3].path, std::string("ann (2).jpg"));
    }

    void compositionIsNoDifference() {
        ExportSettings settings;
        settings.nameTemplate = "{member}";
        const auto plan = planExport({item("Zoe\u0301"), item("ZO\u00c9")}, "T", settings, nothingThere);
        QVERIFY(plan);
        QVERIFY(collisionKey(plan->files[0].path) != collisionKey(plan->files[1].path));
    }

    void conflictsFollowThePolicy() {
        const Exists annIsThere = [](const std::string& path) {
            return path == "Ann.png" || path == "Ann (2).png";
        };
        ExportSettings settings;
        settings.nameTemplate = "{member}";
        settings.format = Format::Png;
        settings.conflict = Conflict::Skip;
        QCOMPARE(planExport({item("Ann")}, "T", settings, annIsThere)->files[0].action, Action::Skip);
        settings.conflict = Conflict::Overwrite;
        QCOMPARE(planExport({item("Ann")}, "T", settings, annIsThere)->files[0].action, Action::Overwrite);
        settings.conflict = Conflict::Number;
        const auto plan = planExport({item("Ann")}, "T", settings, annIsThere);
        QCOMPARE(plan->files[0].action, Action::Write);
        QCOMPARE(plan->files[0].path, std::string("Ann (3).png"));
    }

    void secondOfOneNameNeverOverwritesTheFirst() {
        ExportSettings settings;
        settings.nameTemplate = "{member}";
        settings.conflict = Conflict::Overwrite;
        const Exists annIsThere = [](const std::string& path) { return path == "Ann.jpg"; };
        const auto plan = planExport({item("Ann"), item("Ann")}, "T", settings, annIsThere);
        QCOMPARE(plan->files[0].action, Action::Overwrite);
        QCOMPARE(plan->files[1].path, std::string("Ann (2).jpg"));
        QCOMPARE(plan->files[1].action, Action::Write);
    }

    void membersGetFolders() {
        ExportSettings settings;
        settings.folders = Folders::PerMember;
        settings.nameTemplate = "{style}";
        const auto plan = planExport({item("Ann / Lee"), item("Bob")}, "T", settings, nothingThere);
        QCOMPARE(plan->files[0].path, std::string("Ann _ Lee/Studio.jpg"));
        QCOMPARE(plan->files[1].path, std::string("Bob/Studio.jpg"));
    }

    void previewShowsWhatThePlanWrites() {
        std::vector<ExportItem> items;
        for (int i = 0; i < 12; ++i)
            items.push_back(item("Member " + std::to_string(i)));
        const auto names = previewNames(items, "T", {});
        const auto plan = planExport(items, "T", {}, nothingThere);
        QVERIFY(names && plan);
        QCOMPARE(names->size(), previewNameCount);
        for (std::size_t i = 0; i < names->size(); ++i)
            QCOMPARE((*names)[i], plan->files[i].path);
    }

    void severalSizesAreSeveralFiles() {
        ExportSettings settings;
        settings.nameTemplate = "{member}";
        settings.sizes = {{400, 400, Fit::Fill}, {}};
        const std::vector<ExportItem> items{item("Ann"), item("Bob")};
        const auto plan = planExport(items, "T", settings, nothingThere);
        QCOMPARE(plan->files.size(), std::size_t(4));
        QCOMPARE(plan->files[0].path, std::string("Ann 400x400.jpg"));
        QCOMPARE(plan->files[1].path, std::string("Ann original.jpg"));
        QCOMPARE(plan->files[3].path, std::string("Bob original.jpg"));
        QVERIFY(plan->files[2].size == settings.sizes[0]);
        settings.nameTemplate = "{size}-{member}";
        QCOMPARE(planExport(items, "T", settings, nothingThere)->files[2].path,
                 std::string("400x400-Bob.jpg"));
        settings.sizes = {{400, 400, Fit::Fill}, {400, 400, Fit::Fill}};
        QCOMPARE(planExport(items, "T", settings, nothingThere).error().code, ErrorCode::InvalidInput);
    }

    void sizesAreReadAsTheyAreWritten() {
        QVERIFY(*parseSize("original") == Size());
        QVERIFY(*parseSize("square") == (Size{400, 400, Fit::Fill}));
        QVERIFY(*parseSize("640x800") == (Size{640, 800, Fit::Fill}));
        for (const char* wrong : {"", "x", "640", "640x", "x800", "640x800x", "0x800", "640x9000", "-1x5"})
            QCOMPARE(parseSize(wrong).error().code, ErrorCode::InvalidInput);
    }

    void wrongSettingsAreRefused() {
        ExportSettings settings;
        settings.quality = 0;
        QCOMPARE(planExport({item("A")}, "T", settings, nothingThere).error().code, ErrorCode::InvalidInput);
        settings.quality = 90;
        settings.sizes = {{400, 0, Fit::Fill}};
        QCOMPARE(planExport({item("A")}, "T", settings, nothingThere).error().code, ErrorCode::InvalidInput);
        QCOMPARE(planExport({}, "T", {}, nothingThere).error().code, ErrorCode::InvalidInput);
    }

    void thousandAwkwardNamesStayDistinctAndSafe() {
        const unsigned seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (const Folders folders : {Folders::One, Folders::PerMember}) {
            std::vector<ExportItem> items;
            for (int i = 0; i < 1000; ++i) {
                items.push_back(item(awkwardText(random), awkwardText(random)));
                items.back().name = awkwardText(random);
            }
            std::set<std::string> there;
            const Exists exists = [&](const std::string& path) {
                return there.contains(path) || (path.size() % 7 == 0 && path.find('(') == std::string::npos);
            };
            ExportSettings settings;
            settings.nameTemplate = "{member}{name}";
            settings.folders = folders;
            const auto plan = planExport(items, awkwardText(random), settings, exists);
            QVERIFY(plan);
            std::set<std::string> keys;
            for (const PlannedFile& file : plan->files) {
                QVERIFY2(keys.insert(collisionKey(file.path)).second, file.path.c_str());
                QVERIFY(file.action == Action::Write && !exists(file.path));
                const auto parts = split(file.path, '/');
                QCOMPARE(parts.size(), std::size_t(folders == Folders::One ? 1 : 2));
                for (const std::string_view part : parts) {
                    QVERIFY(isCleanUtf8(part));
                    QVERIFY(!part.empty() && part.size() <= 255);
                    QVERIFY(part.front() != '.' && part.front() != ' ' && part.back() != '.' &&
                            part.back() != ' ');
                    QVERIFY(part.find_first_of("\\/:*?\"<>|") == std::string_view::npos);
                    const auto stem = toLowerAscii(part.substr(0, part.find('.')));
                    QVERIFY(stem != "con" && stem != "nul" && stem != "com1");
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestExportsNames)
#include "tst_exports_names.moc"
