#include "core/mail/messages.h"

#include "core/base/text.h"
#include "core/mail/web_address.h"

namespace headroom::mail {

namespace {

struct Draft {
    std::string subject;
    Letter letter;
};

/// Writes one kind of mail; the footer is the same for all of them.
struct Writer {
    const Words& words;
    const Envelope& envelope;
    const std::vector<InlinePicture>& pictures;

    Words::Value team() const { return {"team", envelope.team.name}; }
    Draft draft(std::string subject) const { return {std::move(subject), Letter(words, envelope.team)}; }

    Draft operator()(const Invitation& mail) const;
    Draft operator()(const HeadshotsReady& mail) const;
    Draft operator()(const CreditsReceived& mail) const;
    Draft operator()(const CreditsBought& mail) const;
    Draft operator()(const LowCredits& mail) const;
    Draft operator()(const PaymentProblem& mail) const;
    Draft operator()(const DataReady& mail) const;
};

Draft Writer::operator()(const Invitation& mail) const {
    const std::string nobody = mail.inviterName.empty() ? ".nobody" : "";
    const Words::Value inviter{"inviter", mail.inviterName};
    Draft draft = this->draft(words.text("invitation.subject" + nobody, {team(), inviter}));
    draft.letter.preheader(words.text("invitation.preheader"))
        .heading(words.text("invitation.heading", {team()}))
        .paragraph(words.text("invitation.who" + nobody, {team(), inviter}))
        .paragraph(words.text("invitation.about"))
        .paragraph(words.text("invitation.how", {{"address", envelope.to}}));
    if (!mail.appUrl.empty()) draft.letter.button(words.text("invitation.button"), mail.appUrl);
    draft.letter.footer(words.text("invitation.warning"));
    return draft;
}

Draft Writer::operator()(const HeadshotsReady& mail) const {
    const std::string whose =
        mail.of == HeadshotsReady::Of::Others ? "headshots.subject.others" : "headshots.subject";
    Draft draft =
        this->draft(mail.made == 0 ? words.text("headshots.subject.none") : words.counted(whose, mail.made));
    draft.letter.preheader(words.text("headshots.preheader")).heading(draft.subject);
    if (mail.made == 0) {
        draft.letter.paragraph(words.text("headshots.none"));
        return draft;
    }
    std::vector<Letter::Picture> shown;
    for (const InlinePicture& picture : pictures)
        shown.push_back({picture.contentId,
                         words.text("headshots.picture", {{"number", std::to_string(shown.size() + 1)}})});
    const auto more = mail.made - static_cast<std::int64_t>(shown.size());
    const bool someShown = !shown.empty();
    draft.letter.pictures(std::move(shown));
    if (someShown && more > 0) draft.letter.paragraph(words.counted("headshots.more", more));
    if (mail.failed > 0) draft.letter.paragraph(words.counted("headshots.failed", mail.failed));
    draft.letter.paragraph(words.text("headshots.open"));
    return draft;
}

Draft Writer::operator()(const CreditsReceived& mail) const {
    Draft draft = this->draft(words.counted("received.subject", mail.credits));
    draft.letter.preheader(words.text("received.preheader"))
        .heading(draft.subject)
        .paragraph(words.text("received.body", {team()}))
        .facts({{words.text("received.now"), words.counted("payment.credits", mail.available)}})
        .paragraph(words.text("received.open"));
    return draft;
}

Draft Writer::operator()(const CreditsBought& mail) const {
    Draft draft = this->draft(words.counted("bought.subject", mail.credits, {team()}));
    draft.letter.preheader(words.text("bought.preheader"))
        .heading(draft.subject)
        .paragraph(words.text("bought.body", {team()}))
        .facts({{words.text("bought.count"), std::to_string(mail.credits)},
                {words.text("bought.pool"), std::to_string(mail.pool)}});
    if (mail.debtPaid > 0)
        draft.letter.quiet(words.text("bought.debt", {{"debt", std::to_string(mail.debtPaid)}}));
    return draft;
}

Draft Writer::operator()(const LowCredits& mail) const {
    const std::int64_t left = mail.pool + mail.allocated;
    Draft draft = this->draft(left == 0 ? words.text("low.subject.none", {team()})
                                        : words.counted("low.subject", left, {team()}));
    draft.letter.preheader(words.text("low.preheader"))
        .heading(draft.subject)
        .facts({{words.text("low.pool"), std::to_string(mail.pool)},
                {words.text("low.allocated"), std::to_string(mail.allocated)}})
        .paragraph(words.text("low.body", {team()}))
        .quiet(words.text("low.once"));
    return draft;
}

Draft Writer::operator()(const PaymentProblem& mail) const {
    const std::string which = "payment." + std::string(name(mail.kind));
    Draft draft = this->draft(words.text(which + ".subject", {team()}));
    draft.letter.preheader(words.text("payment.preheader"))
        .heading(draft.subject)
        .paragraph(words.text(which + ".body"))
        .facts({{words.text("payment.purchase"), words.counted("payment.credits", mail.credits)},
                {words.text("payment.amount"), words.money(mail.cents, mail.currency)},
                {words.text("payment.order"), mail.order}});
    return draft;
}

Draft Writer::operator()(const DataReady& mail) const {
    const std::string whose = mail.of == DataReady::Of::Team ? ".team" : "";
    const std::string day = words.day(mail.until);
    Draft draft = this->draft(words.text("data.subject" + whose, {team()}));
    draft.letter.preheader(words.text("data.preheader", {{"day", day}}))
        .heading(draft.subject)
        .paragraph(words.text("data.body" + whose, {team()}))
        .paragraph(words.text("data.how" + whose))
        .facts({{words.text("data.until"), day}})
        .paragraph(words.text("data.safe"))
        .quiet(words.text("data.unasked"));
    return draft;
}

void addFooter(Letter& letter, const Words& words, const Mail& mail, const Envelope& envelope) {
    if (std::holds_alternative<Invitation>(mail)) return; // nobody's member yet
    const Words::Value team{"team", envelope.team.name};
    if (!switchOf(mail)) {
        letter.footer(words.text("footer.account", {team}));
        return;
    }
    letter.footer(words.text("footer.member", {team}));
    if (!envelope.unsubscribeUrl.empty())
        letter.footerLink(words.text("footer.unsubscribe"), envelope.unsubscribeUrl);
}

} // namespace

std::string_view name(PaymentProblem::Kind kind) {
    switch (kind) {
    case PaymentProblem::Kind::Failed:
        return "failed";
    case PaymentProblem::Kind::Mismatch:
        return "mismatch";
    case PaymentProblem::Kind::RefundFailed:
        return "refund_failed";
    case PaymentProblem::Kind::Disputed:
        return "disputed";
    }
    __builtin_unreachable();
}

std::optional<PaymentProblem::Kind> problemNamed(std::string_view wanted) {
    for (const auto kind : {PaymentProblem::Kind::Failed, PaymentProblem::Kind::Mismatch,
                            PaymentProblem::Kind::RefundFailed, PaymentProblem::Kind::Disputed})
        if (name(kind) == wanted) return kind;
    return std::nullopt;
}

std::string_view kindOf(const Mail& mail) {
    constexpr std::string_view names[] = {"invitation",     "headshots_ready", "credits_received",
                                          "credits_bought", "low_credits",     "payment_problem",
                                          "data_ready"};
    static_assert(std::size(names) == std::variant_size_v<Mail>);
    return names[mail.index()];
}

std::string_view name(MailSwitch which) {
    switch (which) {
    case MailSwitch::HeadshotsReady:
        return "headshots_ready";
    case MailSwitch::CreditsReceived:
        return "credits_received";
    case MailSwitch::LowCredits:
        return "low_credits";
    }
    __builtin_unreachable();
}

std::optional<MailSwitch> switchNamed(std::string_view wanted) {
    for (const MailSwitch which : mailSwitches)
        if (name(which) == wanted) return which;
    return std::nullopt;
}

std::optional<MailSwitch> switchOf(const Mail& mail) {
    struct Chooser {
        std::optional<MailSwitch> operator()(const Invitation&) const { return std::nullopt; }
        std::optional<MailSwitch> operator()(const HeadshotsReady&) const {
            return MailSwitch::HeadshotsReady;
        }
        std::optional<MailSwitch> operator()(const CreditsReceived&) const {
            return MailSwitch::CreditsReceived;
        }
        std::optional<MailSwitch> operator()(const CreditsBought&) const {
            return MailSwitch::CreditsReceived;
        }
        std::optional<MailSwitch> operator()(const LowCredits&) const { return MailSwitch::LowCredits; }
        std::optional<MailSwitch> operator()(const PaymentProblem&) const { return std::nullopt; }
        std::optional<MailSwitch> operator()(const DataReady&) const { return std::nullopt; }
    };
    return std::visit(Chooser{}, mail);
}

Message signInCodeMessage(const SignInCode& mail) {
    const Words& words = Words::of(mail.language);
    const Words::Value minutes{"minutes", std::to_string(mail.minutes)};
    Letter letter(words, {});
    letter.preheader(words.text("code.preheader", {minutes}))
        .heading(words.text("code.heading"))
        .code(mail.code)
        .paragraph(words.text("code.how", {minutes}))
        .footer(words.text("code.warning"));
    Message message;
    message.to = mail.to;
    message.subject = words.text("code.subject", {{"code", mail.code}});
    message.html = letter.html(message.subject);
    message.text = letter.text();
    return message;
}

Result<Message> trialMessage(const Envelope& envelope) {
    if (!normalisedEmail(envelope.to)) return fail(ErrorCode::InvalidInput, "the recipient has no address");
    const Words& words = Words::of(envelope.language);
    const Words::Value team{"team", envelope.team.name};
    Letter letter(words, envelope.team);
    letter.preheader(words.text("trial.preheader"))
        .heading(words.text("trial.subject"))
        .paragraph(words.text("trial.body", {team}))
        .footer(words.text("footer.account", {team}));
    Message message;
    message.to = envelope.to;
    message.subject = words.text("trial.subject");
    message.html = letter.html(message.subject);
    message.text = letter.text();
    return message;
}

Result<void> checkMail(const Mail& mail, const Envelope& envelope) {
    if (!normalisedEmail(envelope.to)) return fail(ErrorCode::InvalidInput, "the recipient has no address");
    const auto* const invitation = std::get_if<Invitation>(&mail);
    if (invitation && !invitation->appUrl.empty() && !isWebAddress(invitation->appUrl))
        return fail(ErrorCode::InvalidInput, "the application's address is not a web address");
    if (!envelope.unsubscribeUrl.empty() && !isWebAddress(envelope.unsubscribeUrl))
        return fail(ErrorCode::InvalidInput, "the address for unsubscribing is not a web address");
    return {};
}

Result<Message> writeMail(const Mail& mail, const Envelope& envelope, std::vector<InlinePicture> pictures) {
    TRY(checkMail(mail, envelope));
    const Words& words = Words::of(envelope.language);
    Draft draft = std::visit(Writer{words, envelope, pictures}, mail);
    addFooter(draft.letter, words, mail, envelope);
    Message message;
    message.to = envelope.to;
    message.subject = draft.subject;
    message.html = draft.letter.html(message.subject);
    message.text = draft.letter.text();
    message.pictures = std::move(pictures);
    if (switchOf(mail)) message.unsubscribeUrl = envelope.unsubscribeUrl;
    return message;
}

} // namespace headroom::mail
