#pragma once

#include <QFont>

namespace headroom::ui {

/// Steps of the type scale, by use: size, weight and spacing belong to the step.
enum class TextStyle {
    Caption,
    Small,
    SmallStrong,
    Body,
    BodyStrong,
    Label,
    Title,
    Heading,
    Display,
    Metric
};

/// Loads the bundled faces; call once after QGuiApplication exists. False when a face could not be read.
bool installFonts();

/// The face of a step. GUI thread.
QFont font(TextStyle style);

} // namespace headroom::ui
