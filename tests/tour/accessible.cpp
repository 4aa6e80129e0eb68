#include "tests/tour/accessible.h"

#include "tests/tour/expectation.h"

#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusVariant>

namespace headroom::tour {

namespace {

constexpr const char* accessible = "org.a11y.atspi.Accessible";
constexpr const char* component = "org.a11y.atspi.Component";
constexpr const char* textual = "org.a11y.atspi.Text";
constexpr int patienceMs = 15'000; ///< a window that paints on a busy machine
constexpr uint screenCoordinates = 0;
constexpr int deepest = 40;

QDBusConnection connectToAccessibilityBus() {
    qDBusRegisterMetaType<NodeReference>();
    qDBusRegisterMetaType<QList<NodeReference>>();
    const QDBusMessage question =
        QDBusMessage::createMethodCall(QStringLiteral("org.a11y.Bus"), QStringLiteral("/org/a11y/bus"),
                                       QStringLiteral("org.a11y.Bus"), QStringLiteral("GetAddress"));
    const QDBusMessage answer = QDBusConnection::sessionBus().call(question, QDBus::Block, patienceMs);
    const QString address = answer.arguments().value(0).toString();
    expect(!address.isEmpty(), QStringLiteral("an accessibility bus (package at-spi2-core)"),
           answer.errorMessage());
    return QDBusConnection::connectToBus(address, QStringLiteral("accessibility"));
}

void describeInto(const Node& node, int depth, QString& text) {
    if (depth > deepest || (depth > 0 && !node.has(Node::State::Visible))) return;
    const QRect place = node.onScreen();
    text += QString(depth * 2, QLatin1Char(' ')) + node.role() + QStringLiteral(" '") + node.name() +
            QLatin1Char('\'');
    if (const QString more = node.description(); !more.isEmpty())
        text += QStringLiteral(" (") + more + QLatin1Char(')');
    if (const QString content = node.text(); !content.isEmpty() && content != node.name())
        text += QStringLiteral(" \"") + content + QLatin1Char('"');
    text +=
        QStringLiteral(" %1,%2 %3x%4").arg(place.x()).arg(place.y()).arg(place.width()).arg(place.height());
    for (const auto& [state, word] :
         {std::pair{Node::State::Checked, " checked"}, {Node::State::Focused, " focused"}})
        if (node.has(state)) text += QLatin1String(word);
    if (!node.has(Node::State::Enabled)) text += QStringLiteral(" disabled");
    if (!node.has(Node::State::Showing)) text += QStringLiteral(" off screen");
    text += QLatin1Char('\n');
    for (const Node& child : node.children())
        describeInto(child, depth + 1, text);
}

} // namespace

QDBusArgument& operator<<(QDBusArgument& argument, const NodeReference& reference) {
    argument.beginStructure();
    argument << reference.service << reference.path;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, NodeReference& reference) {
    argument.beginStructure();
    argument >> reference.service >> reference.path;
    argument.endStructure();
    return argument;
}

Node::Node(QDBusConnection bus, NodeReference reference)
    : bus_(std::move(bus))
    , reference_(std::move(reference)) {}

bool Node::isValid() const {
    return !reference_.service.isEmpty() && !reference_.path.path().endsWith(QLatin1String("/null"));
}

QDBusMessage Node::ask(const char* interface, const QString& method, const QVariantList& arguments) const {
    QDBusMessage question = QDBusMessage::createMethodCall(reference_.service, reference_.path.path(),
                                                           QLatin1String(interface), method);
    question.setArguments(arguments);
    return bus_.call(question, QDBus::Block, patienceMs);
}

QVariant Node::property(const char* interface, const QString& name) const {
    const QDBusMessage answer =
        ask("org.freedesktop.DBus.Properties", QStringLiteral("Get"), {QString::fromLatin1(interface), name});
    return answer.arguments().value(0).value<QDBusVariant>().variant();
}

QString Node::role() const {
    const QDBusMessage answer = ask(accessible, QStringLiteral("GetRoleName"));
    return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments().value(0).toString() : QString();
}

QString Node::name() const {
    return property(accessible, QStringLiteral("Name")).toString();
}

QString Node::description() const {
    return property(accessible, QStringLiteral("Description")).toString();
}

QString Node::text() const {
    const QDBusMessage answer = ask(textual, QStringLiteral("GetText"), {0, -1});
    return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments().value(0).toString() : QString();
}

QRect Node::onScreen() const {
    const QVariant answer =
        ask(component, QStringLiteral("GetExtents"), {screenCoordinates}).arguments().value(0);
    if (!answer.canConvert<QDBusArgument>()) return {};
    const auto argument = answer.value<QDBusArgument>();
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    argument.beginStructure();
    argument >> x >> y >> width >> height;
    argument.endStructure();
    return {x, y, width, height};
}

quint64 Node::states() const {
    const QVariant answer = ask(accessible, QStringLiteral("GetState")).arguments().value(0);
    if (!answer.canConvert<QDBusArgument>()) return 0;
    const QList<uint> words = qdbus_cast<QList<uint>>(answer);
    return words.size() == 2 ? quint64(words[0]) | (quint64(words[1]) << 32U) : 0;
}

std::vector<Node> Node::children() const {
    std::vector<Node> found;
    const QVariant answer = ask(accessible, QStringLiteral("GetChildren")).arguments().value(0);
    if (!answer.canConvert<QDBusArgument>()) return found;
    for (const NodeReference& reference : qdbus_cast<QList<NodeReference>>(answer)) {
        Node child(bus_, reference);
        if (child.isValid()) found.push_back(std::move(child));
    }
    return found;
}

AccessibilityBus::AccessibilityBus()
    : bus_(connectToAccessibilityBus()) {}

std::vector<Node> AccessibilityBus::programs() const {
    return Node(bus_, {QStringLiteral("org.a11y.atspi.Registry"),
                       QDBusObjectPath(QStringLiteral("/org/a11y/atspi/accessible/root"))})
        .children();
}

QString describe(const Node& node) {
    QString text;
    describeInto(node, 0, text);
    return text;
}

} // namespace headroom::tour

Q_DECLARE_METATYPE(headroom::tour::NodeReference)
