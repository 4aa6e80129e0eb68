#include "ui/words/generator_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace headroom::ui {

namespace {

struct GeneratorNames {
    Q_DECLARE_TR_FUNCTIONS(headroom::ui::GeneratorNames)
};

struct Name {
    const char* name;
    const char* words;
};

constexpr std::array names{
    Name{"studio", QT_TRANSLATE_NOOP("headroom::ui::GeneratorNames", "Built-in studio")},
    Name{"replicate", QT_TRANSLATE_NOOP("headroom::ui::GeneratorNames", "Replicate")},
    Name{"stability", QT_TRANSLATE_NOOP("headroom::ui::GeneratorNames", "Stability AI")},
    Name{"custom", QT_TRANSLATE_NOOP("headroom::ui::GeneratorNames", "Own model")},
};

} // namespace

QString generatorName(const QString& name) {
    const auto known =
        std::ranges::find_if(names, [&](const Name& one) { return name == QLatin1String(one.name); });
    return known != names.end() ? GeneratorNames::tr(known->words) : readableName(name);
}

QString readableName(const QString& name) {
    QString readable = QString(name).replace(QLatin1Char('-'), QLatin1Char(' '));
    if (!readable.isEmpty()) readable[0] = readable[0].toUpper();
    return readable;
}

} // namespace headroom::ui
