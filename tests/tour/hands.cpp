#include "tests/tour/hands.h"

#include "tests/tour/expectation.h"

#include <QHash>
#include <QStringList>

#include <xcb/xcb.h>
#include <xcb/xtest.h>

#include <cstdlib>
#include <memory>

namespace headroom::tour {

namespace {

constexpr int betweenEventsMs = 12; ///< a fast typist; programs that lose keys at this pace are broken
constexpr int travelSteps = 14;
constexpr int travelStepMs = 40;
constexpr int leftButton = 1;
constexpr int wheelUp = 4;
constexpr int wheelDown = 5;
constexpr quint32 shiftSymbol = 0xffe1;
constexpr quint32 unicodeSymbols = 0x01000000; ///< X11 protocol, appendix A: 0x01000000 + code point

const QHash<QString, quint32>& namedKeys() {
    static const QHash<QString, quint32> keys{
        {QStringLiteral("ctrl"), 0xffe3},   {QStringLiteral("shift"), shiftSymbol},
        {QStringLiteral("alt"), 0xffe9},    {QStringLiteral("Return"), 0xff0d},
        {QStringLiteral("Escape"), 0xff1b}, {QStringLiteral("Tab"), 0xff09},
        {QStringLiteral("Delete"), 0xffff}, {QStringLiteral("Home"), 0xff50},
        {QStringLiteral("End"), 0xff57},    {QStringLiteral("Left"), 0xff51},
        {QStringLiteral("Right"), 0xff53},  {QStringLiteral("Up"), 0xff52},
        {QStringLiteral("Down"), 0xff54},   {QStringLiteral("F1"), 0xffbe},
        {QStringLiteral("F4"), 0xffc1},     {QStringLiteral("F5"), 0xffc2},
        {QStringLiteral("space"), 0x20}};
    return keys;
}

quint32 symbolOf(QChar letter) {
    if (letter == QLatin1Char('\n')) return namedKeys().value(QStringLiteral("Return"));
    const ushort code = letter.unicode();
    return code < 0x100 ? code : unicodeSymbols + code;
}

template <typename Answer>
std::unique_ptr<Answer, decltype(&std::free)> owned(Answer* answer) {
    return {answer, &std::free};
}

} // namespace

Hands::Hands()
    : connection_(xcb_connect(nullptr, nullptr)) {
    expect(xcb_connection_has_error(connection_) == 0, QStringLiteral("an X server at DISPLAY"));
    root_ = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data->root;
    const auto version =
        owned(xcb_test_get_version_reply(connection_, xcb_test_get_version(connection_, 2, 2), nullptr));
    expect(version != nullptr, QStringLiteral("an X server with the extension XTEST"));
}

Hands::~Hands() {
    xcb_disconnect(connection_);
}

void Hands::fake(int type, int detail, QPoint place) {
    xcb_test_fake_input(connection_, quint8(type), quint8(detail), XCB_CURRENT_TIME, root_, qint16(place.x()),
                        qint16(place.y()), 0);
    // A round trip: the event has been taken before the next one is made.
    owned(xcb_get_input_focus_reply(connection_, xcb_get_input_focus(connection_), nullptr));
    QThread::msleep(betweenEventsMs);
}

void Hands::moveTo(QPoint place) {
    fake(XCB_MOTION_NOTIFY, 0,
         place - QPoint(1, 1)); // Qt wants to see it move, also when it is there already
    fake(XCB_MOTION_NOTIFY, 0, place);
}

void Hands::click(QPoint place) {
    moveTo(place);
    fake(XCB_BUTTON_PRESS, leftButton);
    fake(XCB_BUTTON_RELEASE, leftButton);
}

void Hands::doubleClick(QPoint place) {
    click(place);
    fake(XCB_BUTTON_PRESS, leftButton);
    fake(XCB_BUTTON_RELEASE, leftButton);
}

void Hands::press(QPoint place) {
    moveTo(place);
    fake(XCB_BUTTON_PRESS, leftButton);
}

void Hands::travel(QPoint from, QPoint to) {
    for (int step = 1; step <= travelSteps; ++step) {
        fake(XCB_MOTION_NOTIFY, 0, from + (to - from) * step / travelSteps);
        QThread::msleep(travelStepMs);
    }
}

void Hands::release() {
    fake(XCB_BUTTON_RELEASE, leftButton);
}

void Hands::turnWheel(QPoint place, Wheel direction) {
    moveTo(place);
    const int button = direction == Wheel::Up ? wheelUp : wheelDown;
    fake(XCB_BUTTON_PRESS, button);
    fake(XCB_BUTTON_RELEASE, button);
}

int Hands::keyCode(quint32 symbol, bool& shifted) {
    const xcb_setup_t* setup = xcb_get_setup(connection_);
    const quint8 count = quint8(setup->max_keycode - setup->min_keycode + 1);
    const auto mapping = owned(xcb_get_keyboard_mapping_reply(
        connection_, xcb_get_keyboard_mapping(connection_, setup->min_keycode, count), nullptr));
    const xcb_keysym_t* symbols = xcb_get_keyboard_mapping_keysyms(mapping.get());
    const int perKey = mapping->keysyms_per_keycode;
    for (int level = 0; level < 2 && level < perKey; ++level)
        for (int key = 0; key < count; ++key)
            if (symbols[key * perKey + level] == symbol) {
                shifted = level == 1;
                return setup->min_keycode + key;
            }
    shifted = false;
    return borrowKey(symbol);
}

int Hands::borrowKey(quint32 symbol) {
    // The highest code has no key on real keyboards. Programs learn of the change by MappingNotify before the
    // key comes.
    const quint8 code = xcb_get_setup(connection_)->max_keycode;
    const xcb_keysym_t symbols[] = {symbol, symbol};
    xcb_change_keyboard_mapping(connection_, 1, code, 2, symbols);
    fake(XCB_MOTION_NOTIFY, 1, {}); // relative, by nothing: a round trip
    constexpr int mappingMs = 150;
    QThread::msleep(mappingMs);
    return code;
}

void Hands::tap(quint32 symbol) {
    bool shifted = false;
    const int code = keyCode(symbol, shifted);
    bool plain = false;
    const int shift = keyCode(shiftSymbol, plain);
    if (shifted) fake(XCB_KEY_PRESS, shift);
    fake(XCB_KEY_PRESS, code);
    fake(XCB_KEY_RELEASE, code);
    if (shifted) fake(XCB_KEY_RELEASE, shift);
}

void Hands::type(const QString& text) {
    for (const QChar letter : text)
        tap(symbolOf(letter));
}

int Hands::pressKey(const QString& key) {
    bool shifted = false;
    const int code = keyCode(namedKeys().contains(key) ? namedKeys().value(key) : symbolOf(key[0]), shifted);
    fake(XCB_KEY_PRESS, code);
    return code;
}

void Hands::releaseKey(int code) {
    fake(XCB_KEY_RELEASE, code);
}

void Hands::pressKeys(const QString& keys) {
    QList<int> held;
    for (const QString& key : keys.split(QLatin1Char('+')))
        held << pressKey(key);
    while (!held.isEmpty())
        releaseKey(held.takeLast());
}

} // namespace headroom::tour
