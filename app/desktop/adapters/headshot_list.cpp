#include "app/desktop/adapters/headshot_list.h"

#include "app/desktop/adapters/seen_headshots.h"
#include "app/desktop/adapters/style_words.h"
#include "app/desktop/adapters/values.h"
#include "core/client/search_key.h"

#include <algorithm>
#include <string_view>

namespace headroom::desktop {

namespace {

using ui::headshots::HeadshotQuery;
using ui::headshots::HeadshotRow;
using ui::headshots::HeadshotSort;
using ui::headshots::HeadshotState;
using Sort = client::HeadshotQuery::Sort;

Sort sortOf(HeadshotSort sort) {
    switch (sort) {
    case HeadshotSort::NewestFirst:
        return Sort::Newest;
    case HeadshotSort::Member:
        return Sort::Member;
    case HeadshotSort::Style:
        return Sort::Style;
    }
    __builtin_unreachable();
}

HeadshotState stateOf(sync::HeadshotState state) {
    switch (state) {
    case sync::HeadshotState::Queued:
        return HeadshotState::Queued;
    case sync::HeadshotState::Running:
        return HeadshotState::Rendering;
    case sync::HeadshotState::Completed:
        return HeadshotState::Completed;
    case sync::HeadshotState::Failed:
    case sync::HeadshotState::Deleted: // in no list
        return HeadshotState::Failed;
    }
    __builtin_unreachable();
}

/// The page searches by member and style as it shows them; the view knows only ids of styles.
class TextFilter {
public:
    TextFilter(const client::TeamView& view, const QString& text)
        : words_(shown(client::searchKey(text.toStdString())).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (words_.empty()) return;
        for (const client::ShownMember& member : *view.team().members)
            members_.emplace(member.row().id, shown(member.member->searchKey));
    }

    bool matches(const sync::HeadshotRow& row) {
        if (words_.empty()) return true;
        const auto member = members_.find(row.memberId);
        QString key = styleKey(row.style);
        if (member != members_.end()) key += QLatin1Char(' ') + member->second;
        if (!row.name.empty()) key += QLatin1Char(' ') + shown(client::searchKey(row.name));
        return std::ranges::all_of(words_, [&](const QString& word) { return key.contains(word); });
    }

private:
    const QString& styleKey(const std::string& style) {
        const auto known = styles_.find(style);
        if (known != styles_.end()) return known->second;
        const QString key = shown(client::searchKey(styleName(style).toStdString()));
        return styles_.emplace(style, key).first->second;
    }

    QStringList words_;
    std::unordered_map<MemberId, QString> members_;
    std::unordered_map<std::string, QString> styles_;
};

/// The chips of the page carry names of styles; each id is translated once.
class StyleFilter {
public:
    explicit StyleFilter(QString name)
        : name_(std::move(name)) {}

