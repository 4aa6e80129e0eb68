#include "ui/theme/typography.h"

#include <QFontDatabase>
#include <QStringList>

static void initFontResources() {
    Q_INIT_RESOURCE(fonts);
}

namespace headroom::ui {
namespace {

const QString textFamily = QStringLiteral("Hr Sans");
const QString displayFamily = QStringLiteral("Hr Sans Display");

QFont face(const QString& family, int pixelSize, int weight, double spacing = 0) {
    QFont result(family);
    // Hinting would move the stems of a 13 px face to whole pixels and spoil its rhythm.
    result.setHintingPreference(QFont::PreferNoHinting);
    result.setStyleStrategy(QFont::PreferAntialias);
    result.setPixelSize(pixelSize);
    result.setWeight(QFont::Weight(weight));
    if (spacing != 0) result.setLetterSpacing(QFont::AbsoluteSpacing, spacing);
    return result;
}

} // namespace

bool installFonts() {
    initFontResources();
    bool complete = true;
    for (const char* file :
         {"HrSans-Regular", "HrSans-Medium", "HrSans-SemiBold", "HrSans-Bold", "HrSansDisplay-SemiBold"}) {
        const int id =
            QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/%1.otf").arg(QLatin1String(file)));
        complete = complete && id >= 0;
    }
    const QStringList fallback{QStringLiteral("Inter"), QStringLiteral("Noto Sans"),
                               QStringLiteral("Noto Sans CJK SC"), QStringLiteral("DejaVu Sans")};
    QFont::insertSubstitutions(textFamily, fallback);
    QFont::insertSubstitutions(displayFamily, QStringList{textFamily} + fallback);
    return complete;
}

QFont font(TextStyle style) {
    switch (style) {
    case TextStyle::Caption:
        return face(textFamily, 11, QFont::Medium, 0.1);
    case TextStyle::Small:
        return face(textFamily, 12, QFont::Normal);
    case TextStyle::SmallStrong:
        return face(textFamily, 12, QFont::Medium);
    case TextStyle::Body:
        return face(textFamily, 13, QFont::Normal);
    case TextStyle::BodyStrong:
        return face(textFamily, 13, QFont::Medium);
    case TextStyle::Label:
        return face(textFamily, 13, QFont::DemiBold);
    case TextStyle::Title:
        return face(textFamily, 15, QFont::DemiBold, -0.1);
    case TextStyle::Heading:
        return face(textFamily, 22, QFont::DemiBold, -0.4);
    case TextStyle::Display:
        return face(displayFamily, 22, QFont::DemiBold, -0.4);
    case TextStyle::Metric:
        return face(displayFamily, 28, QFont::DemiBold, -0.6);
    }
    return face(textFamily, 13, QFont::Normal);
}

} // namespace headroom::ui
