#include "app/desktop/adapters/style_words.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>

namespace headroom::desktop {

namespace {

struct StyleWords {
    const char* id;
    const char* name;
    const char* description;
};

constexpr const char* context = "headroom::desktop::Styles";

constexpr std::array knownStyles{
    StyleWords{"studio-grey", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Studio grey"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles",
                                 "Neutral seamless paper, soft light. At home everywhere.")},
    StyleWords{
        "clean-white", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Clean white"),
        QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Bright and airy, for directories and badges.")},
    StyleWords{
        "charcoal", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Charcoal"),
        QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Dark painted canvas with a light from the side.")},
    StyleWords{"brand-blue", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Brand blue"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Confident blue with a lit centre.")},
    StyleWords{"city-office", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "City office"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles", "By the windows of an office, out of focus.")},
    StyleWords{"garden", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Garden"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Outdoors before sunlit leaves.")},
    StyleWords{"warm-loft", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Warm loft"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Evening lamps and brick, far behind.")},
    StyleWords{"ivory", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Ivory"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Warm light paper, friendly and calm.")},
    StyleWords{"mottled", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Mottled canvas"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles",
                                 "Hand-painted canvas in olive and umber, as in portrait studios.")},
    StyleWords{"sage", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Sage"),
               QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Muted green paper, modern and quiet.")},
    StyleWords{
        "monochrome", QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Monochrome"),
        QT_TRANSLATE_NOOP("headroom::desktop::Styles", "Black and white with a strong light from the side.")},
};

const StyleWords* known(const std::string& id) {
    const auto found =
        std::ranges::find_if(knownStyles, [&](const StyleWords& style) { return id == style.id; });
    return found == knownStyles.end() ? nullptr : &*found;
}

} // namespace

std::vector<std::string> shippedStyles() {
    std::vector<std::string> ids;
    for (const StyleWords& style : knownStyles)
        ids.emplace_back(style.id);
    return ids;
}

QString styleName(const std::string& id, const QString& english) {
    if (const StyleWords* style = known(id)) return QCoreApplication::translate(context, style->name);
    if (!english.isEmpty()) return english;
    QString name = QString::fromStdString(id).replace(QLatin1Char('-'), QLatin1Char(' '));
    if (!name.isEmpty()) name[0] = name[0].toUpper();
    return name;
}

QString styleDescription(const std::string& id, const QString& english) {
    const StyleWords* style = known(id);
    return style ? QCoreApplication::translate(context, style->description) : english;
}

QString stylePreviewPath(const std::string& id) {
    const QString path = QStringLiteral(":/styles/%1.jpg").arg(QString::fromStdString(id));
    return QFile::exists(path) ? path : QString();
}

} // namespace headroom::desktop
