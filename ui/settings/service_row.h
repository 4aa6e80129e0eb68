#pragma once

#include "ui/settings/services_source.h"

#include "ui/theme/tokens.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace headroom::ui {
class IconLabel;
class Pill;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::settings {

/// One service: what it is, where, whether it works, what is wrong, and how the last test went.
class ServiceRow : public QWidget {
    Q_OBJECT
public:
    explicit ServiceRow(QWidget* parent = nullptr);

    void setService(const Service& service, const QString& offline);

Q_SIGNALS:
    void testRequested();
    void errorsRequested();

private:
    struct Line {
        IconLabel* icon;
        TextLabel* text;
    };
    Line addLine(QVBoxLayout* words);
    static void showLine(const Line& line, const QString& icon, const QString& text, Tone tone);
    void showProblem(const Service& service);
    void showTest(const ServiceTest& test);

    IconLabel* icon_;
    TextLabel* name_;
    Pill* status_;
    TextLabel* detail_;
    Line problem_;
    Line outcome_;
    QPushButton* errors_;
    QPushButton* test_;
};

} // namespace headroom::ui::settings
