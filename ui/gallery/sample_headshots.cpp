#include "ui/gallery/sample_headshots.h"

#include "ui/gallery/sample_portraits.h"
#include "ui/theme/paint.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace headroom::ui::gallery {
using namespace headshots;
namespace {

QString keyOf(const HeadshotRow& row) {
    return QString::fromStdString(row.id.text());
}

class SampleHeadshotSource final : public HeadshotSource {
public:
    explicit SampleHeadshotSource(SampleHeadshots& shots)
        : shots_(shots) {
        rebuild();
        connect(&shots_, &HeadshotsSource::changed, this, [this] { apply(RowsChange::Set); });
        connect(&shots_, &SampleHeadshots::rowChanged, this, [this](int index) {
            const int row = rowOf(keyOf(shots_.rows()[std::size_t(index)]));
            if (row >= 0) Q_EMIT rowsUpdated(row, row);
        });
    }

    int count() const override { return int(order_.size()); }
    QString keyAt(int row) const override { return keys_[std::size_t(row)]; }
    int rowOf(const QString& key) const override { return position_.value(key, -1); }
    HeadshotRow rowAt(int row) const override { return shots_.rows()[order_[std::size_t(row)]]; }
    HeadshotQuery query() const override { return query_; }
    void setQuery(const HeadshotQuery& query) override {
        if (query == query_) return;
        query_ = query;
        apply(RowsChange::Set);
    }

private:
    void apply(RowsChange change) {
        Q_EMIT rowsAboutToChange(change);
        rebuild();
        Q_EMIT rowsChanged(change);
    }

    bool matches(const HeadshotRow& row) const {
        const bool finished = row.state == HeadshotState::Completed;
        if (query_.onlyFavourites && !row.favourite) return false;
        if (query_.onlyFresh && !row.fresh) return false;
        if (query_.onlyUnfinished && finished) return false;
        if (!query_.style.isEmpty() && row.style != query_.style) return false;
        if (query_.member && row.member != *query_.member) return false;
        return query_.text.isEmpty() || row.memberName.contains(query_.text, Qt::CaseInsensitive) ||
               row.style.contains(query_.text, Qt::CaseInsensitive);
    }

    void rebuild() {
        order_.clear();
        keys_.clear();
        position_.clear();
        const auto& rows = shots_.rows();
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (matches(rows[i])) order_.push_back(i);
        std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
            switch (query_.sort) {
            case HeadshotSort::NewestFirst:
                return rows[a].madeAt > rows[b].madeAt;
            case HeadshotSort::Member:
                return rows[a].memberName < rows[b].memberName;
            case HeadshotSort::Style:
                return rows[a].style < rows[b].style;
            }
            return false;
        });
        for (std::size_t row = 0; row < order_.size(); ++row) {
            keys_.push_back(keyOf(rows[order_[row]]));
            position_.insert(keys_.back(), int(row));
        }
    }

    SampleHeadshots& shots_;
    HeadshotQuery query_;
    std::vector<std::size_t> order_;
    std::vector<QString> keys_;
    QHash<QString, int> position_;
};

} // namespace

SampleHeadshots::SampleHeadshots(SamplePeople& people, int count, QObject* parent)
    : HeadshotsSource(parent) {
    const QStringList styles{"Studio grey", "City office", "Garden light", "Warm loft"};
    const QDateTime now = QDateTime::currentDateTime();
    for (int i = 0; i < count; ++i) {
        const MemberRow& person = people.rows()[std::size_t(i / 4) % people.rows().size()];
        HeadshotRow row;
        row.id = HeadshotId::trusted(
            QStringLiteral("20000000-0000-4000-8000-%1").arg(i, 12, 16, QLatin1Char('0')).toStdString());
        row.member = person.id;
        row.memberName = person.name;
        row.style = styles[i % 4];
        row.madeAt = now.addSecs(-i * 600);
        row.favourite = i % 11 == 2;
        row.fresh = i > 3 && i < 8;
        if (i == 0) row.state = HeadshotState::Queued;
        if (i == 1) {
            row.state = HeadshotState::Rendering;
            row.progress = 0.6;
        }
        if (i == 3) {
            row.state = HeadshotState::Failed;
            row.error = ErrorCode::GeneratorFailed;
        }
        if (row.state == HeadshotState::Completed) {
            row.madeBy = i % 3 == 0 ? QStringLiteral("replicate") : QStringLiteral("studio");
            row.likenessChecked = i % 3 == 0;
        }
        rows_.push_back(row);
    }
}

