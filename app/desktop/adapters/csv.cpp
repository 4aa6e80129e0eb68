#include "app/desktop/adapters/csv.h"

#include "core/client/worker.h"

#include <QSaveFile>
#include <QThreadPool>

namespace headroom::desktop {

namespace {

bool looksLikeFormula(const QString& cell) {
    if (cell.isEmpty()) return false;
    bool number = false;
    static_cast<void>(cell.toLongLong(&number));
    return !number && QStringLiteral("=+-@\t\r").contains(cell.front());
}

QString encoded(const QString& cell) {
    QString text = looksLikeFormula(cell) ? QLatin1Char('\'') + cell : cell;
    const bool quoted = text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
                        text.contains(QLatin1Char('\n')) || text.contains(QLatin1Char('\r'));
    if (!quoted) return text;
    text.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

Result<void> written(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) return {};
    return fail(ErrorCode::FileAccess, file.errorString().toStdString());
}

} // namespace

QByteArray csvLine(const QStringList& cells) {
    QStringList line;
    for (const QString& cell : cells)
        line << encoded(cell);
    return line.join(QLatin1Char(',')).toUtf8() + "\r\n";
}

void writeFile(const QString& path, QByteArray bytes, QObject* context,
               std::function<void(Result<void>)> done) {
    auto postbox = std::make_shared<client::Postbox>(context);
    QThreadPool::globalInstance()->start([path, bytes = std::move(bytes), postbox, done = std::move(done)] {
        postbox->deliver([done, result = written(path, bytes)] { done(result); });
    });
}

} // namespace headroom::desktop
