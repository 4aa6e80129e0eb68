#include "app/desktop/adapters/data_copy_adapter.h"

#include "app/desktop/adapters/values.h"

#include <nlohmann/json.hpp>

namespace headroom::desktop {

namespace {

using nlohmann::json;
using ui::settings::CopyOf;
using ui::settings::CopySaving;
using ui::settings::DataCopy;
using Phase = DataCopy::Phase;

constexpr int againMs = 3'000;          ///< between two looks at one that is being prepared
constexpr std::size_t copiesMost = 500; ///< a list beyond this is not ours

std::optional<Phase> phaseOf(const std::string& state) {
    if (state == "preparing") return Phase::Preparing;
    if (state == "ready") return Phase::Ready;
    if (state == "failed") return Phase::Failed;
    if (state == "expired") return Phase::Expired;
    return std::nullopt; // of an endpoint that is newer than this program
}

QDateTime momentOf(const json& entry, const char* field) {
    const json& value = entry.at(field);
    return value.is_null() ? QDateTime() : shown(Timestamp{value.get<std::int64_t>()});
}

/// The endpoint's disk and store are not this computer's, so the usual words for them would mislead.
QString failureOf(const std::string& name) {
    const auto code = errorCodeFromName(name);
    if (code == ErrorCode::Forbidden) return DataCopyAdapter::tr("Your role does not allow it any more.");
    if (code == ErrorCode::TooLarge)
        return DataCopyAdapter::tr("It is too large for one file; whoever runs the endpoint can help.");
    return DataCopyAdapter::tr(
        "The endpoint had trouble with its storage. Try again later, and if it stays so, "
        "tell whoever runs it.");
}

/// One that can be saved, or will be, is shown rather than a newer one that came to nothing.
int rank(Phase phase) {
    switch (phase) {
    case Phase::Preparing:
        return 3;
    case Phase::Ready:
        return 2;
    case Phase::Failed:
    case Phase::Expired:
        return 1;
    case Phase::None:
        return 0;
    }
    __builtin_unreachable();
}

} // namespace

DataCopyAdapter::DataCopyAdapter(client::Client& client, client::TeamSession& session, QObject* parent)
    : DataCopySource(parent)
    , client_(client)
    , answer_(client, session, QStringLiteral("data-copies"), [this](const json& answer) { take(answer); }) {
    connect(&answer_, &TeamAnswer::changed, this, [this] {
        follow();
        Q_EMIT changed();
    });
    again_.setSingleShot(true);
    connect(&again_, &QTimer::timeout, this, [this] { answer_.refresh(); });
}

void DataCopyAdapter::take(const json& answer) {
    std::map<CopyOf, Known> copies;
    std::size_t count = 0;
    for (const json& entry : answer.at("copies")) {
        if (++count > copiesMost) break;
        const auto id = CommandId::parse(entry.at("id").get<std::string>());
        const auto phase = phaseOf(entry.at("state").get<std::string>());
        if (!id || !phase) continue;
        DataCopy copy;
        copy.phase = *phase;
        if (*phase == Phase::Failed) copy.failure = failureOf(entry.at("failure").get<std::string>());
        if (entry.at("size_bytes").is_number_integer()) copy.sizeBytes = entry["size_bytes"].get<qint64>();
        copy.asked = momentOf(entry, "created_at");
        copy.until = momentOf(entry, "expires_at");
        const CopyOf of = entry.at("scope").get<std::string>() == "team" ? CopyOf::Team : CopyOf::Oneself;
        Known& best = copies[of]; // newest first
        if (rank(copy.phase) > rank(best.copy.phase)) best = {shown(id->text()), copy};
    }
    copies_ = std::move(copies);
    known_ = true;
}

/// While somebody looks, what is being prepared is asked about again and again.
void DataCopyAdapter::follow() {
    const auto preparing = [](const auto& entry) { return entry.second.copy.phase == Phase::Preparing; };
    if (!watched_ || std::ranges::none_of(copies_, preparing)) return again_.stop();
    if (!again_.isActive()) again_.start(againMs);
}

void DataCopyAdapter::watch(bool looking) {
    watched_ = looking;
    if (looking) answer_.refresh();
    follow();
}

std::optional<DataCopy> DataCopyAdapter::copy(CopyOf of) const {
    if (!known_) return std::nullopt;
    const auto found = copies_.find(of);
    return found == copies_.end() ? DataCopy() : found->second.copy;
}

std::optional<CopySaving> DataCopyAdapter::saving(CopyOf of) const {
    const auto found = savings_.find(of);
    return found == savings_.end() ? std::nullopt : std::optional(found->second.state);
}

QString DataCopyAdapter::fileName(CopyOf of) const {
    const auto found = copies_.find(of);
    const QDateTime asked = found == copies_.end() ? QDateTime::currentDateTime() : found->second.copy.asked;
    return (of == CopyOf::Team ? QStringLiteral("headroom-team-data-%1.zip")
                               : QStringLiteral("headroom-own-data-%1.zip"))
        .arg(asked.date().toString(Qt::ISODate));
}

void DataCopyAdapter::command(const QByteArray& method, const QString& path, const QByteArray& body,
                              Done done) {
    client_.call({method, path, body, QByteArray::fromStdString(newUuid())}, this,
                 [this, done = std::move(done)](const Result<json>& answer) {
                     answer_.refresh(); // whether it was taken may not be known
                     done(answer ? Result<void>() : Result<void>(fail(answer.error())));
                 });
}

void DataCopyAdapter::prepare(CopyOf of, Done done) {
    const json body{{"scope", of == CopyOf::Team ? "team" : "own"}};
    command("POST", answer_.path(), QByteArray::fromStdString(body.dump()),
            [done = std::move(done)](Result<void> result) {
                // Another window was faster: what was wanted is under way.
                const bool isThere = !result && result.error().code == ErrorCode::AlreadyExists;
                done(isThere ? Result<void>() : std::move(result));
            });
}

void DataCopyAdapter::remove(CopyOf of, Done done) {
    const auto found = copies_.find(of);
    if (found == copies_.end()) return done(fail(ErrorCode::NotFound, "no copy"));
    command("DELETE", answer_.path(QLatin1Char('/') + found->second.key), {},
            [done = std::move(done)](Result<void> result) {
                const bool isGone = !result && result.error().code == ErrorCode::NotFound;
                done(isGone ? Result<void>() : std::move(result));
            });
}

void DataCopyAdapter::save(CopyOf of, const QString& file, Done done) {
    const auto found = copies_.find(of);
    if (found == copies_.end()) return done(fail(ErrorCode::NotFound, "no copy"));
    if (savings_.contains(of)) return done(fail(ErrorCode::AlreadyExists, "it is being saved"));
    Saving& saving = savings_[of];
    saving.done = std::move(done);
    saving.file = std::make_unique<client::FileSave>(
        client_, answer_.path(QStringLiteral("/%1/content").arg(found->second.key)), file);
    connect(saving.file.get(), &client::FileSave::progressed, this,
            [this, of](qint64 received, qint64 total) {
                savings_.at(of).state = {received, total};
                Q_EMIT changed();
            });
    connect(saving.file.get(), &client::FileSave::ended, this,
            [this, of](const Result<void>& result) { endSaving(of, result); });
    Q_EMIT changed();
}

void DataCopyAdapter::endSaving(CopyOf of, const Result<void>& result) {
    auto node = savings_.extract(of);
    node.mapped().file.release()->deleteLater(); // it is what calls
    if (!result) answer_.refresh();              // perhaps it is gone
    Q_EMIT changed();
    node.mapped().done(result);
}

void DataCopyAdapter::cancelSaving(CopyOf of) {
    if (savings_.erase(of) > 0) Q_EMIT changed();
}

} // namespace headroom::desktop
