// A desktop without a window, made to be killed: uploads photos, gives out credits and asks for headshots by
// a plan, and ends once the endpoint has answered everything and all photos and headshots are in a final
// state. What an earlier life stored is not given again.
//
// Arguments: endpoint, folder, team, member, receiver, commands, photos, picture, token. Prints one line of
// JSON: what it shows at the end.
#include "core/client/team_session.h"

#include <QCoreApplication>
#include <QDir>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <set>

using namespace headroom;
using namespace headroom::client;

namespace {

/// Every sixth command asks for a headshot, every fourth edits the receiver's name, the others give credits
/// out.
enum class Deed { Generate, Rename, Allocate };
Deed deedOf(std::int64_t command) {
    if (command % 6 == 5) return Deed::Generate;
    return command % 4 == 3 ? Deed::Rename : Deed::Allocate;
}

class Driver : public QObject {
public:
    Driver(TeamSession& session, const QStringList& arguments, std::int64_t given)
        : session_(session)
        , me_(MemberId::trusted(arguments.at(4).toStdString()))
        , receiver_(MemberId::trusted(arguments.at(5).toStdString()))
        , commands_(arguments.at(6).toLongLong())
        , photos_(arguments.at(7).toULongLong())
        , picture_(arguments.at(8).toStdString())
        , given_(given) {
        connect(&look_, &QTimer::timeout, this, [this] { step(); });
        look_.start(15);
    }

private:
    const ShownTeam& team() const { return session_.view().team(); }

    /// On their way, or there: a photo leaves the one list only when it stands in the other.
    std::set<std::string> knownPhotos() const {
        std::set<std::string> ids;
        for (const UploadRow& row : *team().uploads)
            ids.insert(row.photo.text());
        for (const ShownPhoto& photo : *team().photos)
            ids.insert(photo.row->id.text());
        return ids;
    }

    void step() {
        if (busy_ || !team().complete) return;
        const auto photos = knownPhotos();
        // Photos are spread over the commands, the first comes before all of them.
        const std::size_t due =
            std::min<std::size_t>(photos_, 1 + static_cast<std::size_t>(given_) * photos_ / commands_);
        if (photos.size() < due) return addPhoto();
        if (given_ < commands_) return give(PhotoId::trusted(*photos.begin()));
        if (isQuiet()) finish();
    }

    void addPhoto() {
        busy_ = true;
        session_.addPhoto(picture_, me_, "image/jpeg", [this](Result<PhotoId> added) {
            if (!added) qFatal("not stored: %s", describe(added.error()).c_str());
            // The view hears of it a moment later; until then it must not be added once more.
            awaitPhoto(*added);
        });
    }
    void awaitPhoto(const PhotoId& photo) {
        if (knownPhotos().contains(photo.text())) {
            busy_ = false;
            return;
        }
        QTimer::singleShot(5, this, [this, photo] { awaitPhoto(photo); });
    }

    void give(const PhotoId& photo) {
        busy_ = true;
        const std::int64_t command = given_;
        const auto stored = [this](Result<CommandId> id) {
            if (!id) qFatal("not stored: %s", describe(id.error()).c_str());
            ++given_;
            busy_ = false;
        };
        switch (deedOf(command)) {
        case Deed::Generate:
            session_.generate(me_, {photo}, {{"studio-grey", 1}}, sync::CreditSource::Pool, stored);
            return;
        case Deed::Rename:
            session_.editMember(receiver_, "Receiver " + std::to_string(command), {}, {}, stored);
            return;
        case Deed::Allocate:
            session_.allocate({{{receiver_, 1}}}, stored);
            return;
        }
    }

    bool isQuiet() const {
        if (!team().commands->empty() || !team().uploads->empty()) return false;
        for (const ShownPhoto& photo : *team().photos)
            if (photo.row->state == sync::PhotoState::Checking) return false;
        for (const ShownHeadshot& headshot : *team().headshots)
            if (headshot.row->state == sync::HeadshotState::Queued ||
                headshot.row->state == sync::HeadshotState::Running)
                return false;
        return true;
    }

    void finish() {
        nlohmann::json shown{{"pool", team().credits.pool},
                             {"held", team().credits.held},
                             {"spent", team().credits.spent},
                             {"photos", nlohmann::json::object()},
                             {"headshots", nlohmann::json::object()}};
        for (const ShownPhoto& photo : *team().photos)
            shown["photos"][photo.row->id.text()] = std::string(sync::name(photo.row->state));
        for (const ShownHeadshot& headshot : *team().headshots)
            shown["headshots"][headshot.row->id.text()] = std::string(sync::name(headshot.row->state));
        const ShownMember* receiver = session_.view().member(receiver_);
        shown["receiver"] = {{"available", receiver->available}, {"name", receiver->row().name}};
        std::printf("%s\n", shown.dump().c_str());
        std::fflush(stdout);
        look_.stop();
        QCoreApplication::quit();
    }

    TeamSession& session_;
    MemberId me_;
    MemberId receiver_;
    std::int64_t commands_;
    std::size_t photos_;
    std::string picture_;
    std::int64_t given_;
    bool busy_ = false;
    QTimer look_;
};

/// How many commands were stored by earlier lives.
std::int64_t alreadyGiven(const QString& folder, const MemberId& me, std::shared_ptr<const Clock> clock) {
    const QStringList files = QDir(folder).entryList({"team-*.sqlite"}, QDir::Files);
    if (files.isEmpty()) return 0;
    const auto store = TeamStore::open({QDir(folder).filePath(files[0]).toStdString(), me, clock, nullptr});
    if (!store) qFatal("open: %s", describe(store.error()).c_str());
    return *(*store)->everEnqueued();
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() != 10) return 2;
    const QUrl endpoint(arguments.at(1));
    const QString folder = arguments.at(2) + "/data";
    const auto team = TeamId::trusted(arguments.at(3).toStdString());
    const auto me = MemberId::trusted(arguments.at(4).toStdString());
    const auto clock = std::make_shared<SystemClock>();
    const std::int64_t given = alreadyGiven(folder, me, clock);

    SyncTiming timing;
    timing.pollMs = 200;
    timing.firstRetryMs = 20;
    timing.lastRetryMs = 300;
    const auto tokens = std::make_shared<SessionTokenStore>();
    if (!tokens->write(endpoint.toString().toStdString(), arguments.at(9).toStdString())) return 3;
    auto client = Client::create({endpoint, folder.toStdString(), (arguments.at(2) + "/cache").toStdString(),
                                  tokens, clock, timing, "child"});
    if (!client) return 4;
    auto session = (*client)->openTeam({team, "Team", me, sync::Role::Owner});
    (*client)->resume(client->get(), [](Result<Account>) {});
    int code = 0;
    {
        const Driver driver(*session, arguments, given);
        code = app.exec();
    }
    session.reset();
    client->reset();
    return code;
}