Overview SampleHeadshots::overview() const {
    Overview result;
    result.total = int(rows_.size());
    QSet<MemberId> members;
    for (const HeadshotRow& row : rows_) {
        members.insert(row.member);
        result.unfinished += row.state != HeadshotState::Completed;
        if (!result.styles.contains(row.style)) result.styles << row.style;
    }
    result.styles.sort();
    result.members = int(members.size());
    return result;
}

std::unique_ptr<HeadshotSource> SampleHeadshots::openHeadshots() {
    return std::make_unique<SampleHeadshotSource>(*this);
}

void SampleHeadshots::loadPicture(const QString& key, std::function<void(Result<QImage>)> reply) {
    if (indexOf(key) < 0) return reply(fail(ErrorCode::NotFound));
    reply(drawPortrait(int(stableHash(key) % 1000), QSize(960, 1200)));
}

int SampleHeadshots::indexOf(const QString& key) const {
    for (std::size_t i = 0; i < rows_.size(); ++i)
        if (keyOf(rows_[i]) == key) return int(i);
    return -1;
}

void SampleHeadshots::setFavourite(const QStringList& keys, Favourite favourite, Done done) {
    for (const QString& key : keys) {
        const int index = indexOf(key);
        if (index < 0) return done(fail(ErrorCode::NotFound));
        rows_[std::size_t(index)].favourite = favourite == Favourite::Yes;
        Q_EMIT rowChanged(index);
    }
    done({});
}

void SampleHeadshots::remove(const QStringList& keys, Done done) {
    const QSet<QString> gone(keys.begin(), keys.end());
    for (const HeadshotRow& row : rows_)
        if (gone.contains(keyOf(row))) removed_.push_back(row);
    std::erase_if(rows_, [&](const HeadshotRow& row) { return gone.contains(keyOf(row)); });
    done({});
    Q_EMIT changed();
}

void SampleHeadshots::restore(const QStringList& keys, Done done) {
    for (const HeadshotRow& row : removed_)
        if (keys.contains(keyOf(row))) rows_.push_back(row);
    std::erase_if(removed_, [&](const HeadshotRow& row) { return keys.contains(keyOf(row)); });
    done({});
    Q_EMIT changed();
}

void SampleHeadshots::rename(const QString& key, const QString& name, Done done) {
    const int index = indexOf(key);
    if (index < 0) return done(fail(ErrorCode::NotFound));
    rows_[std::size_t(index)].name = name;
    Q_EMIT rowChanged(index);
    done({});
}

void SampleHeadshots::prepareFiles(const QStringList&, std::function<void(Result<QStringList>)> reply) {
    reply(fail(ErrorCode::Offline, "samples are not files"));
}

void SampleHeadshots::retry(const QStringList& keys, Done done) {
    for (const QString& key : keys) {
        const int index = indexOf(key);
        if (index < 0) continue;
        rows_[std::size_t(index)].state = HeadshotState::Queued;
        Q_EMIT rowChanged(index);
    }
    done({});
}

void SampleHeadshots::markSeen(const QString& key) {
    const int index = indexOf(key);
    if (index < 0) return;
    rows_[std::size_t(index)].fresh = false;
    Q_EMIT rowChanged(index);
}

} // namespace headroom::ui::gallery
