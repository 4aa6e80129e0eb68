#include "app/desktop/exports/export_choice.h"

#include "app/desktop/adapters/style_words.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace headroom::desktop {

namespace {

/// Whether something is in a list of which none means all.
template <class Value>
class Wanted {
public:
    explicit Wanted(const std::vector<Value>& values)
        : values_(values.begin(), values.end()) {}
    bool has(const Value& value) const { return values_.empty() || values_.contains(value); }

private:
    std::unordered_set<Value> values_;
};

struct Person {
    std::string name;
    std::string key; ///< for sorting: the same order as on the Members page
};

std::unordered_map<MemberId, Person> peopleOf(const client::TeamView& view) {
    std::unordered_map<MemberId, Person> people;
    for (const client::ShownMember& member : *view.team().members) {
        const sync::MemberRow& row = member.row();
        people.emplace(row.id, Person{row.name.empty() ? row.email.substr(0, row.email.find('@')) : row.name,
                                      member.member->searchKey});
    }
    return people;
}

class StyleNames {
public:
    const std::string& of(const std::string& style) {
        const auto known = names_.find(style);
        if (known != names_.end()) return known->second;
        return names_.emplace(style, styleName(style).toStdString()).first->second;
    }

private:
    std::unordered_map<std::string, std::string> names_;
};

} // namespace

std::vector<exports::ExportItem> exportItems(const client::TeamView& view, const ExportChoice& choice) {
    const Wanted<HeadshotId> headshots(choice.headshots);
    const Wanted<MemberId> members(choice.members);
    const Wanted<std::string> styles(choice.styles);
    const auto people = peopleOf(view);
    const Person nobody;
    struct Chosen {
        const sync::HeadshotRow* row;
        const Person* person;
    };
    std::vector<Chosen> chosen;
    for (const client::ShownHeadshot& headshot : *view.team().headshots) {
        const sync::HeadshotRow& row = *headshot.row;
        if (row.state != sync::HeadshotState::Completed || row.sha256.empty()) continue;
        if (choice.favourites == Favourites::Only && !row.favourite) continue;
        if (!headshots.has(row.id) || !members.has(row.memberId) || !styles.has(row.style)) continue;
        const auto person = people.find(row.memberId);
        chosen.push_back({&row, person == people.end() ? &nobody : &person->second});
    }
    std::ranges::sort(chosen, [](const Chosen& a, const Chosen& b) {
        return std::tie(a.person->key, a.row->memberId, a.row->createdAt, a.row->ordinal, a.row->id) <
               std::tie(b.person->key, b.row->memberId, b.row->createdAt, b.row->ordinal, b.row->id);
    });
    StyleNames names;
    std::vector<exports::ExportItem> items;
    items.reserve(chosen.size());
    for (const Chosen& one : chosen)
        items.push_back({one.row->id, one.row->sha256, one.row->sizeBytes.value_or(0), one.person->name,
                         names.of(one.row->style), one.row->name,
                         one.row->completedAt.value_or(one.row->createdAt)});
    return items;
}

} // namespace headroom::desktop
