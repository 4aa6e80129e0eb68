#include "ui/gallery/sample_desk.h"

#include "ui/gallery/sample_people.h"
#include "ui/gallery/sample_sign_in.h"
#include "ui/shell/main_window.h"
#include "ui/signin/sign_in_page.h"

#include <QLineEdit>
#include <QPushButton>

namespace headroom::ui::gallery {

using shell::PageKind;

struct SampleDesk::Parts {
    explicit Parts(SamplePeople& team)
        : people(team) {}

    SamplePeople& people;
    SampleSignIn signIn;
};

SampleDesk::SampleDesk(SamplePeople& people)
    : parts_(std::make_unique<Parts>(people)) {}

SampleDesk::~SampleDesk() = default;

void SampleDesk::addTo(shell::MainWindow&) {}

std::unique_ptr<QWidget> SampleDesk::open(const QString& page) {
    if (!page.startsWith(QLatin1String("signin"))) return nullptr;
    SampleSignIn& endpoint = parts_->signIn;
    endpoint.remember(QStringLiteral("https://headroom.northwind.design"),
                      QStringLiteral("elena.weber@northwind.design"));
    auto window = std::make_unique<signin::SignInPage>(endpoint, endpoint);
    if (page == QLatin1String("signin-connect")) window->showConnect();
    if (page == QLatin1String("signin-local")) window->showLocal();
    if (page == QLatin1String("signin-progress")) {
        endpoint.hold();
        endpoint.setLocal(QStringLiteral("Northwind Design"), {});
        window = std::make_unique<signin::SignInPage>(endpoint, endpoint);
        window->showLocal();
        endpoint.progress()(signin::LocalProgress::MakingTeam);
    }
    if (page == QLatin1String("signin-invitation"))
        window->showInvitation(QStringLiteral("https://headroom.northwind.design/join/7Qm2vS0kX"));
    if (page == QLatin1String("signin-code")) {
        window->showConnect();
        for (QPushButton* button : window->findChildren<QPushButton*>())
            if (button->isVisibleTo(window.get()) && button->text().contains(QLatin1String("code"))) {
                button->click();
                break;
            }
        if (auto* field = window->findChild<QLineEdit*>(QStringLiteral("code")))
            field->insert(QStringLiteral("123"));
    }
    return window;
}

bool SampleDesk::openDialog(const QString&) {
    return false;
}

} // namespace headroom::ui::gallery
