#include "core/sync/rows.h"

#include "core/sync/json_fields.h"

#include <nlohmann/json.hpp>

namespace headroom::sync {

// One list of fields serves both directions, so that they cannot drift apart.
namespace {

template <class Visitor, class Row>
void visitTeamRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("name", row.name);
    visit("member_version", row.memberVersion);
    visit("created_at", row.createdAt);
    visit("updated_at", row.updatedAt);
}

template <class Visitor, class Row>
void visitMemberRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("email", row.email);
    visit("name", row.name);
    visit("role", row.role);
    visit("state", row.state);
    visit("joined_at", row.joinedAt);
    visit("last_active_at", row.lastActiveAt);
    visit("created_at", row.createdAt);
    visit("updated_at", row.updatedAt);
}

template <class Visitor, class Row>
void visitInvitationRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("role", row.role);
    visit("uses", row.uses);
    visit("max_uses", row.maxUses);
    visit("created_at", row.createdAt);
    visit("expires_at", row.expiresAt);
    visit("revoked_at", row.revokedAt);
}

template <class Visitor, class Row>
void visitTeamCreditsRow(Visitor&& visit, Row& row) {
    visit("purchased", row.purchased);
    visit("pool", row.pool);
    visit("held", row.held);
    visit("spent", row.spent);
    visit("refunded", row.refunded);
    visit("debt", row.debt);
}

template <class Visitor, class Row>
void visitMemberCreditsRow(Visitor&& visit, Row& row) {
    visit("member_id", row.memberId);
    visit("available", row.available);
    visit("held", row.held);
    visit("spent", row.spent);
}

template <class Visitor, class Row>
void visitTransferRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("version", row.version);
    visit("ordinal", row.ordinal);
    visit("from_account", row.from);
    visit("from_member", row.fromMember);
    visit("to_account", row.to);
    visit("to_member", row.toMember);
    visit("credits", row.credits);
    visit("reason", row.reason);
    visit("command_id", row.commandId);
    visit("hold_id", row.holdId);
    visit("order_id", row.orderId);
    visit("actor_id", row.actorId);
    visit("livemode", row.livemode);
    visit("created_at", row.createdAt);
}

template <class Visitor, class Row>
void visitPaymentRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("member_id", row.memberId);
    visit("package", row.package);
    visit("credits", row.credits);
    visit("amount_cents", row.amountCents);
    visit("currency", row.currency);
    visit("state", row.state);
    visit("checkout_url", row.checkoutUrl);
    visit("livemode", row.livemode);
    visit("disputed", row.disputed);
    visit("refunded_cents", row.refundedCents);
    visit("reversed_credits", row.reversedCredits);
    visit("created_at", row.createdAt);
    visit("updated_at", row.updatedAt);
    visit("expires_at", row.expiresAt);
    visit("paid_at", row.paidAt);
}

template <class Visitor, class Row>
void visitPhotoRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("member_id", row.memberId);
    visit("uploader_id", row.uploaderId);
    visit("file_name", row.fileName);
    visit("media_type", row.mediaType);
    visit("size_bytes", row.sizeBytes);
    visit("sha256", row.sha256);
    visit("width", row.width);
    visit("height", row.height);
    visit("state", row.state);
    visit("refusal", row.refusal);
    visit("report", row.report);
    visit("created_at", row.createdAt);
    visit("updated_at", row.updatedAt);
}

template <class Visitor, class Row>
void visitHeadshotRow(Visitor&& visit, Row& row) {
    visit("id", row.id);
    visit("member_id", row.memberId);
    visit("request_id", row.requestId);
    visit("style", row.style);
    visit("ordinal", row.ordinal);
    visit("state", row.state);
    visit("failure", row.failure);
    visit("name", row.name);
    visit("favourite", row.favourite);
    visit("photo_id", row.photoId);
    visit("generator", row.generator);
    visit("media_type", row.mediaType);
    visit("width", row.width);
    visit("height", row.height);
    visit("size_bytes", row.sizeBytes);
    visit("sha256", row.sha256);
    visit("created_at", row.createdAt);
    visit("completed_at", row.completedAt);
    visit("updated_at", row.updatedAt);
}

} // namespace

void to_json(nlohmann::json& json, const TeamRow& row) {
    visitTeamRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, TeamRow& row) {
    visitTeamRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const MemberRow& row) {
    visitMemberRow(FieldWriter{json}, row);
    json["compares_faces"] = row.comparesFaces;
}

void from_json(const nlohmann::json& json, MemberRow& row) {
    visitMemberRow(FieldReader{json}, row);
    // Absent in caches and at endpoints from before there was a comparison.
    row.comparesFaces = json.value("compares_faces", false);
}

void to_json(nlohmann::json& json, const InvitationRow& row) {
    visitInvitationRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, InvitationRow& row) {
    visitInvitationRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const TeamCreditsRow& row) {
    visitTeamCreditsRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, TeamCreditsRow& row) {
    visitTeamCreditsRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const MemberCreditsRow& row) {
    visitMemberCreditsRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, MemberCreditsRow& row) {
    visitMemberCreditsRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const TransferRow& row) {
    visitTransferRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, TransferRow& row) {
    visitTransferRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const PaymentRow& row) {
    visitPaymentRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, PaymentRow& row) {
    visitPaymentRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const PhotoRow& row) {
    visitPhotoRow(FieldWriter{json}, row);
}

void from_json(const nlohmann::json& json, PhotoRow& row) {
    visitPhotoRow(FieldReader{json}, row);
}

void to_json(nlohmann::json& json, const HeadshotRow& row) {
    visitHeadshotRow(FieldWriter{json}, row);
    json["likeness_checked"] = row.likenessChecked;
}

void from_json(const nlohmann::json& json, HeadshotRow& row) {
    visitHeadshotRow(FieldReader{json}, row);
    // Absent in caches and at endpoints that did not tell yet.
    row.likenessChecked = json.value("likeness_checked", false);
}

} // namespace headroom::sync
