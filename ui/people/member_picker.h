#pragma once

#include "ui/people/member_source.h"

#include <QLineEdit>

#include <memory>
#include <optional>

class QListView;

namespace headroom::ui {

/// A field that finds one member: type a part of the name or address, choose from the list below it.
class MemberPicker : public QLineEdit {
    Q_OBJECT
public:
    MemberPicker(std::unique_ptr<MemberSource> source, const QString& accessibleName,
                 QWidget* parent = nullptr);
    ~MemberPicker() override;

    std::optional<MemberRow> member() const { return member_; }
    void setMember(const MemberRow& member);

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void memberChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void search(const QString& text);
    void showList();
    void choose(int row);

    std::unique_ptr<MemberSource> source_;
    QListView* list_;
    std::optional<MemberRow> member_;
};

} // namespace headroom::ui
