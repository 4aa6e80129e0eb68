#include "ui/settings/mail_section.h"

#include "ui/settings/setting_row.h"
#include "ui/widgets/guarded.h"
#include "ui/widgets/toast.h"
#include "ui/words/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace headroom::ui::settings {
namespace {

constexpr int languageWidth = 200;

struct SwitchWords {
    QString name;
    QString detail;
};

SwitchWords wordsOf(const QString& name) {
    if (name == QLatin1String("headshots_ready"))
        return {MailSection::tr("Headshots are ready"),
                MailSection::tr("One mail when all that you asked for is done, with small pictures")};
    if (name == QLatin1String("credits_received"))
        return {MailSection::tr("Credits for me"), MailSection::tr("When somebody gives you credits")};
    if (name == QLatin1String("low_credits"))
        return {MailSection::tr("Credits run low"),
                MailSection::tr("When the team has few credits left; for those who can buy more")};
    QString readable = QString(name).replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!readable.isEmpty()) readable[0] = readable[0].toUpper();
    return {readable, {}}; // of an endpoint that is newer than this program
}

/// The same switches and languages, however they stand.
bool sameRows(const MailSettings& a, const MailSettings& b) {
    return std::ranges::equal(a.switches, b.switches, {}, &MailSwitch::name, &MailSwitch::name) &&
           a.languages == b.languages;
}

} // namespace

MailSection::MailSection(MailSource& source, MailActions& actions, QWidget* parent)
    : QWidget(parent)
    , source_(source)
    , actions_(actions)
    , section_(new SettingSection(tr("E-mails"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(section_);
    connect(&source_, &MailSource::changed, this, &MailSection::refresh);
    refresh();
}

void MailSection::refresh() {
    const std::optional<MailSettings> mail = source_.mail();
    const QString offline = source_.offline();
    const QString problem = offline.isEmpty() ? source_.problem() : offline;
    const bool same = mail ? shown_ && sameRows(*mail, *shown_) : !shown_ && problem == shownProblem_;
    if (!built_ || !same) rebuild(mail, problem);
    shown_ = mail;
    shownProblem_ = problem;
    if (!mail) return;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        const QSignalBlocker blocker(boxes_[i]);
        boxes_[i]->setChecked(mail->switches[i].wanted);
        boxes_[i]->setEnabled(offline.isEmpty());
        boxes_[i]->setToolTip(offline);
    }
    const QSignalBlocker blocker(language_);
    language_->setCurrentIndex(language_->findData(mail->language));
    language_->setEnabled(offline.isEmpty());
    language_->setToolTip(offline);
}

void MailSection::rebuild(const std::optional<MailSettings>& mail, const QString& problem) {
    built_ = true;
    section_->clear();
    boxes_.clear();
    language_ = nullptr;
    if (!mail) {
        section_->addRow(tr("Not known yet"), problem.isEmpty() ? tr("Asking the endpoint…") : problem,
                         nullptr);
        return;
    }
    for (const MailSwitch& one : mail->switches)
        addSwitch(one.name);
    addLanguages(mail->languages);
}

void MailSection::addSwitch(const QString& name) {
    const SwitchWords words = wordsOf(name);
    auto* box = new QCheckBox;
    box->setAccessibleName(words.name);
    box->setAccessibleDescription(words.detail);
    connect(box, &QCheckBox::toggled, this,
            [this, name](bool on) { actions_.setWanted(name, on, report()); });
    section_->addRow(words.name, words.detail, box);
    boxes_.push_back(box);
}

void MailSection::addLanguages(const std::vector<MailLanguage>& languages) {
    language_ = new QComboBox;
    language_->setAccessibleName(tr("Language of e-mails"));
    language_->setPlaceholderText(tr("Not chosen yet"));
    language_->setFixedWidth(languageWidth);
    for (const MailLanguage& language : languages)
        language_->addItem(language.name, language.tag);
    connect(language_, &QComboBox::activated, this, [this](int index) {
        const QString tag = language_->itemData(index).toString();
        if (shown_ && tag != shown_->language) actions_.setLanguage(tag, report());
    });
    section_->addRow(tr("Language"), tr("Of all mails to you. Sign-in codes and invitations always come."),
                     language_);
}

MailActions::Done MailSection::report() {
    return guarded(this, [this](const Result<void>& result) {
        refresh();
        if (!result) showToast(this, {sentence(result.error()), Tone::Danger});
    });
}

} // namespace headroom::ui::settings
