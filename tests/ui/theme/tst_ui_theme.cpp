#include "tests/support/patience.h"
#include "ui/theme/button_variant.h"
#include "ui/theme/contrast.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using headroom::test::patienceMs;
using namespace headroom::ui;

class TestUiTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::self().install(); }

    void contrastFollowsTheFormula() {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white) * 100), 2100);
        QCOMPARE(qRound(contrastRatio(Qt::white, Qt::white) * 100), 100);
        // #767676 is the well-known lightest grey that passes AA on white.
        QVERIFY(contrastRatio(QColor(0x767676), Qt::white) >= 4.5);
        QVERIFY(contrastRatio(QColor(0x777777), Qt::white) < 4.5);
    }

    void everyTextReadsOnItsGrounds_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        for (const Tokens& t : {lightTokens(), darkTokens()}) {
            const char* theme = t.dark ? "dark" : "light";
            const auto row = [&](const char* what, const QColor& ink, const QColor& ground,
                                 double least = 4.5) {
                QTest::addRow("%s: %s", theme, what) << ink << ground << least;
            };
            const std::pair<const char*, QColor> grounds[] = {
                {"background", t.background}, {"surface", t.surface}, {"sunken", t.sunken},
                {"raised", t.raised},         {"sidebar", t.sidebar}, {"hover", t.hover},
                {"accentSoft", t.accentSoft}};
            for (const auto& [name, ground] : grounds) {
                row(qPrintable(QStringLiteral("text on %1").arg(QLatin1String(name))), t.text, ground);
                row(qPrintable(QStringLiteral("secondary on %1").arg(QLatin1String(name))), t.textSecondary,
                    ground);
                row(qPrintable(QStringLiteral("muted on %1").arg(QLatin1String(name))), t.textMuted, ground);
                row(qPrintable(QStringLiteral("accent text on %1").arg(QLatin1String(name))), t.accentText,
                    ground);
            }
            for (const Tone tone : {Tone::Accent, Tone::Success, Tone::Warning, Tone::Danger, Tone::Info}) {
                row(qPrintable(QStringLiteral("tone %1 on its ground").arg(int(tone))), toneColor(t, tone),
                    toneGround(t, tone));
                row(qPrintable(QStringLiteral("tone %1 on surface").arg(int(tone))), toneColor(t, tone),
                    t.surface);
                row(qPrintable(QStringLiteral("text on ground of tone %1").arg(int(tone))), t.text,
                    toneGround(t, tone));
            }
            row("text on active", t.text, t.active);
            row("secondary on active", t.textSecondary, t.active);
            row("on accent", t.onAccent, t.accent);
            row("on accent, hovered", t.onAccent, t.accentHover);
            row("on accent, pressed", t.onAccent, t.accentPressed);
            row("selected text", t.text, t.highlight);
            row("toast", t.onInverse, t.inverse);
            row("toast, quiet", t.inverseMuted, t.inverse);
            row("toast action", t.inverseAction, t.inverse);
            row("focus ring on surface", t.accent, t.surface, 3);
            row("focus ring on background", t.accent, t.background, 3);
            row("outline of an empty check box", t.textMuted, t.surface, 3);
        }
    }

    void everyTextReadsOnItsGrounds() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrastRatio(ink, ground);
        QVERIFY2(ratio >= least,
                 qPrintable(QStringLiteral("%1 on %2 is %3").arg(ink.name(), ground.name()).arg(ratio)));
    }

    void bundledFontsLoadWithTabularDigits() {
        QVERIFY(QFontDatabase::families().contains(QStringLiteral("Hr Sans")));
        for (const TextStyle style :
             {TextStyle::Caption, TextStyle::Body, TextStyle::BodyStrong, TextStyle::Label}) {
            const QFontMetricsF metrics(font(style));
            QCOMPARE(metrics.horizontalAdvance(QStringLiteral("1111")),
                     metrics.horizontalAdvance(QStringLiteral("8888")));
        }
        const QFontMetricsF large(font(TextStyle::Metric));
        QVERIFY(large.horizontalAdvance(QStringLiteral("1111")) <
                large.horizontalAdvance(QStringLiteral("8888")));
    }

    void everyIconRendersInTheAskedColor() {
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 60);
        for (const QString& file : files) {
            if (file == QLatin1String("headroom.svg")) continue;
            const QImage image = iconPixmap(file.chopped(4), 16, Qt::red, 2).toImage();
            QCOMPARE(image.width(), 32);
            int red = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    if (pixel.alpha() > 200 && pixel.red() > 240 && pixel.green() < 16) ++red;
                }
            QVERIFY2(red > 8, qPrintable(file));
        }
        QVERIFY(!applicationIcon().pixmap(64, 64).isNull());
    }

    void switchingTheThemeRepaintsAndSignals() {
        QSignalSpy spy(&Theme::self(), &Theme::changed);
        Theme::self().setMode(ThemeMode::Dark);
        QCOMPARE(spy.size(), 1);
        QVERIFY(Theme::t().dark);
        QCOMPARE(qApp->palette().color(QPalette::Window), darkTokens().background);
        Theme::self().setMode(ThemeMode::Light);
        QVERIFY(!Theme::t().dark);
        QCOMPARE(qApp->palette().color(QPalette::Window), lightTokens().background);
    }

    void primaryButtonIsPaintedInTheAccent() {
        Theme::self().setMode(ThemeMode::Light);
        QPushButton button(QStringLiteral("Buy"));
        setVariant(&button, ButtonVariant::Primary);
        button.resize(button.sizeHint());
        const QImage image = button.grab().toImage();
        QCOMPARE(image.pixelColor(6, image.height() / 2), Theme::t().accent);
        button.setEnabled(false);
        QVERIFY(button.grab().toImage().pixelColor(6, image.height() / 2) != Theme::t().accent);
    }

    void keyboardFocusPaintsARing() {
        QWidget window;
        QPushButton first(QStringLiteral("First"), &window);
        QPushButton second(QStringLiteral("Second"), &window);
        second.move(120, 0);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        first.setFocus();
        const QImage before = second.grab().toImage();
        QTest::keyClick(&first, Qt::Key_Tab);
        QTRY_VERIFY_WITH_TIMEOUT(second.hasFocus(), patienceMs);
        const QImage after = second.grab().toImage();
        QVERIFY(before != after);
        QCOMPARE(after.pixelColor(after.width() / 2, 0), Theme::t().accent);
    }

    void initialsComeFromFirstAndLastWord() {
        QCOMPARE(initials(QStringLiteral("Elena Weber")), QStringLiteral("EW"));
        QCOMPARE(initials(QStringLiteral("ana maria de souza")), QStringLiteral("AS"));
        QCOMPARE(initials(QStringLiteral("Plato")), QStringLiteral("P"));
        QCOMPARE(initials(QStringLiteral("  ")), QString());
    }

    void barsGrowFromTheReadingSide() {
        const auto paint = [](Qt::LayoutDirection direction) {
            QImage image(100, 6, QImage::Format_ARGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            drawBar(&painter, image.rect(), 0.3, Qt::white, Qt::red, direction);
            painter.end();
            return image;
        };
        QCOMPARE(paint(Qt::LeftToRight).pixelColor(15, 3), QColor(Qt::red));
        QCOMPARE(paint(Qt::LeftToRight).pixelColor(85, 3), QColor(Qt::white));
        QCOMPARE(paint(Qt::RightToLeft).pixelColor(85, 3), QColor(Qt::red));
        QCOMPARE(paint(Qt::RightToLeft).pixelColor(15, 3), QColor(Qt::white));
    }
};

QTEST_MAIN(TestUiTheme)
#include "tst_ui_theme.moc"
