#include "ui/members/members_page.h"

#include "ui/members/invite_dialog.h"
#include "ui/members/members_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/dialog.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/kept_selection.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/table_card.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headroom::ui::members {

MembersPage::MembersPage(MembersSource& source, MembersActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , model_(new MembersModel(source.openMembers(), this))
    , header_(new PageHeader(tr("Members")))
    , search_(new SearchField(tr("Search members"), tr("Ctrl F")))
    , stack_(new QStackedWidget)
    , table_(new TableView(tr("Members of the team")))
    , empty_(new EmptyState) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::pageMarginX, metric::pageMarginTop, metric::pageMarginX,
                               metric::pageMarginBottom);
    column->setSpacing(metric::gapLarge);
    QPushButton* invite =
        makeButton(tr("Invite members"), QStringLiteral("user-plus"), ButtonVariant::Primary);
    header_->addAction(invite);
    column->addWidget(header_);
    auto* card = new TableCard;
    card->body()->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 13, 14, 11);
    search_->setMaximumWidth(390);
    auto* roles = new SegmentedControl({tr("All"), tr("Owners"), tr("Admins"), tr("Members")}, tr("Role"));
    head->addWidget(search_, 1);
    head->addStretch();
    head->addWidget(roles);
    card->body()->addLayout(head);
    buildTable();
    card->body()->addWidget(stack_, 1);
    column->addWidget(card, 1);
    connect(invite, &QPushButton::clicked, this, &MembersPage::openInvite);
    connect(search_, &SearchField::searched, model_, &MembersModel::setText);
    connect(roles, &SegmentedControl::chosen, this, [this](int index) {
        model_->setRole(index == 0 ? std::nullopt : std::optional(MemberRole(index - 1)));
    });
    connect(empty_, &EmptyState::actionTriggered, this, [this] { search_->clear(); });
    connect(model_, &QAbstractItemModel::modelReset, this, &MembersPage::refreshRows);
    connect(&source_, &MembersSource::changed, this, &MembersPage::refresh);
    refresh();
    refreshRows();
}

