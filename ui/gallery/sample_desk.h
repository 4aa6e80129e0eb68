#pragma once

#include <QString>

#include <memory>

class QWidget;

namespace headroom::ui::shell {
class MainWindow;
}

namespace headroom::ui::gallery {

class SamplePeople;

/// The pages around the work itself on made-up data: sign-in, exports, activity, settings.
class SampleDesk {
public:
    explicit SampleDesk(SamplePeople& people);
    ~SampleDesk();

    void addTo(shell::MainWindow& window);
    /// "signin" and its steps ("signin-connect", "signin-code" ...); null for another name.
    std::unique_ptr<QWidget> open(const QString& page);
    /// False when it is none of these pages' dialogs or states.
    bool openDialog(const QString& name);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace headroom::ui::gallery
