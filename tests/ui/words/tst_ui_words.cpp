#include "ui/words/words.h"

#include <QSet>
#include <QTest>

using namespace headroom;

class TestUiWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCodeHasATitleAndAdvice() {
        QSet<QString> titles;
        for (int value = 0; value <= int(ErrorCode::Internal); ++value) {
            const auto code = ErrorCode(value);
            const ui::Words found = ui::words(code);
            QVERIFY2(found.title.endsWith(QLatin1Char('.')), std::string(name(code)).c_str());
            QVERIFY2(found.advice.endsWith(QLatin1Char('.')), std::string(name(code)).c_str());
            QVERIFY2(!titles.contains(found.title), qPrintable(found.title));
            titles.insert(found.title);
            QVERIFY(ui::sentence(code).startsWith(found.title));
        }
    }

    void wordsHoldNoCodeNames() {
        for (int value = 0; value <= int(ErrorCode::Internal); ++value)
            QVERIFY(!ui::sentence(ErrorCode(value)).contains(QLatin1Char('_')));
    }
};

QTEST_APPLESS_MAIN(TestUiWords)
#include "tst_ui_words.moc"
