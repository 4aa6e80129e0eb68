#include "core/base/crypto.h"
#include "core/client/sync_engine.h"

#include <nlohmann/json.hpp>

// The push connection: one long answer that says "team T is at V" again and again.
namespace headroom::client {

void SyncEngine::openPush() {
    if (push_ || status_.link != Link::Online) return;
    QNetworkRequest request =
        api_.request(api_.url("/api/teams/" + QString::fromStdString(team_.text()) + "/push"), 0);
    request.setRawHeader("Accept", "text/event-stream");
    pushReader_ = {};
    push_ = api_.network().get(request);
    connect(push_, &QNetworkReply::readyRead, this, &SyncEngine::readPush);
    connect(push_, &QNetworkReply::finished, this, &SyncEngine::pushEnded);
    pushSilence_.start(timing_.pushSilenceMs);
}

void SyncEngine::readPush() {
    const int status = push_->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray bytes = push_->readAll();
    if (status != 200) return; // pushEnded() follows
    pushFailures_ = 0;
    pushSilence_.start(timing_.pushSilenceMs);
    for (const ServerEvent& event :
         pushReader_.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())})) {
        if (event.name != "version") continue;
        const auto data = nlohmann::json::parse(event.data, nullptr, false);
        if (!data.is_object()) continue;
        const auto version = data.find("version");
        if (version != data.end() && version->is_number_integer() && version->get<std::int64_t>() > version_)
            catchUp();
    }
}

void SyncEngine::pushEnded() {
    push_->deleteLater();
    push_ = nullptr;
    pushSilence_.stop();
    ++pushFailures_;
    if (status_.link != Link::Online) return; // opened again when the feed works again
    pushTimer_.start(timing_.retryMs(pushFailures_, randomBelow(1'000'000)));
    // Whatever happened while nobody listened.
    if (!feedBusy_ && feedTimer_.remainingTime() > timing_.pollMs) feedTimer_.start(timing_.firstRetryMs);
}

} // namespace headroom::client
