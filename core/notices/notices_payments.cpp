#include "core/base/log.h"
#include "core/mail/mail_switches.h"
#include "core/notices/notices.h"
#include "core/notices/notices_limits.h"
#include "core/notices/notices_parts.h"
#include "core/payments/payment_problems.h"
#include "core/sync/team_lock.h"

namespace headroom::notices {

namespace {

mail::PaymentProblem::Kind kindOf(payments::Problem problem) {
    switch (problem) {
    case payments::Problem::Failed:
        return mail::PaymentProblem::Kind::Failed;
    case payments::Problem::Mismatch:
        return mail::PaymentProblem::Kind::Mismatch;
    case payments::Problem::RefundFailed:
        return mail::PaymentProblem::Kind::RefundFailed;
    case payments::Problem::Disputed:
        return mail::PaymentProblem::Kind::Disputed;
    }
    __builtin_unreachable();
}

Result<void> tell(database::Transaction& transaction, const payments::PaymentTrouble& trouble,
                  Timestamp now) {
    TRY(sync::lockTeam(transaction, trouble.team));
    if (TRY(mail::tellOnce(transaction, trouble.fact, now)) == mail::Told::Before) return {};
    const teams::TeamLook look = TRY(teams::teamLook(transaction, trouble.team));
    Scene scene{transaction, trouble.team, look, now};
    const mail::PaymentProblem problem{.kind = kindOf(trouble.problem),
                                       .credits = trouble.credits,
                                       .cents = trouble.cents,
                                       .currency = trouble.currency,
                                       .order = trouble.order.text()};
    return post(scene, problem, TRY(teams::mailKeepers(transaction, trouble.team)));
}

} // namespace

Result<void> Notices::tellPaymentTroubles() {
    const Timestamp now = clock_.now();
    const auto untold =
        TRY(database_.read([&](database::Session& session) -> Result<std::vector<payments::PaymentTrouble>> {
            std::vector<payments::PaymentTrouble> list;
            for (auto& trouble : TRY(payments::problemsSince(session, now.plusMs(-troubleWindowMs))))
                if (!TRY(mail::wasTold(session, trouble.fact))) list.push_back(std::move(trouble));
            return list;
        }));
    for (const auto& trouble : untold) {
        const auto told = database_.write(
            [&](database::Transaction& transaction) { return tell(transaction, trouble, now); });
        if (!told)
            log::warning("notices", "a trouble with a payment was not told",
                         {{"order", trouble.order.text()}, {"error", describe(told.error())}});
    }
    return {};
}

} // namespace headroom::notices
