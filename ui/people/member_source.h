#pragma once

#include "ui/people/member_values.h"
#include "ui/rows/row_source.h"

namespace headroom::ui {

/// The members of the team as one list with its own query; each view that filters or sorts opens its own.
/// Keys are member ids. Made for 100,000 members: ids in memory, rows by page.
class MemberSource : public RowSource {
    Q_OBJECT
public:
    using RowSource::RowSource;

    virtual MemberRow rowAt(int row) const = 0;
    virtual MemberQuery query() const = 0;
    /// Applies now or soon; rowsChanged() says when. A change of order alone is announced as such.
    virtual void setQuery(const MemberQuery& query) = 0;
};

} // namespace headroom::ui
