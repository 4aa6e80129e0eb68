// What the Headshots page does with the headshots that are selected.
#include "ui/headshots/gallery_view.h"
#include "ui/headshots/headshot_viewer.h"
#include "ui/headshots/headshots_limits.h"
#include "ui/headshots/headshots_model.h"
#include "ui/headshots/headshots_page.h"
#include "ui/headshots/rename_dialog.h"
#include "ui/theme/icons.h"
#include "ui/thumbnails/thumbnail_cache.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QAction>
#include <QDrag>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace headroom::ui::headshots {

namespace {

bool isUnfinished(HeadshotState state) {
    return state == HeadshotState::Queued || state == HeadshotState::Rendering;
}

} // namespace

HeadshotsActions::Done HeadshotsPage::report() {
    return guarded(this, [this](const Result<void>& result) {
        if (!result) showToast(this, {sentence(result.error()), Tone::Danger});
    });
}

void HeadshotsPage::toggleFavourites() {
    const QStringList keys = selection();
    if (keys.isEmpty()) return;
    const bool all = std::all_of(keys.begin(), keys.end(), [this](const QString& key) {
        return model_->headshot(model_->rowOf(key)).favourite;
    });
    actions_.setFavourite(keys, all ? Favourite::No : Favourite::Yes, report());
}

void HeadshotsPage::removeSelected() {
    QStringList finished;
    QStringList unfinished;
    for (const QString& key : selection())
        (isUnfinished(model_->headshot(model_->rowOf(key)).state) ? unfinished : finished) << key;
    if (!unfinished.isEmpty()) actions_.cancel(unfinished, report());
    if (!finished.isEmpty()) removeWithUndo(finished);
}

void HeadshotsPage::removeWithUndo(const QStringList& keys) {
    QStringList restorable; // a failed one has nothing to bring back
    for (const QString& key : keys)
        if (model_->headshot(model_->rowOf(key)).state == HeadshotState::Completed) restorable << key;
    actions_.remove(
        keys, guarded(this, [this, keys, restorable](const Result<void>& result) {
            if (!result) return showToast(this, {sentence(result.error()), Tone::Danger});
            ToastMessage toast{tr("%n headshot(s) deleted for the team", nullptr, int(keys.size()))};
            if (!restorable.isEmpty()) {
                toast.actionText = tr("Undo");
                toast.action = guarded(this, [this, restorable] { actions_.restore(restorable, report()); });
            }
            showToast(this, toast);
        }));
}

void HeadshotsPage::rename(const QString& key) {
    const int row = model_->rowOf(key);
    if (row < 0) return;
    const HeadshotRow shot = model_->headshot(row);
    if (shot.state != HeadshotState::Completed) return;
    auto* dialog = new RenameDialog(shot.memberName, shot.name, shot.style, window());
    connect(dialog, &RenameDialog::chosen, this,
            [this, key](const QString& name) { actions_.rename(key, name, report()); });
    dialog->open();
}

void HeadshotsPage::dragOut() {
    QStringList keys;
    for (const QString& key : selection())
        if (model_->headshot(model_->rowOf(key)).state == HeadshotState::Completed) keys << key;
    if (keys.isEmpty()) return;
    if (keys.size() > limits::mostDragged)
        return showToast(this, {tr("Up to %1 headshots can be dragged at once. Export… takes any number.")
                                    .arg(limits::mostDragged),
                                Tone::Warning});
    source_.prepareFiles(
        keys, guarded(this, [this, keys](const Result<QStringList>& files) {
            if (!files) return showToast(this, {sentence(files.error()), Tone::Danger});
            // Fetched from afar, they may come after the button was let go.
            if (!(QGuiApplication::mouseButtons() & Qt::LeftButton))
                return showToast(this, {tr("The pictures are on this computer now: drag them again.")});
            QList<QUrl> urls;
            for (const QString& file : *files)
                urls << QUrl::fromLocalFile(file);
            auto* content = new QMimeData;
            content->setUrls(urls);
            auto* drag = new QDrag(view_);
            drag->setMimeData(content);
            const int row = model_->rowOf(keys.first());
            if (row >= 0) {
                const QRect picture = GalleryDelegate::pictureRect(view_->visualRect(model_->index(row, 0)));
                const QPixmap shown = view_->viewport()->grab(picture);
                drag->setPixmap(shown.scaledToWidth(limits::draggedWidth, Qt::SmoothTransformation));
            }
            drag->exec(Qt::CopyAction);
        }));
}

void HeadshotsPage::showMenu(const QPoint& globalPosition) {
    const QStringList keys = selection();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& name, const QString& text, auto run) {
        QAction* action = menu->addAction(icon(name), text);
        connect(action, &QAction::triggered, this, run);
        return action;
    };
    QStringList failed;
    QStringList unfinished;
    QStringList completed;
    for (const QString& key : keys) {
        const HeadshotState state = model_->headshot(model_->rowOf(key)).state;
        (isUnfinished(state) ? unfinished : state == HeadshotState::Failed ? failed : completed) << key;
    }
    const int row = view_->currentIndex().row();
    if (completed.contains(model_->keyAt(row)))
        add(QStringLiteral("eye"), tr("Open"), [this, row] { viewer_->showHeadshot(row); });
    if (!completed.isEmpty()) {
        add(QStringLiteral("heart"), tr("Favourite"), [this] { toggleFavourites(); })->setShortcut(Qt::Key_F);
        if (completed.size() >= 2 && completed.size() <= limits::mostCompared)
            add(QStringLiteral("columns-2"), tr("Compare"),
                [this, completed] { viewer_->compare(completed); });
        if (keys.size() == 1)
            add(QStringLiteral("pencil"), tr("Rename…"), [this, completed] {
                rename(completed.first());
            })->setShortcut(Qt::Key_F2);
        add(QStringLiteral("folder-down"), tr("Export…"),
            [this, completed] { Q_EMIT exportRequested(completed); });
    }
    if (!failed.isEmpty())
        add(QStringLiteral("rotate-cw"), tr("Make again"),
            [this, failed] { actions_.retry(failed, report()); });
    if (!unfinished.isEmpty())
        add(QStringLiteral("x"), tr("Cancel, credits go back"),
            [this, unfinished] { actions_.cancel(unfinished, report()); });
    const QStringList finished = completed + failed;
    if (!finished.isEmpty()) {
        menu->addSeparator();
        add(QStringLiteral("trash-2"), tr("Delete"), [this, finished] {
            removeWithUndo(finished);
        })->setShortcut(QKeySequence::Delete);
    }
    menu->popup(globalPosition);
}

} // namespace headroom::ui::headshots
