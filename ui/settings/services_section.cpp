#include "ui/settings/services_section.h"

#include "ui/settings/service_errors_dialog.h"
#include "ui/settings/service_row.h"
#include "ui/settings/setting_row.h"
#include "ui/widgets/buttons.h"

#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {
constexpr int againSize = 24;
} // namespace

ServicesSection::ServicesSection(ServicesSource& source, ServicesActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , section_(new SettingSection(tr("Services")))
    , again_(makeIconButton(QStringLiteral("refresh-cw"), tr("Look again"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    again_->setFixedSize(againSize, againSize); // no taller than the heading
    section_->setHeadingAction(again_);
    column->addWidget(section_);
    connect(again_, &QPushButton::clicked, this, [this] { actions_.refresh(); });
    connect(&source_, &ServicesSource::changed, this, &ServicesSection::refresh);
    refresh();
}

void ServicesSection::refresh() {
    const QString offline = source_.offline();
    setAvailable(again_, offline);
    if (offline.isEmpty()) again_->setToolTip(tr("Look again"));
    const std::vector<Service> services = source_.services();
    QStringList keys;
    for (const Service& service : services)
        keys << service.key;
    const QString problem = offline.isEmpty() ? source_.problem() : offline;
    // Rows made anew lose the focus, so only when there are others.
    if (!built_ || keys != shownKeys_ || (keys.isEmpty() && problem != shownProblem_)) rebuild(keys, problem);
    for (std::size_t i = 0; i < services.size(); ++i)
        rows_[i]->setService(services[i], offline);
}

void ServicesSection::rebuild(const QStringList& keys, const QString& problem) {
    built_ = true;
    shownKeys_ = keys;
    shownProblem_ = problem;
    section_->clear();
    rows_.clear();
    for (const QString& key : keys) {
        auto* row = new ServiceRow;
        connect(row, &ServiceRow::testRequested, this, [this, key] { actions_.test(key); });
        connect(row, &ServiceRow::errorsRequested, this, [this, key] { openErrors(key); });
        section_->addRow(row);
        rows_.push_back(row);
    }
    if (keys.isEmpty())
        section_->addRow(tr("Not known yet"), problem.isEmpty() ? tr("Asking the endpoint…") : problem,
                         nullptr);
}

void ServicesSection::openErrors(const QString& key) {
    const std::vector<Service> services = source_.services();
    const auto found = std::ranges::find(services, key, &Service::key);
    if (found == services.end()) return;
    (new ServiceErrorsDialog(*found, window()))->open();
}

} // namespace headroom::ui::settings
