#include "core/client/search_key.h"

#include <QString>

namespace headroom::client {

std::string searchKey(std::string_view text) {
    const QString decomposed = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                                   .normalized(QString::NormalizationForm_KD);
    QString kept;
    kept.reserve(decomposed.size());
    for (const QChar character : decomposed)
        if (character.category() != QChar::Mark_NonSpacing && character.category() != QChar::Mark_Enclosing)
            kept += character;
    // Qt folds character by character; this is the one letter of names that folds to two.
    return kept.toCaseFolded().replace(QChar(0xDF), QStringLiteral("ss")).simplified().toStdString();
}

} // namespace headroom::client
