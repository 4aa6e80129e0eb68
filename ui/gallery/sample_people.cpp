#include "ui/gallery/sample_people.h"

#include <QHash>
#include <QRandomGenerator>

#include <algorithm>

namespace headroom::ui::gallery {
namespace {

constexpr quint32 seed = 20261122;

class SampleMemberSource final : public MemberSource {
public:
    explicit SampleMemberSource(SamplePeople& people)
        : people_(people) {
        rebuild();
        connect(&people_, &SamplePeople::changed, this, [this] { apply(RowsChange::Set); });
    }

    int count() const override { return int(order_.size()); }
    QString keyAt(int row) const override { return keys_[order_[std::size_t(row)]]; }
    int rowOf(const QString& key) const override { return position_.value(key, -1); }
    MemberRow rowAt(int row) const override { return people_.rows()[order_[std::size_t(row)]]; }
    MemberQuery query() const override { return query_; }

    void setQuery(const MemberQuery& query) override {
        if (query == query_) return;
        const bool sameSet = query.text == query_.text && query.role == query_.role;
        query_ = query;
        apply(sameSet ? RowsChange::Order : RowsChange::Set);
    }

private:
    void apply(RowsChange change) {
        Q_EMIT rowsAboutToChange(change);
        rebuild();
        Q_EMIT rowsChanged(change);
    }

    void rebuild() {
        const auto& rows = people_.rows();
        order_.clear();
        keys_.clear();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            keys_.push_back(memberKey(rows[i].id));
            const bool text = query_.text.isEmpty() ||
                              rows[i].name.contains(query_.text, Qt::CaseInsensitive) ||
                              rows[i].email.contains(query_.text, Qt::CaseInsensitive);
            if (text && (!query_.role || rows[i].role == *query_.role)) order_.push_back(i);
        }
        const auto less = [&](std::size_t a, std::size_t b) { return before(rows[a], rows[b]); };
        std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
            return query_.order == Qt::AscendingOrder ? less(a, b) : less(b, a);
        });
        position_.clear();
        for (std::size_t row = 0; row < order_.size(); ++row)
            position_.insert(keys_[order_[row]], int(row));
    }

    bool before(const MemberRow& a, const MemberRow& b) const {
        switch (query_.sort) {
        case MemberSort::Name:
            return a.name < b.name;
        case MemberSort::Role:
            return a.role < b.role;
        case MemberSort::Allocated:
            return a.allocated < b.allocated;
        case MemberSort::Used:
            return a.used < b.used;
        case MemberSort::Available:
            return a.available < b.available;
        case MemberSort::LastActive:
            return a.lastActive < b.lastActive;
        case MemberSort::State:
            return a.state < b.state;
        }
        return false;
    }

    SamplePeople& people_;
    MemberQuery query_;
    std::vector<std::size_t> order_;
    std::vector<QString> keys_;
    QHash<QString, int> position_;
};

} // namespace

SamplePeople::SamplePeople(int count, QObject* parent)
    : QObject(parent) {
    const QStringList first{"Elena", "Hiro",  "Dmitri", "Priya", "Grace", "Noor",  "Sven",  "Rosa",
                            "Amara", "Lucas", "Mei",    "Omar",  "Ines",  "Tariq", "Freya", "Jonas"};
    const QStringList last{"Weber",    "Ivanova", "Duarte",  "Nakamura",  "Abara",  "Kowalski",
                           "Bianchi",  "Tanaka",  "Okafor",  "Lindqvist", "Moreau", "Haddad",
                           "Castillo", "Novak",   "Fischer", "Osei"};
    QRandomGenerator random(seed);
    const QDateTime now = QDateTime::currentDateTime();
    for (int i = 0; i < count; ++i) {
        MemberRow row;
        row.id = MemberId::trusted(
            QStringLiteral("00000000-0000-4000-8000-%1").arg(i, 12, 16, QLatin1Char('0')).toStdString());
        row.name = first[(i * 7) % first.size()] + QLatin1Char(' ') + last[(i * 5 + i / 16) % last.size()];
        row.email = QString(row.name).toLower().replace(QLatin1Char(' '), QLatin1Char('.')) +
                    QStringLiteral("@northwind.design");
        row.role = i == 0 ? MemberRole::Owner : i % 37 == 4 ? MemberRole::Admin : MemberRole::Member;
        row.state = i % 29 == 11   ? MemberState::Invited
                    : i % 53 == 20 ? MemberState::Suspended
                                   : MemberState::Active;
        if (row.state == MemberState::Active) {
            row.allocated = random.bounded(4, 40);
            row.used = std::min<qint64>(row.allocated, random.bounded(0, 36));
            row.held = std::min<qint64>(row.allocated - row.used, i % 9 == 0 ? 4 : 0);
            row.lastActive = now.addSecs(-qint64(random.bounded(60, 20 * 24 * 3600)));
        }
        row.available = row.allocated - row.used - row.held;
        rows_.push_back(row);
    }
}

MemberRow* SamplePeople::find(const MemberId& id) {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const MemberRow& row) { return row.id == id; });
    return found == rows_.end() ? nullptr : &*found;
}

void SamplePeople::touched() {
    Q_EMIT changed();
}

void SamplePeople::add(MemberRow row) {
    rows_.push_back(std::move(row));
    Q_EMIT changed();
}

void SamplePeople::remove(const MemberId& id) {
    std::erase_if(rows_, [&](const MemberRow& row) { return row.id == id; });
    Q_EMIT changed();
}

std::unique_ptr<MemberSource> SamplePeople::open() {
    return std::make_unique<SampleMemberSource>(*this);
}

} // namespace headroom::ui::gallery
