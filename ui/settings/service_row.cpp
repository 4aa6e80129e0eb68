#include "ui/settings/service_row.h"

#include "ui/settings/service_words.h"
#include "ui/settings/setting_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/accessible_role.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace headroom::ui::settings {
namespace {

constexpr int iconColumn = 20;
constexpr int lineIcon = 14;

QString detailOf(const Service& service) {
    QStringList parts{serviceUse(service)};
    if (!service.place.isEmpty()) parts << service.place;
    if (service.waiting > 0) parts << ServiceRow::tr("%n message(s) wait", nullptr, service.waiting);
    return parts.join(QStringLiteral(" · "));
}

} // namespace

ServiceRow::ServiceRow(QWidget* parent)
    : QWidget(parent)
    , icon_(new IconLabel({}, Tone::Muted, 18))
    , name_(new TextLabel({}, TextStyle::BodyStrong))
    , status_(new Pill)
    , detail_(new TextLabel({}, TextStyle::Small, Tone::Muted))
    , errors_(makeIconButton(QStringLiteral("history"), tr("Last errors…")))
    , test_(makeButton(tr("Testing…"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(rowPaddingX, rowPaddingY, rowPaddingX, rowPaddingY);
    row->setSpacing(metric::gap);
    icon_->setFixedWidth(iconColumn);
    row->addWidget(icon_, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(3);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(metric::gapSmall);
    heading->addWidget(name_);
    heading->addWidget(status_);
    heading->addStretch();
    words->addLayout(heading);
    detail_->setWordWrap(true);
    words->addWidget(detail_);
    problem_ = addLine(words);
    outcome_ = addLine(words);
    row->addLayout(words, 1);
    row->addWidget(errors_, 0, Qt::AlignVCenter);
    row->addWidget(test_, 0, Qt::AlignVCenter);
    test_->setFixedWidth(test_->sizeHint().width()); // the same while it runs, so that nothing moves
    connect(test_, &QPushButton::clicked, this, &ServiceRow::testRequested);
    connect(errors_, &QPushButton::clicked, this, &ServiceRow::errorsRequested);
}

ServiceRow::Line ServiceRow::addLine(QVBoxLayout* words) {
    const Line line{new IconLabel({}, Tone::Secondary, lineIcon),
                    new TextLabel({}, TextStyle::Small, Tone::Secondary)};
    line.text->setWordWrap(true);
    line.text->setTextInteractionFlags(Qt::TextSelectableByMouse); // for a search, or for the operator
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(line.icon, 0, Qt::AlignTop);
    row->addWidget(line.text, 1);
    words->addLayout(row);
    return line;
}

void ServiceRow::showLine(const Line& line, const QString& icon, const QString& text, Tone tone) {
    const bool news = text != line.text->text();
    line.icon->setIconName(icon);
    line.icon->setTone(tone);
    line.icon->setVisible(!text.isEmpty());
    line.text->setText(text);
    line.text->setTone(tone);
    line.text->setVisible(!text.isEmpty());
    if (news && !text.isEmpty()) announce(line.text);
}

void ServiceRow::setService(const Service& service, const QString& offline) {
    const QString name = serviceName(service.kind, service.name);
    setAccessibleName(name);
    icon_->setIconName(serviceIcon(service.kind));
    name_->setText(name);
    const ServiceStatus status = statusOf(service);
    const StatusLook look = statusLook(status);
    status_->setContent(look.text, look.icon, look.tone);
    detail_->setText(detailOf(service));
    showProblem(service);
    showTest(service.test);
    errors_->setVisible(!service.errors.empty());
    errors_->setAccessibleName(tr("Last errors of %1").arg(name));
    const bool running = service.test.state == ServiceTest::State::Running;
    const bool waiting = service.test.state == ServiceTest::State::Waiting;
    test_->setVisible(status != ServiceStatus::Off);
    test_->setText(running ? tr("Testing…") : waiting ? tr("Waiting…") : tr("Test"));
    test_->setAccessibleName(running ? tr("Testing %1").arg(name) : tr("Test %1").arg(name));
    setAvailable(test_, running || waiting ? tr("Waiting for the outcome") : offline);
}

void ServiceRow::showProblem(const Service& service) {
    const bool said = service.problem && service.test.state == ServiceTest::State::Fails &&
                      service.test.words == service.problem->words; // by the outcome below
    if (!service.problem || said) return showLine(problem_, {}, {}, Tone::Danger);
    QString since = formatSince(service.problem->at, QDateTime::currentDateTime());
    since[0] = since[0].toUpper();
    showLine(problem_, QStringLiteral("triangle-alert"), tr("%1: %2").arg(since, service.problem->words),
             Tone::Danger);
}

void ServiceRow::showTest(const ServiceTest& test) {
    QString text;
    QString icon;
    Tone tone = Tone::Secondary;
    switch (test.state) {
    case ServiceTest::State::None:
        break;
    case ServiceTest::State::Waiting:
        text = tr("Its turn comes when the test before it has ended.");
        icon = QStringLiteral("clock");
        break;
    case ServiceTest::State::Running:
        text = tr("The endpoint tries it out; this can take a minute.");
        icon = QStringLiteral("hourglass");
        break;
    case ServiceTest::State::Works:
        text = tr("Works (%1). %2").arg(formatTook(test.tookMs), test.words);
        icon = QStringLiteral("circle-check");
        tone = Tone::Success;
        break;
    case ServiceTest::State::Fails:
        text = tr("Does not work (%1). %2").arg(formatTook(test.tookMs), test.words);
        icon = QStringLiteral("circle-x");
        tone = Tone::Danger;
        break;
    case ServiceTest::State::NotAsked:
        text = tr("Not tested. %1").arg(test.words);
        icon = QStringLiteral("circle-alert");
        tone = Tone::Warning;
        break;
    }
    showLine(outcome_, icon, text, tone);
}

} // namespace headroom::ui::settings
