#include "ui/settings/service_errors_dialog.h"

#include "ui/settings/service_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {

constexpr int listWidth = 520;
constexpr int listHeightMost = 420;

QWidget* errorEntry(const ServiceError& error, const QDateTime& now) {
    auto* entry = new QWidget;
    auto* words = new QVBoxLayout(entry);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(2);
    auto* text = new TextLabel(error.words, TextStyle::Body);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(text);
    auto* when = new TextLabel(errorTimes(error, now), TextStyle::Small, Tone::Muted);
    when->setToolTip(formatDateTime(error.at));
    words->addWidget(when);
    return entry;
}

/// For the operator, who may be somebody else: with exact times.
QString asText(const Service& service) {
    QStringList lines{serviceName(service.kind, service.name) + QStringLiteral(", ") + service.place};
    for (const ServiceError& error : service.errors)
        lines << QStringLiteral("%1  %2x  %3")
                     .arg(error.at.toUTC().toString(Qt::ISODate))
                     .arg(error.times)
                     .arg(error.words);
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ServiceErrorsDialog::ServiceErrorsDialog(const Service& service, QWidget* parent)
    : Dialog(tr("Last errors of %1").arg(serviceName(service.kind, service.name)),
             service.problem ? tr("Of the last 30 days, newest first.")
                             : tr("Of the last 30 days, newest first. It works again since."),
             parent) {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Last errors"));
    scroll->setMinimumWidth(listWidth);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, metric::gapSmall, 0);
    column->setSpacing(metric::gap);
    const QDateTime now = QDateTime::currentDateTime();
    for (const ServiceError& error : service.errors)
        column->addWidget(errorEntry(error, now));
    column->addStretch();
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false); // the dialog's own ground shows
    content->setAutoFillBackground(false);
    const int wanted = column->hasHeightForWidth() ? column->heightForWidth(listWidth - 2 * metric::gapLarge)
                                                   : column->sizeHint().height();
    scroll->setMinimumHeight(std::min(wanted + metric::gapSmall, listHeightMost));
    body()->addWidget(scroll, 1);
    QPushButton* copy = addButton(tr("Copy"), QStringLiteral("copy"));
    connect(copy, &QPushButton::clicked, this, [this, service] {
        QGuiApplication::clipboard()->setText(asText(service));
        showToast(this, {tr("The errors are in the clipboard"), Tone::Info});
    });
    addCancel(tr("Close"));
}

} // namespace headroom::ui::settings