    bool matches(const std::string& style) {
        if (name_.isEmpty()) return true;
        const auto known = verdicts_.find(style);
        if (known != verdicts_.end()) return known->second;
        return verdicts_.emplace(style, styleName(style) == name_).first->second;
    }

private:
    QString name_;
    std::unordered_map<std::string, bool> verdicts_;
};

/// The same query but for the order.
bool sameSet(HeadshotQuery a, const HeadshotQuery& b) {
    a.sort = b.sort;
    return a == b;
}

} // namespace

HeadshotList::HeadshotList(client::TeamView& view, const SeenHeadshots& seen, QObject* parent)
    : HeadshotSource(parent)
    , view_(view)
    , seen_(seen)
    , rows_(select()) {
    connect(&view_, &client::TeamView::changed, this, &HeadshotList::viewChanged);
    connect(&seen_, &SeenHeadshots::marked, this, &HeadshotList::seen);
}

const client::ShownHeadshot& HeadshotList::at(int row) const {
    return rows_.headshots.at(rows_.order[static_cast<std::size_t>(row)]);
}

QString HeadshotList::keyAt(int row) const {
    return shown(at(row).row->id.text());
}

int HeadshotList::rowOf(const QString& key) const {
    if (positions_.isEmpty())
        for (int row = 0; row < count(); ++row)
            positions_.insert(keyAt(row), row);
    return positions_.value(key, -1);
}

HeadshotRow HeadshotList::rowAt(int row) const {
    const client::ShownHeadshot& headshot = at(row);
    const sync::HeadshotRow& from = *headshot.row;
    HeadshotRow result;
    result.id = from.id;
    result.member = from.memberId;
    const auto name = names_.find(from.memberId);
    result.memberName =
        name != names_.end()
            ? name->second
            : names_.emplace(from.memberId, shown(view_.memberName(from.memberId))).first->second;
    result.style = styleName(from.style);
    result.name = shown(from.name);
    result.state = stateOf(from.state);
    result.favourite = from.favourite;
    result.fresh = seen_.isFresh(from);
    result.pending = headshot.pending;
    result.madeAt = shown(from.completedAt.value_or(from.createdAt));
    result.madeBy = shown(from.generator);
    result.likenessChecked = from.likenessChecked;
    if (result.state == HeadshotState::Failed)
        result.error = errorCodeFromName(from.failure).value_or(ErrorCode::GeneratorFailed);
    return result;
}

void HeadshotList::setQuery(const HeadshotQuery& query) {
    if (query == query_) return;
    const ui::RowsChange change = sameSet(query, query_) ? ui::RowsChange::Order : ui::RowsChange::Set;
    query_ = query;
    take(select(), change);
}

HeadshotList::Rows HeadshotList::select() const {
    client::HeadshotQuery wanted;
    wanted.member = query_.member;
    wanted.favouritesOnly = query_.onlyFavourites;
    wanted.sort = sortOf(query_.sort);
    Rows rows{view_.headshots(wanted), {}};
    TextFilter text(view_, query_.text);
    StyleFilter style(query_.style);
    rows.order.reserve(rows.headshots.size());
    for (std::size_t i = 0; i < rows.headshots.size(); ++i) {
        const sync::HeadshotRow& row = *rows.headshots.at(i).row;
        if (query_.onlyUnfinished && row.state == sync::HeadshotState::Completed) continue;
        if (query_.onlyFresh && !seen_.isFresh(row)) continue;
        if (style.matches(row.style) && text.matches(row))
            rows.order.push_back(static_cast<std::uint32_t>(i));
    }
    return rows;
}

void HeadshotList::take(Rows rows, ui::RowsChange change) {
    Q_EMIT rowsAboutToChange(change);
    rows_ = std::move(rows);
    positions_.clear();
    Q_EMIT rowsChanged(change);
}

void HeadshotList::viewChanged(client::Part parts) {
    const bool namesChanged = has(parts, client::Part::Members);
    if (!namesChanged && !has(parts, client::Part::Headshots)) return;
    if (namesChanged) names_.clear();
    update(select(), namesChanged);
}

void HeadshotList::update(Rows rows, bool namesChanged) {
    if (rows.order.size() != rows_.order.size()) return take(std::move(rows), ui::RowsChange::Set);
    int first = namesChanged && count() > 0 ? 0 : -1;
    int last = namesChanged ? count() - 1 : -1;
    for (int i = 0; i < count(); ++i) {
        const client::ShownHeadshot& before = at(i);
        const client::ShownHeadshot& after = rows.headshots.at(rows.order[static_cast<std::size_t>(i)]);
        if (before.row == after.row && before.pending == after.pending) continue;
        if (before.row->id != after.row->id) return take(std::move(rows), ui::RowsChange::Set);
        if (first < 0) first = i;
        last = std::max(last, i);
    }
    // Progress and hearts change one row here and there: views keep their place then.
    rows_ = std::move(rows);
    if (first >= 0) Q_EMIT rowsUpdated(first, last);
}

void HeadshotList::seen(const QString& key) {
    // With the filter for new ones it stays in the list until the next change: the viewer stands on it.
    const int row = rowOf(key);
    if (row >= 0) Q_EMIT rowsUpdated(row, row);
}

} // namespace headroom::desktop
