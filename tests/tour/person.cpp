#include "tests/tour/person.h"

#include "tests/tour/stage.h"

#include <QRegularExpression>

namespace headroom::tour {

namespace {

constexpr int deepest = 40;
constexpr int stillMs = 80;

QString words(const Wanted& wanted) {
    return QStringLiteral("a %1 named '%2'")
        .arg(wanted.role.isEmpty() ? QStringLiteral("thing") : wanted.role, wanted.name);
}

QRegularExpression pattern(const QString& name) {
    QString text = QRegularExpression::escape(name);
    text.replace(QLatin1String("\\*"), QLatin1String(".*"));
    return QRegularExpression(QRegularExpression::anchoredPattern(text),
                              QRegularExpression::DotMatchesEverythingOption);
}

void collect(const Node& node, const QString& role, const QRegularExpression& name, int depth,
             std::vector<Node>& found) {
    if (depth > deepest || !node.has(Node::State::Visible)) return;
    if ((role.isEmpty() || node.role() == role) && name.match(node.name()).hasMatch()) found.push_back(node);
    for (const Node& child : node.children())
        collect(child, role, name, depth + 1, found);
}

} // namespace

Person::Person(Hands& hands, QString program)
    : hands_(hands)
    , programName_(std::move(program)) {}

Node Person::program() const {
    for (const Node& node : bus_.programs())
        if (node.name() == programName_) return node;
    return {};
}

std::vector<Node> Person::glanceAll(const Wanted& wanted, const Node& inside) const {
    std::vector<Node> found;
    const QRegularExpression name = pattern(wanted.name);
    if (inside.isValid()) {
        collect(inside, wanted.role, name, 0, found);
        return found;
    }
    // The windows that came last are on top.
    std::vector<Node> windows = program().children();
    for (auto window = windows.rbegin(); window != windows.rend(); ++window)
        collect(*window, wanted.role, name, 0, found);
    return found;
}

std::optional<Node> Person::glance(const Wanted& wanted, const Node& inside) const {
    std::vector<Node> found = glanceAll(wanted, inside);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

Node Person::see(const Wanted& wanted, Patience patience) const {
    return seeInside({}, wanted, patience);
}

Node Person::seeInside(const Node& inside, const Wanted& wanted, Patience patience) const {
    return *waitUntil(
        words(wanted), [&] { return glance(wanted, inside); },
        [&] {
            QStringList others;
            for (const Node& node : glanceAll({wanted.role, QStringLiteral("*")}, inside))
                others << node.name();
            return QStringLiteral("only ") + others.join(QStringLiteral(" | "));
        },
        patience);
}

Node Person::seeDescribed(const Wanted& wanted, const QString& description, Patience patience) const {
    const QRegularExpression fitting = pattern(description);
    return *waitUntil(
        words(wanted) + QStringLiteral(" that is described as '%1'").arg(description),
        [&]() -> std::optional<Node> {
            for (const Node& node : glanceAll(wanted))
                if (fitting.match(node.description()).hasMatch()) return node;
            return std::nullopt;
        },
        [&] {
            QStringList others;
            for (const Node& node : glanceAll(wanted))
                others << node.name() + QStringLiteral(": ") + node.description();
            return others.join(QStringLiteral(" | "));
        },
        patience);
}

void Person::seeGone(const Wanted& wanted, Patience patience) const {
    waitUntil(
        QStringLiteral("no longer ") + words(wanted), [&] { return !glance(wanted).has_value(); }, patience);
}

QRect Person::restingPlace(const Node& node) {
    QRect before = node.onScreen();
    return waitUntil(QStringLiteral("'%1' to stand still").arg(node.name()),
                     [&]() -> std::optional<QRect> {
                         QThread::msleep(stillMs);
                         const QRect now = node.onScreen();
                         const bool still = !now.isEmpty() && now == before;
                         before = now;
                         return still ? std::optional(now) : std::nullopt;
                     })
        .value();
}

QPoint Person::reach(const Node& node) {
    const QRect screen(QPoint(0, 0), Stage::size);
    waitUntil(
        QStringLiteral("'%1' to be usable").arg(node.name()), [&] { return node.has(Node::State::Enabled); },
        [&] { return QStringLiteral("disabled: ") + node.description(); });
    return waitUntil(QStringLiteral("'%1' on the screen").arg(node.name()),
                     [&]() -> std::optional<QPoint> {
                         const QRect place = restingPlace(node);
                         return screen.contains(place.center()) ? std::optional(place.center())
                                                                : std::nullopt;
                     })
        .value();
}

void Person::click(const Wanted& wanted, Patience patience) {
    click(see(wanted, patience));
}

void Person::click(const Node& node) {
    hands_.click(reach(node));
}

void Person::doubleClick(const Node& node) {
    hands_.doubleClick(reach(node));
}

void Person::check(const Wanted& box, bool wanted) {
    const Node node = see(box);
    if (node.has(Node::State::Checked) != wanted) click(node);
    waitUntil(QStringLiteral("'%1' %2").arg(node.name(), wanted ? QStringLiteral("checked")
                                                                : QStringLiteral("not checked")),
              [&] { return node.has(Node::State::Checked) == wanted; });
}

void Person::fill(const Wanted& field, const QString& text) {
    const Node node = see(field);
    click(node);
    hands_.pressKeys(QStringLiteral("ctrl+a"));
    hands_.type(text);
    waitUntil(
        QStringLiteral("'%1' in the field '%2'").arg(text, node.name()), [&] { return node.text() == text; },
        [&] { return node.text(); });
}

QString Person::describeAll() const {
    return describe(program());
}

} // namespace headroom::tour