void MembersPage::buildTable() {
    table_->setModel(model_);
    table_->setItemDelegate(new MembersDelegate(table_, model_));
    table_->setColumnWidths({120, 130, 100, 160, 56});
    table_->horizontalHeader()->setSortIndicator(MembersModel::Member, Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    table_->installEventFilter(this);
    table_->viewport()->installEventFilter(this);
    new KeptSelection(table_, model_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    connect(table_, &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        const QModelIndex index = table_->indexAt(position);
        if (!index.isValid()) return;
        memberMenu(model_->member(index.row()))->popup(table_->viewport()->mapToGlobal(position));
    });
}

void MembersPage::refresh() {
    const Overview overview = source_.overview();
    QStringList parts{tr("%n active", nullptr, overview.active)};
    if (overview.invited > 0) parts << tr("%n invited", nullptr, overview.invited);
    if (overview.suspended > 0) parts << tr("%n suspended", nullptr, overview.suspended);
    header_->setSubtitle(tr("%1: %2").arg(overview.teamName, parts.join(QStringLiteral(", "))));
}

void MembersPage::refreshRows() {
    const bool none = model_->rowCount() == 0;
    if (none)
        empty_->setContent(QStringLiteral("search"), tr("Nobody found"),
                           tr("No member matches the search and role."), tr("Clear search"));
    stack_->setCurrentWidget(none ? static_cast<QWidget*>(empty_) : table_);
}

MembersActions::Done MembersPage::report(const QString& success) {
    return guarded(this, [this, success](const Result<void>& result) {
        if (result)
            showToast(this, {success});
        else
            showToast(this, {sentence(result.error()), Tone::Danger});
    });
}

void MembersPage::addRoleActions(QMenu* menu, const MemberRow& member) {
    const Overview overview = source_.overview();
    QMenu* roles = menu->addMenu(icon(QStringLiteral("shield-check")), tr("Role"));
    for (const MemberRole role : {MemberRole::Owner, MemberRole::Admin, MemberRole::Member}) {
        QAction* action = roles->addAction(roleName(role));
        action->setCheckable(true);
        action->setChecked(member.role == role);
        // Only owners make or unmake owners; the endpoint refuses it too.
        const bool touchesOwner = role == MemberRole::Owner || member.role == MemberRole::Owner;
        action->setEnabled(!touchesOwner || overview.ownRole == MemberRole::Owner);
        connect(action, &QAction::triggered, this, [this, member, role] {
            if (role == member.role) return;
            actions_.setRole(member.id, role, report(tr("%1 is now %2").arg(member.name, roleName(role))));
        });
    }
}

QMenu* MembersPage::memberMenu(const MemberRow& member) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool self = member.id == source_.overview().self;
    connect(menu->addAction(icon(QStringLiteral("images")), tr("Show headshots")), &QAction::triggered, this,
            [this, member] { Q_EMIT headshotsRequested(member.id); });
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy e-mail address")), &QAction::triggered,
            this, [member] { QGuiApplication::clipboard()->setText(member.email); });
    menu->addSeparator();
    addRoleActions(menu, member);
    switch (member.state) {
    case MemberState::Invited:
        connect(menu->addAction(icon(QStringLiteral("mail")), tr("Send the invitation again")),
                &QAction::triggered, this, [this, member] {
                    actions_.resendInvitation(member.id,
                                              report(tr("Invitation sent to %1").arg(member.email)));
                });
        break;
    case MemberState::Active: {
        QAction* action = menu->addAction(icon(QStringLiteral("ban")), tr("Suspend"));
        action->setEnabled(!self);
        connect(action, &QAction::triggered, this, [this, member] {
            actions_.suspend(member.id, report(tr("%1 is suspended").arg(member.name)));
        });
        break;
    }
    case MemberState::Suspended:
        connect(menu->addAction(icon(QStringLiteral("undo-2")), tr("Lift the suspension")),
                &QAction::triggered, this, [this, member] {
                    actions_.unsuspend(member.id, report(tr("%1 is active again").arg(member.name)));
                });
        break;
    }
    menu->addSeparator();
    QAction* removal =
        menu->addAction(icon(QStringLiteral("user-x"), Theme::t().red), tr("Remove from team…"));
    removal->setEnabled(!self);
    connect(removal, &QAction::triggered, this, [this, member] { confirmRemove(member); });
    return menu;
}

void MembersPage::confirmRemove(const MemberRow& member) {
    QString text =
        tr("%1 loses access at once. Headshots that were made stay with the team.").arg(member.name);
    if (member.available > 0)
        text +=
            QLatin1Char(' ') + tr("%n unused credit(s) go back to the pool.", nullptr, int(member.available));
    if (member.held > 0)
        text += QLatin1Char(' ') + tr("%n more follow to the pool if their headshots cannot be finished.",
                                      nullptr, int(member.held));
    confirm(window(), tr("Remove %1?").arg(member.name), text, tr("Remove from team"),
            [this, member] { actions_.remove(member.id, report(tr("%1 was removed").arg(member.name))); });
}

void MembersPage::openInvite() {
    auto* dialog = new InviteDialog(source_, actions_, window());
    connect(dialog, &InviteDialog::invited, this, [this](int count) {
        if (count > 0) showToast(this, {tr("%n invitation(s) sent", nullptr, count)});
    });
    dialog->open();
}

void MembersPage::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

bool MembersPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete && table_->currentIndex().isValid()) {
        const MemberRow member = model_->member(table_->currentIndex().row());
        if (member.id != source_.overview().self) confirmRemove(member);
        return true;
    }
    if (watched == table_->viewport() && event->type() == QEvent::MouseButtonRelease) {
        auto* mouse = static_cast<QMouseEvent*>(event);
        const QModelIndex index = table_->indexAt(mouse->position().toPoint());
        if (mouse->button() == Qt::LeftButton && index.isValid() && index.column() == MembersModel::Menu)
            memberMenu(model_->member(index.row()))->popup(mouse->globalPosition().toPoint());
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace headroom::ui::members
