// Headshots as files.
#include "tests/tour/tour.h"

#include <QDirIterator>
#include <QFile>
#include <QImageReader>

namespace headroom::tour {

namespace {

QStringList picturesIn(const QString& folder) {
    QStringList found;
    QDirIterator walk(folder,
                      {QStringLiteral("*.jpg"), QStringLiteral("*.jpeg"), QStringLiteral("*.webp"),
                       QStringLiteral("*.png")},
                      QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
        found << walk.next();
    found.sort();
    return found;
}

/// A picture of that size that says how it was made, as exported files must even when all else is left out.
void checkPicture(const QString& path, QSize size) {
    QImageReader reader(path);
    const QImage picture = reader.read();
    expect(picture.size() == size,
           QStringLiteral("%1 with %2 x %3 pixels").arg(path).arg(size.width()).arg(size.height()),
           picture.isNull() ? reader.errorString()
                            : QStringLiteral("%1 x %2").arg(picture.width()).arg(picture.height()));
    QFile file(path);
    expect(file.open(QIODevice::ReadOnly), path, file.errorString());
    const QByteArray bytes = file.readAll();
    expect(bytes.contains("http://cv.iptc.org/newscodes/digitalsourcetype/"),
           QStringLiteral("provenance in ") + path);
}

} // namespace

void Tour::exportChosen() {
    const QString folder = options_.out + QStringLiteral("/headshots");
    if (!person_.glance({{}, QStringLiteral("3 selected")})) chooseThree();
    person_.click({QStringLiteral("push button"), QStringLiteral("Export…")});
    person_.see({QStringLiteral("filler"), QStringLiteral("Exports")});
    person_.see({QStringLiteral("label"), QStringLiteral("3 chosen headshots")});
    person_.tick({QStringLiteral("check box"), QStringLiteral("Portrait, *")});
    person_.fill({QStringLiteral("text"), QStringLiteral("Folder")}, folder);
    person_.see({QStringLiteral("label"), QStringLiteral("6 files, *")});
    shoot(QStringLiteral("21-export-options-light"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Export")});
    person_.see({{}, QStringLiteral("6 files written")});
    shoot(QStringLiteral("22-export-done-light"));
    const QStringList files = picturesIn(folder);
    expect(files.size() == 6, QStringLiteral("6 files in ") + folder, files.join(QStringLiteral(", ")));
    int whole = 0;
    for (const QString& file : files) {
        const QSize size = QImageReader(file).size();
        // Its own size is that of the studio, or of what another generator made.
        const bool isWhole = size.width() >= 1024 && size.width() * 5 == size.height() * 4;
        whole += isWhole;
        checkPicture(file, isWhole ? size : QSize(800, 1000));
    }
    expect(whole == 3, QStringLiteral("three files in their own size"), QString::number(whole));
    report_.note(QStringLiteral("6 files, in their own size and in 800 x 1000, each with its provenance"));
}

int Tour::exported(const QString& folder) const {
    return int(picturesIn(options_.out + folder).size());
}

void Tour::exportAll() {
    const QString folder = options_.out + QStringLiteral("/headshots/team");
    showPage(QStringLiteral("Headshots"));
    person_.click({QStringLiteral("push button"), QStringLiteral("Export all")});
    person_.see({QStringLiteral("label"), QStringLiteral("All 12 finished headshots of the team")});
    person_.untick({QStringLiteral("check box"), QStringLiteral("Original")});
    person_.untick({QStringLiteral("check box"), QStringLiteral("Portrait, *")});
    person_.tick({QStringLiteral("check box"), QStringLiteral("Square, *")});
    person_.tick({QStringLiteral("check box"), QStringLiteral("A folder for each member")});
    person_.fill({QStringLiteral("text"), QStringLiteral("Folder")}, folder);
    person_.see({QStringLiteral("label"), QStringLiteral("12 files, *")});
    person_.click({QStringLiteral("push button"), QStringLiteral("Export")});
    person_.see({{}, QStringLiteral("12 files written")});
    const QStringList files = picturesIn(folder);
    expect(files.size() == 12, QStringLiteral("12 files in ") + folder, files.join(QStringLiteral(", ")));
    for (const QString& file : files)
        checkPicture(file, QSize(400, 400));
    const QStringList folders = QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    expect(folders.size() == 4, QStringLiteral("a folder for each of four members"),
           folders.join(QStringLiteral(", ")));
    report_.note(QStringLiteral("12 squares in the folders ") + folders.join(QStringLiteral(", ")));
    report_.figure(QStringLiteral("files exported"),
                   picturesIn(options_.out + QStringLiteral("/headshots")).size());
}

} // namespace headroom::tour
