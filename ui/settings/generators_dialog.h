#pragma once

#include "ui/settings/generators_source.h"
#include "ui/widgets/dialog.h"

class QCheckBox;
class QListWidget;

namespace headroom::ui {
class MoneyField;
class SegmentedControl;
class TextLabel;
} // namespace headroom::ui

namespace headroom::ui::settings {

class GeneratorOrder;

/// Who makes a team's headshots: the order for all styles and for single ones, to whom photos may be sent,
/// and what may be spent in a day. Nothing is saved before "Save", and then all of it at once.
class GeneratorsDialog : public Dialog {
    Q_OBJECT
public:
    GeneratorsDialog(const Generators& generators, GeneratorsActions& actions, QWidget* parent);

    /// What would be saved now.
    GeneratorChoice choice() const;

Q_SIGNALS:
    void saved();

private:
    /// All styles, or one of them.
    struct Scope {
        QString style; ///< empty: all
        QString name;
        std::optional<QStringList> order; ///< of its own
    };
    void readChoice();
    QWidget* buildOrders();
    QWidget* buildConsents();
    QWidget* buildConsent(const Generator& generator);
    QWidget* buildLimit();
    Scope& scope();
    QStringList inherited(const Scope& scope) const;
    void showScope();
    void chooseOwn(int index);
    void takeOrder();
    void markScopes();
    void judge();
    void save();

    const Generators generators_;
    GeneratorsActions& actions_;
    std::vector<Scope> scopes_;
    QListWidget* list_ = nullptr;
    SegmentedControl* own_ = nullptr;
    GeneratorOrder* order_ = nullptr;
    std::vector<std::pair<QString, QCheckBox*>> consents_; ///< by generator
    SegmentedControl* ownLimit_ = nullptr;
    MoneyField* limit_ = nullptr;
};

} // namespace headroom::ui::settings
