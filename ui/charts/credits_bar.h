#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace headroom::ui {

/// A bar cut into parts that make a whole: where credits are.
class CreditsBar : public QWidget {
    Q_OBJECT
public:
    struct Part {
        QString name;
        qint64 value = 0;
        int series = 0; ///< index into Tokens::series; negative for the quiet rest
    };

    explicit CreditsBar(QWidget* parent = nullptr);

    void setParts(std::vector<Part> parts);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Part> parts_;
};

/// The colour of a part, also for its legend.
QColor seriesColor(int series);

/// The square in front of a legend's text.
class LegendMark : public QWidget {
    Q_OBJECT
public:
    explicit LegendMark(int series, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int series_;
};

} // namespace headroom::ui
