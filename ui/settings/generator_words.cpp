#include "ui/settings/generator_words.h"

#include "ui/widgets/formats.h"
#include "ui/words/generator_names.h"

#include <QCoreApplication>

#include <algorithm>

namespace headroom::ui::settings {

namespace {

struct GeneratorWords {
    Q_DECLARE_TR_FUNCTIONS(headroom::ui::settings::GeneratorWords)
};

QStringList onlyKnown(const QStringList& names, const QStringList& known) {
    QStringList kept;
    for (const QString& name : names)
        if (known.contains(name)) kept << name;
    return kept;
}

} // namespace

QStringList availableNames(const Generators& generators) {
    QStringList names;
    for (const Generator& generator : generators.available)
        names << generator.name;
    return names;
}

QStringList effectiveOrder(const Generators& generators, const std::optional<QStringList>& own) {
    const QStringList available = availableNames(generators);
    return own ? onlyKnown(*own, available) : available;
}

QStringList usable(const Generators& generators, const QStringList& order, const QStringList& consents) {
    QStringList names;
    for (const QString& name : order) {
        const auto found = std::ranges::find(generators.available, name, &Generator::name);
        if (found != generators.available.end() && (!found->photosLeave || consents.contains(name)))
            names << name;
    }
    return names;
}

GeneratorChoice cleaned(const Generators& generators, const GeneratorChoice& choice) {
    const QStringList available = availableNames(generators);
    GeneratorChoice clean = choice;
    clean.order = onlyKnown(choice.order, available);
    clean.consents = onlyKnown(choice.consents, available);
    for (auto style = clean.styles.begin(); style != clean.styles.end();) {
        style.value() = onlyKnown(style.value(), available);
        if (style.value().isEmpty())
            style = clean.styles.erase(style);
        else
            ++style;
    }
    return clean;
}

QStringList goneNames(const Generators& generators) {
    const GeneratorChoice& choice = generators.choice;
    QStringList named = choice.order + choice.consents;
    for (const QStringList& names : choice.styles)
        named += names;
    const QStringList available = availableNames(generators);
    QStringList gone;
    for (const QString& name : named)
        if (!available.contains(name) && !gone.contains(name)) gone << name;
    return gone;
}

QString orderWords(const QStringList& names) {
    if (names.isEmpty()) return GeneratorWords::tr("nobody");
    QString words = generatorName(names.first());
    for (const QString& name : names.mid(1))
        words = GeneratorWords::tr("%1, then %2").arg(words, generatorName(name));
    return words;
}

QString choiceWords(const Generators& generators) {
    const GeneratorChoice& choice = generators.choice;
    const auto own = choice.order.isEmpty() ? std::nullopt : std::optional(choice.order);
    const QStringList names = usable(generators, effectiveOrder(generators, own), choice.consents);
    QString words = names.isEmpty() ? GeneratorWords::tr("Nobody: no photo may be sent to any of them.")
                                    : orderWords(names) + QLatin1Char('.');
    if (!choice.styles.isEmpty())
        words += QLatin1Char(' ') + GeneratorWords::tr("%n style(s) with an order of their own.", nullptr,
                                                       int(choice.styles.size()));
    return words;
}

QString costWords(const Generator& generator) {
    if (generator.costMicros <= 0) return GeneratorWords::tr("free of charge");
    return GeneratorWords::tr("about %1 a headshot")
        .arg(formatMicros(generator.costMicros, generator.currency));
}

qint64 dayLimit(const Generators& generators) {
    return generators.choice.dayLimitMicros.value_or(generators.spending.operatorDayLimitMicros);
}

} // namespace headroom::ui::settings
