#include "ui/settings/notices_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text_label.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace headroom::ui::settings {
namespace {

constexpr int listHeight = 420;
constexpr int listWidth = 520;

/// Names are names: not translated.
struct Part {
    const char* name;
    const char* licence;
    const char* holder;
};

constexpr std::array parts{
    Part{"Qt 6", "LGPL-3.0 (linked dynamically)", "The Qt Company and contributors"},
    Part{"libvips", "LGPL-2.1-or-later", "John Cupitt, Kirk Martinez and contributors"},
    Part{"libheif", "LGPL-3.0", "Dirk Farin and contributors"},
    Part{"OpenCV", "Apache-2.0", "OpenCV team"},
    Part{"MediaPipe models (face detection, face landmarks, segmentation)", "Apache-2.0",
         "The MediaPipe Authors; converted to ONNX"},
    Part{"SQLite", "Public domain", "D. Richard Hipp and contributors"},
    Part{"libpq (PostgreSQL)", "PostgreSQL License", "PostgreSQL Global Development Group"},
    Part{"Boost.Beast, Boost.Asio", "BSL-1.0", "Vinnie Falco, Christopher Kohlhoff and contributors"},
    Part{"OpenSSL", "Apache-2.0", "The OpenSSL Project Authors"},
    Part{"curl", "curl licence", "Daniel Stenberg and contributors"},
    Part{"JSON for Modern C++", "MIT", "Niels Lohmann"},
    Part{"tl::expected", "CC0-1.0", "Sy Brand"},
    Part{"QtKeychain", "BSD-3-Clause", "Frank Osterfeld and contributors"},
    Part{"Inter, as \"Hr Sans\" with tabular figures", "OFL-1.1", "The Inter Project Authors"},
    Part{"Lucide icons", "ISC, some MIT", "Lucide contributors, Cole Bemis (Feather)"},
    Part{"Portraits in the previews of styles", "Public domain", "NASA, United States Navy, The White House"},
};

} // namespace

NoticesDialog::NoticesDialog(QWidget* parent)
    : Dialog(tr("Licences"), tr("Headroom is built on the work of others."), parent) {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Licences"));
    scroll->setMinimumSize(listWidth, listHeight);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, metric::gapSmall, 0);
    column->setSpacing(metric::gap);
    for (const Part& part : parts) {
        auto* words = new QVBoxLayout;
        words->setSpacing(1);
        auto* name = new TextLabel(QString::fromLatin1(part.name), TextStyle::BodyStrong);
        name->setWordWrap(true);
        auto* detail = new TextLabel(
            tr("%1, %2").arg(QString::fromLatin1(part.licence), QString::fromLatin1(part.holder)),
            TextStyle::Small, Tone::Muted);
        detail->setWordWrap(true);
        words->addWidget(name);
        words->addWidget(detail);
        column->addLayout(words);
    }
    column->addStretch();
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false); // the dialog's own ground shows
    content->setAutoFillBackground(false);
    body()->addWidget(scroll, 1);
    addCancel(tr("Close"));
}

} // namespace headroom::ui::settings
