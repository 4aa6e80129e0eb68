#include "ui/exports/exports_page.h"

#include "ui/exports/export_list.h"
#include "ui/exports/export_options_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace headroom::ui::exports {
namespace {

constexpr int optionsWidth = 470;

} // namespace

ExportsPage::ExportsPage(ExportsSource& source, ExportsActions& actions, QWidget* parent)
    : QWidget(parent)
    , actions_(actions)
    , form_(new ExportOptionsForm(source)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::pageMarginX, metric::pageMarginTop, metric::pageMarginX,
                               metric::pageMarginBottom);
    column->setSpacing(metric::gapLarge);
    auto* header = new PageHeader(tr("Exports"));
    header->setSubtitle(
        tr("Headshots as files, named the way you need them. Each says that a machine made it; "
           "place and camera stay behind."));
    column->addWidget(header);
    auto* row = new QHBoxLayout;
    row->setSpacing(metric::gap);
    form_->setFixedWidth(optionsWidth);
    row->addWidget(form_);
    row->addWidget(new ExportList(source, actions), 1);
    column->addLayout(row, 1);
    connect(form_, &ExportOptionsForm::startRequested, this, &ExportsPage::start);
}

void ExportsPage::setHeadshots(const QStringList& keys) {
    form_->setHeadshots(keys);
}

Options ExportsPage::options() const {
    return form_->options();
}

void ExportsPage::start() {
    actions_.start(options(), guarded(this, [this](const Result<void>& result) {
                       if (result)
                           setHeadshots({});
                       else
                           showToast(this, {sentence(result.error()), Tone::Danger});
                   }));
}

} // namespace headroom::ui::exports
