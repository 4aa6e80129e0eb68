#pragma once

#include "tests/tour/accessible.h"
#include "tests/tour/expectation.h"
#include "tests/tour/hands.h"

#include <optional>

namespace headroom::tour {

/// What somebody looks for: a kind of thing and its name. A '*' in the name stands for anything; an empty
/// role too.
struct Wanted {
    QString role;
    QString name;
};

/// Somebody before the screen: finds things of one program by what they are called, reads them, and uses them
/// by mouse and keyboard. What cannot be found or read fails the step.
class Person {
public:
    /// `program`: its name on the accessibility bus.
    Person(Hands& hands, QString program);

    /// Looks around once, in `inside` or everywhere.
    std::vector<Node> glanceAll(const Wanted& wanted, const Node& inside = {}) const;
    std::optional<Node> glance(const Wanted& wanted, const Node& inside = {}) const;
    /// Looks until it shows.
    Node see(const Wanted& wanted, Patience patience = Patience::Usual) const;
    Node seeInside(const Node& inside, const Wanted& wanted, Patience patience = Patience::Usual) const;
    /// Until it is described like that.
    Node seeDescribed(const Wanted& wanted, const QString& description,
                      Patience patience = Patience::Usual) const;
    void seeGone(const Wanted& wanted, Patience patience = Patience::Usual) const;

    /// Waits until it can be used and stands still, scrolls to it when needed, and clicks into its middle.
    void click(const Wanted& wanted, Patience patience = Patience::Usual);
    void click(const Node& node);
    void doubleClick(const Node& node);
    /// Clicks unless it is (not) checked already, and sees that it is afterwards.
    void tick(const Wanted& box) { check(box, true); }
    void untick(const Wanted& box) { check(box, false); }
    /// Replaces what stands in a field, and reads it again.
    void fill(const Wanted& field, const QString& text);

    Hands& hands() { return hands_; }
    /// Windows of the program, also hidden ones.
    std::vector<Node> windows() const { return program().children(); }
    /// The whole of the program, as text.
    QString describeAll() const;

    /// Where `node` is, once it stays there.
    static QRect restingPlace(const Node& node);

private:
    Node program() const;
    void check(const Wanted& box, bool wanted);
    QPoint reach(const Node& node);

    Hands& hands_;
    AccessibilityBus bus_;
    QString programName_;
};

} // namespace headroom::tour
