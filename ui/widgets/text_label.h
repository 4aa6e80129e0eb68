#pragma once

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"

#include <QLabel>

namespace headroom::ui {

/// A label that follows the theme: a step of the type scale in a tone.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text, TextStyle style = TextStyle::Body, Tone tone = Tone::Primary,
                       QWidget* parent = nullptr);

    void setTone(Tone tone);
    void setTextStyle(TextStyle style);
    /// Long texts that must not widen the layout (names, file names) end in an ellipsis instead.
    void setElided(Qt::TextElideMode mode);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void apply();
    void align();

    TextStyle style_;
    Tone tone_;
    Qt::TextElideMode elide_ = Qt::ElideNone;
};

/// A 16 px themed icon as a widget; decorative, so without an accessible name.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(const QString& name, Tone tone = Tone::Muted, int size = 16,
                       QWidget* parent = nullptr);

    void setIconName(const QString& name);
    void setTone(Tone tone);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString name_;
    Tone tone_;
    int size_;
};

} // namespace headroom::ui
