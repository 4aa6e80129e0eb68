#pragma once

#include "ui/people/member_source.h"

#include <QObject>

#include <vector>

namespace headroom::ui::gallery {

/// A made-up team in memory. The only member data of the gallery; changes go through change().
class SamplePeople : public QObject {
    Q_OBJECT
public:
    explicit SamplePeople(int count, QObject* parent = nullptr);

    const std::vector<MemberRow>& rows() const { return rows_; }
    MemberRow* find(const MemberId& id);
    /// Call after changing a row in place.
    void touched();
    void add(MemberRow row);
    void remove(const MemberId& id);

    std::unique_ptr<MemberSource> open();

Q_SIGNALS:
    void changed();

private:
    std::vector<MemberRow> rows_;
};

} // namespace headroom::ui::gallery
