// The rules of the house that a compiler does not check. Each failure names the file and says what to do.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

struct SourceFile {
    QString path; // from the root
    QStringList lines;
};

const QStringList rooms{QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app")};

QStringList readLines(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
}

QList<SourceFile> sources(const QStringList& folders) {
    const QString root = QStringLiteral(HEADROOM_SOURCE_DIR);
    QList<SourceFile> files;
    for (const QString& folder : folders) {
        QDirIterator walk(root + QLatin1Char('/') + folder, {QStringLiteral("*.cpp"), QStringLiteral("*.h")},
                          QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString path = walk.next();
            files.append({path.mid(root.size() + 1), readLines(path)});
        }
    }
    return files;
}

bool startsWithAny(const QString& text, const QStringList& beginnings) {
    for (const QString& beginning : beginnings)
        if (text.startsWith(beginning)) return true;
    return false;
}

/// Files that may be longer, each with its reason.
const QHash<QString, QString>& longFiles() {
    static const QHash<QString, QString> files{};
    return files;
}

/// Functions that may be longer, as "path:name", each with its reason.
const QHash<QString, QString>& longFunctions() {
    static const QHash<QString, QString> functions{
        {QStringLiteral("core/base/error.cpp:name"), QStringLiteral("one case a code, total by design")},
        {QStringLiteral("core/base/error.cpp:retry"), QStringLiteral("one case a code, total by design")},
        {QStringLiteral("ui/words/words.cpp:row"), QStringLiteral("one case a code, total by design")},
        {QStringLiteral("core/http/server/problem.cpp:httpStatus"), QStringLiteral("one case a code")},
        {QStringLiteral("core/http/server/response.cpp:reasonPhrase"), QStringLiteral("one case a status")},
    };
    return functions;
}

/// The only places that may include a third-party library's headers.
struct Owner {
    const char* include;
    QStringList places;
};

const QList<Owner>& owners() {
    static const QList<Owner> list{
        {"sqlite3.h", {QStringLiteral("core/database/sqlite/")}},
        {"libpq-fe.h", {QStringLiteral("core/database/postgres/")}},
        {"curl/", {QStringLiteral("core/http/client/"), QStringLiteral("core/mail/smtp")}},
        {"boost/", {QStringLiteral("core/http/server/")}},
        {"openssl/", {QStringLiteral("core/base/crypto.cpp")}},
        {"vips/", {QStringLiteral("core/images/")}},
        {"zip.h", {QStringLiteral("core/data_copy/zip/")}},
        {"opencv2/", {QStringLiteral("core/faces/"), QStringLiteral("core/studio/")}},
        {"onnxruntime_", {QStringLiteral("core/faces/onnx_runtime.cpp")}},
    };
    return list;
}

/// Which lower room may not know which higher one: the order of the list in the root CMakeLists.txt,
/// coarsely.
int storey(const QString& path) {
    if (path.startsWith(QLatin1String("core/base/"))) return 0;
    if (path.startsWith(QLatin1String("core/database/")) || path.startsWith(QLatin1String("core/http/")))
        return 1;
    if (path.startsWith(QLatin1String("core/client/"))) return 3;
    if (path.startsWith(QLatin1String("core/"))) return 2;
    if (path.startsWith(QLatin1String("ui/"))) return 4;
    return 5;
}

/// The code of a file in one text of the same length: what stands in comments, strings and characters is
/// blank.
QString codeOf(const SourceFile& file) {
    static const QRegularExpression aside(
        QLatin1String(R"(//[^\n]*|R\x22\(.*?\)\x22|\x22(?:\\.|[^\x22\\\n])*\x22|'(?:\\.|[^'\\\n])+')"),
        QRegularExpression::DotMatchesEverythingOption);
    QString text = file.lines.join(QLatin1Char('\n'));
    auto found = aside.globalMatch(text);
    while (found.hasNext()) {
        const auto match = found.next();
        for (qsizetype i = match.capturedStart(); i < match.capturedEnd(); ++i)
            if (text[i] != QLatin1Char('\n')) text[i] = QLatin1Char(' ');
    }
    return text;
}

/// Whether the '{' after this code begins a body rather than a value.
bool opensABody(const QString& before) {
    static const QRegularExpression body(
        QLatin1String(R"((\)|:|\b(else|do|const|noexcept|mutable|override|try)|->[^;{}()=]*)\s*$)"));
    return before.trimmed().isEmpty() || body.match(before.right(200)).hasMatch();
}

/// Whether what stands here has an element before it in the braces of a value: `{owner, HERE`.
bool followsAnElement(const QString& code, qsizetype here) {
    bool follows = false;
    int inner = 0;
    for (qsizetype i = here - 1; i >= 0; --i) {
        const QChar c = code[i];
        if (QStringLiteral(")]}").contains(c)) {
            ++inner;
        } else if (QStringLiteral("([{").contains(c)) {
            if (inner > 0)
                --inner;
            else if (c == QLatin1Char('{'))
                return follows && !opensABody(code.left(i));
        } else if (inner == 0) {
            if (c == QLatin1Char(';')) return false;
            if (c == QLatin1Char(',')) follows = true;
        }
    }
    return false;
}

/// The lines, from 1 on, in which TRY may leave the braces of a value that it has begun to make.
QList<qsizetype> triesAmongElements(const SourceFile& file) {
    static const QRegularExpression use(QLatin1String(R"(\bTRY\()"));
    const QString code = codeOf(file);
    QList<qsizetype> lines;
    auto found = use.globalMatch(code);
    while (found.hasNext()) {
        const qsizetype at = found.next().capturedStart();
        if (followsAnElement(code, at)) lines << code.left(at).count(QLatin1Char('\n')) + 1;
    }
    return lines;
}

} // namespace

class HouseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesStayShort() {
        for (const SourceFile& file : sources(rooms)) {
            if (longFiles().contains(file.path)) continue;
            QVERIFY2(file.lines.size() <= 601,
                     qPrintable(file.path + QStringLiteral(": over 600 lines; split it by concept")));
        }
    }

    void functionsStayShort() {
        // A body starts at a line that ends with '{' after ')' and ends at the '}' in the same column.
        static const QRegularExpression head(QLatin1String(
            R"(^( *)(?!.*\b(?:if|for|while|switch|catch|namespace|class|struct|enum)\b.*\{$).*\b(~?\w+)\(.*\{$)"));
        QStringList tooLong;
        for (const SourceFile& file : sources(rooms)) {
            for (qsizetype i = 0; i < file.lines.size(); ++i) {
                const auto match = head.match(file.lines[i]);
                if (!match.hasMatch() || match.captured(1).size() > 4) continue;
                qsizetype end = i + 1;
                // The last initialiser of a constructor opens its body four columns further in.
                const bool initialiser =
                    startsWithAny(file.lines[i].trimmed(), {QStringLiteral(", "), QStringLiteral(": ")});
                const QString closing = match.captured(1).mid(initialiser ? 4 : 0) + QLatin1Char('}');
                while (end < file.lines.size() && !file.lines[end].startsWith(closing))
                    ++end;
                const QString id = file.path + QLatin1Char(':') + match.captured(2);
                if (end - i - 1 > 70 && !longFunctions().contains(id))
                    tooLong << id + QStringLiteral(" has %1 lines").arg(end - i - 1);
            }
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(QLatin1String("\n"))));
    }

    void onlyTheOwnerOfALibraryIncludesIt() {
        for (const SourceFile& file : sources(rooms)) {
            for (const QString& line : file.lines) {
                if (!line.startsWith(QLatin1String("#include <"))) continue;
                for (const Owner& owner : owners())
                    if (line.startsWith(QStringLiteral("#include <") + QLatin1String(owner.include)))
                        QVERIFY2(startsWithAny(file.path, owner.places),
                                 qPrintable(file.path + QStringLiteral(" includes ") + line.mid(9)));
            }
        }
    }

    void coreKnowsNoQtExceptTheClient() {
        static const QRegularExpression qt(QLatin1String(R"(^#include <Q\w)"));
        static const QRegularExpression widgets(
            QLatin1String(R"(^#include <(QWidget|QPainter|QPixmap|QImage|QIcon))"));
        for (const SourceFile& file : sources(
                 {QStringLiteral("core"), QStringLiteral("app/endpoint"), QStringLiteral("app/sandbox")})) {
            const bool client = file.path.startsWith(QLatin1String("core/client/"));
            for (const QString& line : file.lines) {
                QVERIFY2(client || !qt.match(line).hasMatch(),
                         qPrintable(file.path + QStringLiteral(" knows Qt")));
                QVERIFY2(!widgets.match(line).hasMatch(),
                         qPrintable(file.path + QStringLiteral(" knows pictures on screen")));
            }
        }
    }

    void arrowsPointDownOnly() {
        static const QRegularExpression include(QLatin1String(R"(^#include \x22((?:core|ui|app)/[^\x22]+))"));
        for (const SourceFile& file : sources(rooms)) {
            for (const QString& line : file.lines) {
                const auto match = include.match(line);
                if (!match.hasMatch()) continue;
                QVERIFY2(storey(match.captured(1)) <= storey(file.path),
                         qPrintable(file.path + QStringLiteral(" looks up to ") + match.captured(1)));
            }
        }
    }

    void theUiKnowsNoSqlAndNoNetwork() {
        static const QRegularExpression forbidden(QLatin1String(
            R"(\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b|#include <Q?(Network|Sql|Tcp))"));
        for (const SourceFile& file : sources({QStringLiteral("ui")}))
            for (const QString& line : file.lines)
                QVERIFY2(!forbidden.match(line).hasMatch(),
                         qPrintable(file.path + QStringLiteral(": ") + line));
    }

    void tryInTheMidstOfAValueIsSeen() {
        const SourceFile file{
            QStringLiteral("example"),
            {QStringLiteral("Pair pair{TRY(first()), 2};"), QStringLiteral("Pair other{name, TRY(first())};"),
             QStringLiteral("list.push_back({name, use(3, TRY(first()))});"),
             QStringLiteral("use(name, TRY(first()));"),
             QStringLiteral("read([&](Session& s) -> Result<int, int> { return TRY(first()); });"),
             QStringLiteral("say(\"{a, TRY(b)\"); // {a, TRY(b)"),
             QStringLiteral("return Pair{.name = name,"),
             QStringLiteral("            .count = TRY(first())};"),
             QStringLiteral("if (a) { use(1, 2); TRY(first()); }"),
             QStringLiteral("found->second = {name, TRY(first())};")}};
        QCOMPARE(triesAmongElements(file), (QList<qsizetype>{2, 3, 8, 10}));
    }

    void noTryInTheMidstOfAValue() {
        QStringList found;
        for (const SourceFile& file : sources(rooms))
            for (const qsizetype line : triesAmongElements(file))
                found << QStringLiteral(
                             "%1:%2: take the value before the braces; GCC 12 never destroys the elements "
                             "made before a TRY that leaves")
                             .arg(file.path)
                             .arg(line);
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    }

    void theDialectStaysShort() {
        const QStringList lines = readLines(QStringLiteral(HEADROOM_SOURCE_DIR "/core/database/dialect.h"));
        const auto entries = lines.filter(QStringLiteral("std::string_view "));
        QVERIFY2(entries.size() <= 6,
                 "rewrite the SQL so that both engines take it, rather than widen the dialect");
    }
};

QTEST_APPLESS_MAIN(HouseTest)
#include "tst_house.moc"
