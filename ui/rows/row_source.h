#pragma once

#include <QObject>
#include <QString>

namespace headroom::ui {

/// How a list changed as a whole.
enum class RowsChange {
    Order, ///< the same rows in another order
    Set,   ///< other rows, or unknown
};

/// A list of rows that lives elsewhere (in the desktop: ids in memory, rows by page from the local cache), as
/// views need it. Rows have stable keys; everything is called and emitted on the GUI thread. Reading a row
/// must be cheap (a page cache); count() and keyAt() must not touch a disk.
class RowSource : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual int count() const = 0;
    virtual QString keyAt(int row) const = 0;
    /// -1 when no row has the key.
    virtual int rowOf(const QString& key) const = 0;
    /// There are more rows than count() says; loadMore() brings the next ones, now or later.
    virtual bool hasMore() const { return false; }
    virtual void loadMore() {}

Q_SIGNALS:
    /// Around every change of order or set; count() and keyAt() answer for the old rows until rowsChanged().
    void rowsAboutToChange(headroom::ui::RowsChange change);
    void rowsChanged(headroom::ui::RowsChange change);
    /// Values of these rows changed in place.
    void rowsUpdated(int first, int last);
};

} // namespace headroom::ui
