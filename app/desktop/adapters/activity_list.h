#pragma once

#include "ui/activity/activity_source.h"

#include <QHash>

#include <vector>

namespace headroom::desktop {

/// A list of the Activity page: entries that a subclass holds, newest first, those of them shown that have
/// the words that are searched. GUI thread.
class ActivityList : public ui::activity::ActivityRows {
    Q_OBJECT

public:
    using ActivityRows::ActivityRows;

    int count() const override { return static_cast<int>(shown_.size()); }
    QString keyAt(int row) const override { return keyOf(shown_[static_cast<std::size_t>(row)]); }
    int rowOf(const QString& key) const override;
    ui::activity::ActivityRow rowAt(int row) const override {
        return entry(shown_[static_cast<std::size_t>(row)]);
    }
    void setText(const QString& text) override;

    /// Heading and a record for every row that is shown, as CSV in UTF-8.
    QByteArray csv() const;

protected:
    virtual std::size_t entries() const = 0;
    virtual QString keyOf(std::size_t index) const = 0;
    virtual ui::activity::ActivityRow entry(std::size_t index) const = 0;
    virtual QStringList csvHeading() const = 0;
    /// The records of an entry: one, or the lines that it sums up.
    virtual std::vector<QStringList> csvRecords(std::size_t index) const = 0;

    bool searching() const { return !words_.isEmpty(); }
    /// Runs `change`, which may change the entries in any way, and tells the views.
    void reload(const std::function<void()>& change);

private:
    std::vector<std::size_t> select() const;

    QStringList words_;
    std::vector<std::size_t> shown_;
    mutable QHash<QString, int> positions_; ///< made when it is first asked for
};

} // namespace headroom::desktop
