#include "app/desktop/adapters/usage_export.h"

#include <QApplication>
#include <QDate>
#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>

namespace headroom::desktop {

QByteArray usageTable(const std::vector<client::DayUse>& days) {
    QByteArray table = "date,purchased,used,refunded\r\n";
    for (const client::DayUse& day : days)
        table += QDate(1970, 1, 1).addDays(day.day).toString(Qt::ISODate).toLatin1() + ',' +
                 QByteArray::number(static_cast<qint64>(day.purchased)) + ',' +
                 QByteArray::number(static_cast<qint64>(day.spent)) + ',' +
                 QByteArray::number(static_cast<qint64>(day.refunded)) + "\r\n";
    return table;
}

void exportUsageTable(const std::vector<client::DayUse>& days) {
    QWidget* window = QApplication::activeWindow();
    const QString path = QFileDialog::getSaveFileName(
        window, QApplication::translate("headroom::desktop", "Export usage"), QStringLiteral("usage.csv"),
        QApplication::translate("headroom::desktop", "Tables (*.csv)"));
    if (path.isEmpty()) return;
    QSaveFile file(path);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(usageTable(days)) >= 0 && file.commit();
    if (!written)
        QMessageBox::warning(window, QApplication::translate("headroom::desktop", "Not exported"),
                             file.errorString());
}

} // namespace headroom::desktop
