#include "app/sandbox/stripe/stripe_disputes.h"

#include "app/sandbox/stripe/sandbox_limits.h"

namespace headroom::sandbox {

namespace {

Answer<Json> openOne(Desk& desk, const std::string& id) {
    const Json* const dispute = desk.store.find("dispute", id);
    if (!dispute) return noSuch("dispute", id, "dispute");
    if ((*dispute)["status"] != "needs_response")
        return refuse("This dispute is already closed.", {}, "dispute");
    return *dispute;
}

Json close(Desk& desk, Json dispute, const char* status) {
    const std::string before = dispute["status"];
    dispute["status"] = status;
    desk.store.put(dispute);
    emitEvent(desk, "charge.dispute.closed", dispute, Json{{"status", before}});
    if (dispute["status"] == "won") emitEvent(desk, "charge.dispute.funds_reinstated", dispute);
    return dispute;
}

} // namespace

void openDispute(Desk& desk, Json charge) {
    charge["disputed"] = true;
    desk.store.put(charge);
    const Json dispute = newDispute(desk, charge);
    desk.store.put(dispute);
    emitEvent(desk, "charge.dispute.created", dispute);
    emitEvent(desk, "charge.dispute.funds_withdrawn", dispute);
}

const Shape& disputeUpdateShape() {
    static const Shape shape =
        Shape::object({{"evidence", Shape::object({{"uncategorized_text", Shape::text(textChars)}})},
                       {"metadata", Shape::metadata()},
                       {"submit", Shape::boolean()},
                       {"expand", Shape::list(Shape::text(textChars), 20)}});
    return shape;
}

Answer<Json> updateDispute(Desk& desk, const Json& parameters, const std::string& id) {
    auto dispute = openOne(desk, id);
    if (!dispute) return dispute;
    if (parameters.contains("metadata")) (*dispute)["metadata"].update(parameters["metadata"]);
    if (parameters.contains("evidence")) {
        (*dispute)["evidence"].update(parameters["evidence"]);
        (*dispute)["evidence_details"]["has_evidence"] = true;
    }
    desk.store.put(*dispute);
    emitEvent(desk, "charge.dispute.updated", *dispute);
    // Evidence is submitted at once unless the caller says otherwise.
    if (!parameters.value("submit", true)) return dispute;
    const std::string text = (*dispute)["evidence"].value("uncategorized_text", "");
    if (text == "winning_evidence") return close(desk, *std::move(dispute), "won");
    if (text == "losing_evidence") return close(desk, *std::move(dispute), "lost");
    return dispute;
}

Answer<Json> closeDispute(Desk& desk, const std::string& id) {
    auto dispute = openOne(desk, id);
    if (!dispute) return dispute;
    return close(desk, *std::move(dispute), "lost");
}

} // namespace headroom::sandbox
