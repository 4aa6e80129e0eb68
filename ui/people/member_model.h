#pragma once

#include "ui/people/member_source.h"
#include "ui/rows/row_model.h"

#include <QMap>

#include <memory>

namespace headroom::ui {

/// What the tables of members have in common: they own their list of members, filter it by words and role,
/// and sort it in the source.
class MemberModel : public RowModel {
    Q_OBJECT
public:
    ~MemberModel() override;

    MemberRow member(int row) const { return source_->rowAt(row); }
    const MemberSource& source() const { return *source_; }
    void setText(const QString& text);
    void setRole(std::optional<MemberRole> role);
    void sort(int column, Qt::SortOrder order) override;

protected:
    /// `orders` says by which order each column sorts; columns without one do not.
    MemberModel(std::unique_ptr<MemberSource> source, int columns, QMap<int, MemberSort> orders,
                QObject* parent);

private:
    MemberModel(MemberSource* source, int columns, QMap<int, MemberSort> orders, QObject* parent);

    std::unique_ptr<MemberSource> source_;
    QMap<int, MemberSort> orders_;
};

} // namespace headroom::ui
