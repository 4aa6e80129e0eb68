#include "app/desktop/adapters/activity_list.h"

#include "app/desktop/adapters/csv.h"
#include "app/desktop/adapters/values.h"
#include "core/client/search_key.h"

#include <algorithm>

namespace headroom::desktop {

int ActivityList::rowOf(const QString& key) const {
    if (positions_.isEmpty())
        for (int row = 0; row < count(); ++row)
            positions_.insert(keyAt(row), row);
    return positions_.value(key, -1);
}

void ActivityList::setText(const QString& text) {
    QStringList words =
        shown(client::searchKey(text.toStdString())).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == words_) return;
    reload([&] { words_ = std::move(words); });
}

std::vector<std::size_t> ActivityList::select() const {
    std::vector<std::size_t> selected;
    for (std::size_t index = 0; index < entries(); ++index) {
        if (searching()) {
            const ui::activity::ActivityRow row = entry(index);
            const QString line = row.title + QLatin1Char(' ') + row.detail + QLatin1Char(' ') + row.status;
            const QString key = shown(client::searchKey(line.toStdString()));
            if (!std::ranges::all_of(words_, [&](const QString& word) { return key.contains(word); }))
                continue;
        }
        selected.push_back(index);
    }
    return selected;
}

void ActivityList::reload(const std::function<void()>& change) {
    Q_EMIT rowsAboutToChange(ui::RowsChange::Set);
    change();
    shown_ = select();
    positions_.clear();
    Q_EMIT rowsChanged(ui::RowsChange::Set);
}

QByteArray ActivityList::csv() const {
    QByteArray table = csvLine(csvHeading());
    for (const std::size_t index : shown_)
        for (const QStringList& record : csvRecords(index))
            table += csvLine(record);
    return table;
}

} // namespace headroom::desktop
