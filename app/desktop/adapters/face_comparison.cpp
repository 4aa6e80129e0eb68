#include "app/desktop/adapters/face_comparison.h"

#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

namespace headroom::desktop {

using nlohmann::json;

FaceComparison::FaceComparison(client::Client& client, client::TeamSession& session, QObject* parent)
    : QObject(parent)
    , client_(client)
    , session_(session) {
    connect(&session_.view(), &client::TeamView::changed, this, [this](client::Part parts) {
        if (!has(parts, client::Part::Members) || waiting_ || !wanted_) return;
        wanted_.reset(); // the row is as new now
        Q_EMIT changed();
    });
}

bool FaceComparison::isOn() const {
    const auto& own = session_.view().own();
    return wanted_.value_or(own && own->row().comparesFaces);
}

void FaceComparison::set(bool on, Done done) {
    if (waiting_) return done(fail(ErrorCode::Conflict, "one change is under way"));
    // The same again after a lost answer is the same command.
    if (lost_ != on) key_ = QByteArray::fromStdString(newUuid());
    lost_ = on;
    waiting_ = true;
    wanted_ = on;
    const QString path =
        QStringLiteral("/api/teams/%1/face-comparison").arg(shown(session_.membership().team.text()));
    const QByteArray body = QByteArray::fromStdString(json{{"compare", on}}.dump());
    client_.call({"PUT", path, body, key_}, this, [this, done = std::move(done)](const Result<json>& answer) {
        waiting_ = false;
        if (answer || retry(answer.error().code) == Retry::Never) lost_.reset();
        if (answer)
            session_.syncNow(); // the row
        else
            wanted_.reset();
        Q_EMIT changed();
        done(answer ? Result<void>() : Result<void>(fail(answer.error())));
    });
    Q_EMIT changed();
}

} // namespace headroom::desktop
