#pragma once

#include <QTranslator>

namespace headroom::ui {

/// English plurals without a translation file: "%n photo(s)" becomes "1 photo" or "3 photos". Install it
/// before any other translator, so that theirs win.
class EnglishPlurals : public QTranslator {
    Q_OBJECT
public:
    using QTranslator::QTranslator;

    QString translate(const char* context, const char* source, const char* disambiguation,
                      int n) const override;
    bool isEmpty() const override { return false; }
};

} // namespace headroom::ui
