#include "ui/create/create_page.h"

#include "ui/create/photo_tile.h"
#include "ui/create/style_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/drop_overlay.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/number_field.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/page_scroll.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/toast.h"
#include "ui/words/generator_names.h"
#include "ui/words/words.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QSet>
#include <QVBoxLayout>

namespace headroom::ui::create {
namespace {
constexpr int orderWidth = 320;
constexpr int mostStylesAtOnce = 20;
} // namespace

CreatePage::CreatePage(CreateSource& source, CreateActions& actions, ThumbnailCache& thumbnails,
                       QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , thumbnails_(thumbnails)
    , overlay_(new DropOverlay(this, tr("Drop photos here"),
                               tr("JPEG, PNG, WebP or HEIC; one person per photo"))) {
    setFocusPolicy(Qt::ClickFocus);
    QVBoxLayout* column = scrollIn(this)->column();
    auto* header = new PageHeader(tr("Create"));
    header->setSubtitle(tr("A few casual photos become professional headshots"));
    column->addWidget(header);
    auto* row = new QHBoxLayout;
    row->setSpacing(metric::gap);
    auto* left = new QVBoxLayout;
    left->setSpacing(metric::gap);
    left->addWidget(buildPhotos());
    left->addWidget(buildStyles());
    left->addStretch();
    row->addLayout(left, 1);
    Card* order = buildOrder();
    order->setFixedWidth(orderWidth);
    row->addWidget(order, 0, Qt::AlignTop);
    column->addLayout(row, 1);
    connect(overlay_, &DropOverlay::filesDropped, this,
            [this](const QStringList& paths) { actions_.addFiles(paths); });
    connect(&source_, &CreateSource::changed, this, &CreatePage::refresh);
    connect(&source_, &CreateSource::rejected, this, &CreatePage::showRejected);
    refresh();
}

Card* CreatePage::buildPhotos() {
    auto* card = new Card;
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new TextLabel(tr("1. Photos"), TextStyle::Title));
    photoCount_ = new Pill;
    head->addWidget(photoCount_);
    head->addStretch();
    QPushButton* pasteButton = makeButton(tr("Paste"), QStringLiteral("clipboard"), ButtonVariant::Ghost);
    QPushButton* choose = makeButton(tr("Choose photos…"), QStringLiteral("image-plus"));
    head->addWidget(pasteButton);
    head->addWidget(choose);
    card->body()->addLayout(head);
    rejectedNotice_ = new Notice;
    card->body()->addWidget(rejectedNotice_);
    photoHint_ = new QWidget;
    auto* hint = new QVBoxLayout(photoHint_);
    hint->setContentsMargins(0, 22, 0, 26);
    hint->setSpacing(4);
    hint->addWidget(new IconLabel(QStringLiteral("image-up"), Tone::Accent, 34), 0, Qt::AlignHCenter);
    hint->addSpacing(6);
    auto* title = new TextLabel(tr("Drop photos anywhere in this window"), TextStyle::Label);
    title->setAlignment(Qt::AlignCenter);
    hint->addWidget(title);
    auto* text = new TextLabel(
        tr("Three or more work best: face to the camera, good light, nobody else in the picture."),
        TextStyle::Small, Tone::Muted);
    text->setAlignment(Qt::AlignCenter);
    hint->addWidget(text);
    card->body()->addWidget(photoHint_);
    photoArea_ = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    photoArea_->setSizePolicy(policy);
    photoFlow_ = new FlowLayout(12);
    photoArea_->setLayout(photoFlow_);
    card->body()->addWidget(photoArea_);
    connect(pasteButton, &QPushButton::clicked, this, &CreatePage::paste);
    connect(choose, &QPushButton::clicked, this, &CreatePage::chooseFiles);
    return card;
}

Card* CreatePage::buildStyles() {
    auto* card = new Card;
    card->body()->addWidget(new TextLabel(tr("2. Styles"), TextStyle::Title));
    auto* area = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    area->setSizePolicy(policy);
    styleFlow_ = new FlowLayout(12);
    styleFlow_->setFill(FlowLayout::Fill::Yes);
    area->setLayout(styleFlow_);
    card->body()->addWidget(area);
    return card;
}

Card* CreatePage::buildOrder() {
    auto* card = new Card;
    card->body()->setSpacing(8);
    card->body()->addWidget(new TextLabel(tr("3. Make"), TextStyle::Title));
    count_ = new Stepper(1, 8, tr("Headshots per style"));
    card->body()->addWidget(labelled(tr("Headshots per style"), count_));
    card->body()->addSpacing(6);
    cost_ = new TextLabel({}, TextStyle::Display);
    card->body()->addWidget(cost_);
    balance_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    balance_->setWordWrap(true);
    card->body()->addWidget(balance_);
    consent_ = new TextLabel({}, TextStyle::Small, Tone::Muted);
    consent_->setWordWrap(true);
    card->body()->addWidget(consent_);
    card->body()->addSpacing(4);
    make_ = makeButton(tr("Make headshots"), QStringLiteral("sparkles"), ButtonVariant::Primary);
    make_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    card->body()->addWidget(make_);
    reason_ = new TextLabel({}, TextStyle::Small, Tone::Warning);
    reason_->setWordWrap(true);
    card->body()->addWidget(reason_);
    connect(count_, &Stepper::valueChanged, this, &CreatePage::refreshQuote);
    connect(make_, &QPushButton::clicked, this, &CreatePage::make);
    return card;
}

void CreatePage::refresh() {
    const Overview overview = source_.overview();
    refreshPhotos(overview.photos);
    refreshStyles(overview.styles);
    count_->setMaximum(overview.mostPerStyle);
    refreshQuote();
}

void CreatePage::refreshPhotos(const std::vector<PhotoRow>& photos) {
    QSet<PhotoId> kept;
    int chosen = 0;
    for (const PhotoRow& photo : photos) {
        kept.insert(photo.id);
        PhotoTile*& tile = tiles_[photo.id];
        if (!tile) {
            tile = new PhotoTile(thumbnails_, photoArea_);
            connectTile(tile, photo.id);
            photoFlow_->addWidget(tile);
            tile->show();
        }
        tile->setPhoto(photo);
        chosen += photo.chosen && photo.state != PhotoState::Refused;
    }
    for (auto it = tiles_.begin(); it != tiles_.end();) {
        if (kept.contains(it.key())) {
            ++it;
            continue;
        }
        photoFlow_->removeWidget(*it);
        (*it)->hide();
        (*it)->deleteLater();
        it = tiles_.erase(it);
    }
    photoCount_->setContent(tr("%n chosen", nullptr, chosen), {},
                            chosen > 0 ? Tone::Accent : Tone::Secondary);
    photoHint_->setVisible(photos.empty());
    photoArea_->setVisible(!photos.empty());
    photoFlow_->invalidate();
    photoArea_->updateGeometry();
}

void CreatePage::connectTile(PhotoTile* tile, const PhotoId& id) {
    connect(tile, &QAbstractButton::clicked, this, [this, tile, id] {
        if (tile->isCheckable()) actions_.choosePhoto(id, tile->isChecked());
    });
    connect(tile, &PhotoTile::removeRequested, this, [this, id] { actions_.removePhoto(id); });
    connect(tile, &PhotoTile::pauseRequested, this, [this, id] { actions_.pause(id); });
    connect(tile, &PhotoTile::resumeRequested, this, [this, id] { actions_.resume(id); });
    connect(tile, &PhotoTile::retryRequested, this, [this, id] { actions_.retry(id); });
}

void CreatePage::refreshStyles(const std::vector<Style>& styles) {
    QStringList keys;
    for (const Style& style : styles)
        keys << style.key;
    if (keys == styleKeys_) return;
    const QStringList chosen = request().styles;
    styleKeys_ = keys;
    qDeleteAll(styleCards_);
    styleCards_.clear();
    for (const Style& style : styles) {
        auto* card = new StyleCard(style);
        card->setChecked(chosen.contains(style.key));
        styleFlow_->addWidget(card);
        styleCards_ << card;
        connect(card, &QAbstractButton::toggled, this, &CreatePage::refreshQuote);
    }
}

Request CreatePage::request() const {
    Request result;
    for (const StyleCard* card : styleCards_)
        if (card->isChecked() && result.styles.size() < mostStylesAtOnce) result.styles << card->key();
    result.countPerStyle = count_->value();
    return result;
}

QString CreatePage::photoUseWords(const std::optional<PhotoUse>& use) {
    if (!use) return tr("Where photos go is known once your team's server has answered.");
    QString words;
    if (use->services.isEmpty()) {
        words = tr("Photos stay on your team's server.");
    } else {
        QString all = generatorName(use->services.first());
        for (const QString& service : use->services.mid(1))
            all = tr("%1 and %2").arg(all, generatorName(service));
        words = use->always ? tr("Your photos are sent to %1 to make the headshots.").arg(all)
                            : tr("Your photos may be sent to %1 to make the headshots.").arg(all);
    }
    if (use->daysKept == 0) return words;
    const QString kept = use->services.isEmpty()
                             ? tr("They are deleted after %n day(s).", nullptr, use->daysKept)
                             : tr("Your team's server deletes them after %n day(s).", nullptr, use->daysKept);
    return tr("%1 %2", "two sentences").arg(words, kept);
}

void CreatePage::refreshQuote() {
    const Quote quote = source_.quote(request());
    consent_->setText(photoUseWords(quote.photoUse));
    cost_->setText(tr("%n credit(s)", nullptr, int(quote.credits)));
    const qint64 available = source_.overview().available;
    balance_->setText(
        quote.credits == 0
            ? tr("You have %n credit(s). One makes one headshot.", nullptr, int(available))
            : tr("You have %1; %2 remain afterwards. Credits for headshots that fail come back.")
                  .arg(formatNumber(available), formatNumber(quote.availableAfter)));
    balance_->setTone(quote.availableAfter < 0 ? Tone::Danger : Tone::Muted);
    const QString blocked = busy_ ? tr("Waiting for the answer") : quote.blockedBy;
    setAvailable(make_, blocked);
    reason_->setText(blocked);
    reason_->setVisible(!blocked.isEmpty());
}

void CreatePage::showRejected(const std::vector<RejectedFile>& files) {
    QStringList lines;
    for (const RejectedFile& file : files)
        lines << tr("%1: %2").arg(file.fileName, words(file.reason).title);
    rejectedNotice_->setText(Tone::Warning, lines.join(QLatin1Char('\n')), tr("OK"));
    connect(rejectedNotice_, &Notice::actionTriggered, rejectedNotice_, &Notice::clear, Qt::UniqueConnection);
}

void CreatePage::chooseFiles() {
    auto* chooser = new QFileDialog(this, tr("Choose photos"), {},
                                    tr("Photos (*.jpg *.jpeg *.png *.webp *.heic *.heif)"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::ExistingFiles);
    connect(chooser, &QFileDialog::filesSelected, this,
            [this](const QStringList& paths) { actions_.addFiles(paths); });
    chooser->open();
}

void CreatePage::paste() {
    const QMimeData* pasted = QGuiApplication::clipboard()->mimeData();
    const QStringList files = pasted ? DropOverlay::localFiles(pasted) : QStringList();
    if (!files.isEmpty())
        actions_.addFiles(files);
    else if (pasted && pasted->hasImage())
        actions_.addImage(qvariant_cast<QImage>(pasted->imageData()));
    else
        showToast(this, {tr("There is no photo in the clipboard"), Tone::Info});
}

void CreatePage::make() {
    const Request wanted = request();
    busy_ = true;
    refreshQuote();
    actions_.generate(wanted, guarded(this, [this, wanted](const Result<void>& result) {
                          busy_ = false;
                          refreshQuote();
                          if (result)
                              Q_EMIT generated(int(wanted.styles.size()) * wanted.countPerStyle);
                          else
                              showToast(this, {sentence(result.error()), Tone::Danger});
                      }));
}

void CreatePage::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Paste))
        paste();
    else
        QWidget::keyPressEvent(event);
}

} // namespace headroom::ui::create
