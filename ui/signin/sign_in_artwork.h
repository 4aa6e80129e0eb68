#pragma once

#include <QWidget>

namespace headroom::ui::signin {

/// The picture beside the form: framed portraits with the room above their heads marked, which is what the
/// program is named after. The same in both themes; decorative.
class SignInArtwork : public QWidget {
    Q_OBJECT
public:
    explicit SignInArtwork(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace headroom::ui::signin
