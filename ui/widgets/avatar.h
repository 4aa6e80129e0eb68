#pragma once

#include <QWidget>

namespace headroom::ui {

/// Initials of a person in a colour that belongs to their id.
class Avatar : public QWidget {
    Q_OBJECT
public:
    explicit Avatar(int size, QWidget* parent = nullptr);

    void setPerson(const QString& name, const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString name_;
    QString id_;
};

} // namespace headroom::ui
