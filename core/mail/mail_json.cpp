#include "core/mail/mail_json.h"

#include "core/base/colour.h"

#include <nlohmann/json.hpp>

namespace headroom::mail {

namespace {

using nlohmann::json;

struct Fields {
    json operator()(const Invitation& mail) const {
        return {{"inviter", mail.inviterName}, {"url", mail.appUrl}};
    }
    json operator()(const HeadshotsReady& mail) const {
        json shown = json::array();
        for (const HeadshotId& id : mail.shown)
            shown.push_back(id.text());
        return {{"others", mail.of == HeadshotsReady::Of::Others},
                {"made", mail.made},
                {"failed", mail.failed},
                {"team_id", mail.team.text()},
                {"shown", shown}};
    }
    json operator()(const CreditsReceived& mail) const {
        return {{"credits", mail.credits}, {"available", mail.available}};
    }
    json operator()(const CreditsBought& mail) const {
        return {{"credits", mail.credits}, {"debt_paid", mail.debtPaid}, {"pool", mail.pool}};
    }
    json operator()(const LowCredits& mail) const {
        return {{"pool", mail.pool}, {"allocated", mail.allocated}};
    }
    json operator()(const PaymentProblem& mail) const {
        return {{"problem", name(mail.kind)},
                {"credits", mail.credits},
                {"cents", mail.cents},
                {"currency", mail.currency},
                {"order", mail.order}};
    }
    json operator()(const DataReady& mail) const {
        return {{"of_team", mail.of == DataReady::Of::Team}, {"until", mail.until.ms}};
    }
};

// Throws nlohmann's exceptions for what does not fit.
Mail mailOf(std::string_view kind, const json& from) {
    const auto number = [&](const char* field) { return from.at(field).get<std::int64_t>(); };
    const auto text = [&](const char* field) { return from.at(field).get<std::string>(); };
    if (kind == "invitation") return Invitation{text("inviter"), text("url")};
    if (kind == "headshots_ready") {
        HeadshotsReady mail;
        mail.of = from.at("others").get<bool>() ? HeadshotsReady::Of::Others : HeadshotsReady::Of::Oneself;
        mail.made = number("made");
        mail.failed = number("failed");
        mail.team = TeamId::trusted(text("team_id"));
        for (const json& id : from.at("shown"))
            mail.shown.push_back(HeadshotId::trusted(id.get<std::string>()));
        return mail;
    }
    if (kind == "credits_received") return CreditsReceived{number("credits"), number("available")};
    if (kind == "credits_bought")
        return CreditsBought{number("credits"), number("debt_paid"), number("pool")};
    if (kind == "low_credits") return LowCredits{number("pool"), number("allocated")};
    if (kind == "data_ready")
        return DataReady{from.at("of_team").get<bool>() ? DataReady::Of::Team : DataReady::Of::Oneself,
                         {number("until")}};
    const auto problem = problemNamed(text("problem"));
    if (kind != "payment_problem" || !problem) throw std::invalid_argument("an unknown kind of mail");
    return PaymentProblem{*problem, number("credits"), number("cents"), text("currency"), text("order")};
}

} // namespace

std::string detailsOf(const Outgoing& outgoing) {
    json details = std::visit(Fields{}, outgoing.mail);
    details["team"] = outgoing.envelope.team.name;
    details["colour"] = outgoing.envelope.team.colour;
    return details.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The seam at which JSON's exceptions end.
Result<Outgoing> readOutgoing(std::string_view kind, const std::string& details) {
    try {
        const json from = json::parse(details);
        Outgoing outgoing{.mail = mailOf(kind, from), .envelope = {}, .member = {}};
        outgoing.envelope.team.name = from.at("team").get<std::string>();
        outgoing.envelope.team.colour = normalisedColour(from.value("colour", std::string())).value_or("");
        return outgoing;
    } catch (const std::exception&) {
        return fail(ErrorCode::Corrupt, "details of a mail");
    }
}

} // namespace headroom::mail
