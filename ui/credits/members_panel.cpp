#include "ui/credits/members_panel.h"

#include "ui/credits/credits_limits.h"
#include "ui/credits/credits_member_delegate.h"
#include "ui/credits/credits_member_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/kept_selection.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/selection_bar.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace headroom::ui::credits {

MembersPanel::MembersPanel(CreditsSource& source, QWidget* parent)
    : TableCard(parent)
    , model_(new CreditsMemberModel(source.openMembers(), this))
    , count_(new Pill)
    , search_(new SearchField(tr("Search members"), tr("Ctrl F")))
    , role_(new QComboBox)
    , stack_(new QStackedWidget)
    , table_(new TableView(tr("Members and their credits")))
    , empty_(new EmptyState) {
    buildHead();
    buildTable();
    selection_ = new SelectionBar(this);
    QPushButton* give = selection_->addAction(tr("Give credits"), QStringLiteral("plus"));
    QPushButton* take = selection_->addAction(tr("Take back"), QStringLiteral("undo-2"));
    connect(give, &QPushButton::clicked, this, [this] { Q_EMIT giveRequested(selectedMembers()); });
    connect(take, &QPushButton::clicked, this, [this] { Q_EMIT takeBackRequested(selectedMembers()); });
    connect(selection_, &SelectionBar::cleared, table_, &QAbstractItemView::clearSelection);
    connect(model_, &QAbstractItemModel::modelReset, this, &MembersPanel::refreshCount);
    connect(model_, &CreditsMemberModel::availableEdited, this, &MembersPanel::availableEdited);
    refreshCount();
}

void MembersPanel::buildHead() {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(18, 13, 14, 11);
    head->setSpacing(8);
    head->addWidget(new TextLabel(tr("Members"), TextStyle::Title));
    head->addWidget(count_);
    head->addStretch();
    search_->setMaximumWidth(390);
    search_->setMinimumWidth(220);
    head->addWidget(search_, 1);
    role_->addItem(tr("All roles"));
    for (const MemberRole role : {MemberRole::Owner, MemberRole::Admin, MemberRole::Member})
        role_->addItem(roleName(role), int(role));
    role_->setAccessibleName(tr("Role"));
    role_->setAccessibleDescription(tr("Show only members of this role"));
    head->addWidget(role_);
    QPushButton* invite = makeButton(tr("Invite"), QStringLiteral("user-plus"));
    head->addWidget(invite);
    body()->addLayout(head);
    connect(search_, &SearchField::searched, model_, &CreditsMemberModel::setText);
    connect(role_, &QComboBox::currentIndexChanged, this, [this](int index) {
        const QVariant role = role_->itemData(index);
        model_->setRole(role.isValid() ? std::optional(MemberRole(role.toInt())) : std::nullopt);
    });
    connect(invite, &QPushButton::clicked, this, &MembersPanel::inviteRequested);
}

void MembersPanel::buildTable() {
    table_->setModel(model_);
    table_->setItemDelegate(new CreditsMemberDelegate(table_, model_));
    table_->setColumnWidths({104, 96, 204, 112, 132, 52});
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table_->horizontalHeader()->setSortIndicator(CreditsMemberModel::Used, Qt::DescendingOrder);
    table_->setSortingEnabled(true);
    table_->setMinimumHeight(260);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    table_->viewport()->installEventFilter(this);
    table_->installEventFilter(this);
    new KeptSelection(table_, model_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    body()->addWidget(stack_, 1);
    connect(table_, &TableView::rowActivated, this,
            [this](int row) { table_->edit(model_->index(row, CreditsMemberModel::Available)); });
    connect(table_, &QWidget::customContextMenuRequested, this, [this](const QPoint& position) {
        const QModelIndex index = table_->indexAt(position);
        if (index.isValid()) showMenu(index.row(), table_->viewport()->mapToGlobal(position));
    });
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &MembersPanel::refreshSelection);
    connect(empty_, &EmptyState::actionTriggered, this, [this] {
        search_->clear();
        role_->setCurrentIndex(0);
    });
}

void MembersPanel::refreshCount() {
    const int rows = model_->rowCount();
    count_->setContent(formatNumber(rows), {}, Tone::Secondary);
    count_->setAccessibleName(tr("%n member(s)", nullptr, rows));
    if (rows > 0) {
        stack_->setCurrentWidget(table_);
        return;
    }
    empty_->setContent(QStringLiteral("search"), tr("Nobody found"),
                       tr("No member matches the search and the role filter."), tr("Clear filters"));
    stack_->setCurrentWidget(empty_);
}

void MembersPanel::refreshSelection() {
    const int count = selectedRowCount(table_);
    selection_->setText(count > 1 ? tr("%n selected", nullptr, count) : QString());
}

std::vector<MemberRow> MembersPanel::selectedMembers() const {
    std::vector<MemberRow> members;
    const QStringList keys = selectedKeys(table_, model_, limits::mostLines);
    for (const QString& key : keys)
        members.push_back(model_->member(model_->rowOf(key)));
    return members;
}

void MembersPanel::showMenu(int row, const QPoint& globalPosition) {
    if (!table_->selectionModel()->isRowSelected(row)) table_->selectRow(row);
    const MemberRow member = model_->member(row);
    const int count = selectedRowCount(table_);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("plus")), tr("Give credits…")), &QAction::triggered, this,
            [this] { Q_EMIT giveRequested(selectedMembers()); });
    connect(menu->addAction(icon(QStringLiteral("undo-2")), tr("Take back credits…")), &QAction::triggered,
            this, [this] { Q_EMIT takeBackRequested(selectedMembers()); });
    if (count == 1) {
        connect(menu->addAction(icon(QStringLiteral("arrow-right-left")), tr("Reassign credits…")),
                &QAction::triggered, this, [this, member] { Q_EMIT reassignRequested(member); });
        QAction* edit = menu->addAction(icon(QStringLiteral("pencil")), tr("Edit available credits"));
        edit->setShortcut(Qt::Key_F2);
        connect(edit, &QAction::triggered, this,
                [this, row] { table_->edit(model_->index(row, CreditsMemberModel::Available)); });
        menu->addSeparator();
        connect(menu->addAction(icon(QStringLiteral("images")), tr("Show headshots")), &QAction::triggered,
                this, [this, member] { Q_EMIT headshotsRequested(member.id); });
    }
    menu->addSeparator();
    QAction* copy = menu->addAction(icon(QStringLiteral("copy")), tr("Copy as table"));
    copy->setShortcut(QKeySequence::Copy);
    connect(copy, &QAction::triggered, this, &MembersPanel::copySelection);
    menu->popup(globalPosition);
}

void MembersPanel::copySelection() {
    QStringList lines;
    for (const MemberRow& row : selectedMembers()) {
        const QStringList cells{row.name,
                                row.email,
                                roleName(row.role),
                                QString::number(row.allocated),
                                QString::number(row.used),
                                QString::number(row.available)};
        lines << cells.join(QLatin1Char('\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

bool MembersPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copySelection();
        return true;
    }
    if (watched == table_->viewport() && event->type() == QEvent::MouseButtonRelease) {
        auto* mouse = static_cast<QMouseEvent*>(event);
        const QModelIndex index = table_->indexAt(mouse->position().toPoint());
        const bool plain = mouse->button() == Qt::LeftButton && mouse->modifiers() == Qt::NoModifier;
        if (plain && index.isValid() && index.column() == CreditsMemberModel::Menu)
            showMenu(index.row(), mouse->globalPosition().toPoint());
    }
    return Card::eventFilter(watched, event);
}

} // namespace headroom::ui::credits
