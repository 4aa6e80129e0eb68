#include "core/data_copy/copy_contents.h"

#include "core/base/embedded_file.h"
#include "core/base/ensure.h"
#include "core/data_copy/copy_readme.h"
#include "core/data_copy/data_copy_limits.h"
#include "core/headshots/headshots.h"
#include "core/teams/member_rows.h"
#include "core/teams/permissions.h"

// The frame of a copy, and its pictures. Texts about people stand in copy_contents_people.cpp, about money in
// copy_contents_ledger.cpp.
namespace headroom::data_copy {

using nlohmann::json;

namespace {

/// What a row tells as text within text.
json parsedText(const std::string& text) {
    json parsed = json::parse(text, nullptr, false);
    return parsed.is_discarded() ? json(text) : parsed;
}

struct ListedPhoto {
    sync::PhotoRow row;
    std::optional<photos::PhotoSource> source; ///< none once its bytes are gone
};

struct ListedHeadshot {
    sync::HeadshotRow row;
    std::optional<headshots::HeadshotContent> content; ///< none before it is completed
};

template <class Value>
Result<std::optional<Value>> unlessGone(Result<Value> found) {
    if (found) return std::optional<Value>(std::move(*found));
    const ErrorCode code = found.error().code;
    if (code == ErrorCode::Gone || code == ErrorCode::NotFound || code == ErrorCode::PreconditionFailed)
        return std::optional<Value>();
    return fail(found.error());
}

} // namespace

CopyContents::CopyContents(CopyParts parts)
    : parts_(std::move(parts)) {}

Result<void> CopyContents::write() {
    TRY(readSubject());
    zip_.emplace(TRY(ZipWriter::create(file())));
    json_.emplace(TRY(JsonFile::create(parts_.folder / "data.json")));
    TRY(head());
    TRY(parts_.task.scope == Scope::Own ? own() : team());
    return finish();
}

Result<void> CopyContents::readSubject() {
    const CopyTask& task = parts_.task;
    return read([&](Session& session) -> Result<void> {
        const auto account = TRY(teams::memberAccount(session, task.team, task.member));
        const bool mayHave =
            account && account->state == sync::MemberState::Active &&
            (task.scope == Scope::Own || teams::may(account->role, teams::Permission::ManageSettings));
        if (!mayHave) return fail(ErrorCode::Forbidden, "the member may not have this copy any more");
        account_ = *account;
        viewer_ = {task.team, task.member, account->role, 0};
        teamName_ = TRY(teams::readTeam(session, task.team)).name;
        return {};
    });
}

Result<void> CopyContents::head() {
    TRY(json_->member("format", "headroom-data-copy"));
    TRY(json_->member("format_version", 1));
    TRY(json_->member("scope", std::string(name(parts_.task.scope))));
    return json_->member("created_at", isoText(parts_.now));
}

Result<void> CopyContents::own() {
    const MemberId& me = parts_.task.member;
    TRY(account());
    TRY(photos(me));
    TRY(headshots(me));
    TRY(ledger(me));
    TRY(payments(me));
    return activity(me);
}

Result<void> CopyContents::team() {
    TRY(settings());
    TRY(members());
    TRY(invitations());
    // Owners see the source photos that they uploaded themselves; everybody else's are their own business.
    TRY(photos(parts_.task.member));
    TRY(headshots(std::nullopt));
    TRY(ledger({}));
    TRY(payments({}));
    return activity({});
}

Result<void> CopyContents::finish() {
    TRY(json_->finish());
    TRY(addFile("data.json", json_->file()));
    TRY(addReadme());
    return zip_->write(parts_.keepGoing);
}

Result<void> CopyContents::addFile(const std::string& name, const TextFile& file) {
    return zip_->add(
        {.name = name, .sizeBytes = file.sizeBytes(), .modified = parts_.now, .packing = Packing::Deflated},
        std::make_unique<FileEntry>(file.path()));
}

Result<void> CopyContents::addReadme() {
    TextFile readme = TRY(TextFile::create(parts_.folder / "README.txt"));
    TRY(readme.write(readmeText({.scope = parts_.task.scope,
                                 .language = account_.language,
                                 .team = teamName_,
                                 .day = isoText(parts_.now).substr(0, 10),
                                 .leftOut = leftOut_})));
    return addFile("README.txt", readme);
}

bool CopyContents::fits(const PictureFacts& facts) {
    return !parts_.lost.contains(facts.id) && pictures_ < picturesMax &&
           pictureBytes_ + facts.sizeBytes <= pictureBytesMax;
}

Result<json> CopyContents::picture(const std::string& path, const PictureFacts& facts) {
    if (!fits(facts)) {
        ++leftOut_;
        return json(nullptr);
    }
    pictureBytes_ += facts.sizeBytes;
    ++pictures_;
    TRY(zip_->add(
        {.name = path, .sizeBytes = facts.sizeBytes, .modified = facts.createdAt, .packing = Packing::Stored},
        std::make_unique<PictureEntry>(parts_.blobs, facts, parts_.folder / "picture", lostPicture_)));
    return json(path);
}

Result<void> CopyContents::photos(const MemberId& visibleTo) {
    const photos::PhotoFilter filter{.member = {}, .visibleTo = visibleTo, .state = {}};
    TRY(json_->beginList("photos"));
    std::string after;
    do {
        TRY(parts_.keepGoing());
        std::vector<ListedPhoto> listed;
        after = TRY(read([&](Session& session) -> Result<std::string> {
            auto page = TRY(photos::PhotoLibrary::list(session, viewer_.team, filter, after, rowsAtATime));
            for (sync::PhotoRow& row : page.photos) {
                auto source = TRY(unlessGone(photos::PhotoLibrary::source(session, viewer_.team, row.id)));
                listed.push_back({std::move(row), std::move(source)});
            }
            return page.next;
        }));
        for (const ListedPhoto& photo : listed) {
            json item = photo.row;
            item["report"] = parsedText(photo.row.report);
            item["file"] = nullptr;
            if (photo.source) {
                const std::string path =
                    names_.take("photos", photo.row.fileName, endingOf(photo.source->mediaType), "photo");
                item["file"] = TRY(
                    picture(path, {photo.row.id.text(), photo.source->blobKey, photo.source->sha256,
                                   photo.source->mediaType, photo.source->sizeBytes, photo.row.createdAt}));
            }
            TRY(json_->item(item));
        }
    } while (!after.empty());
    return json_->endList();
}

Result<void> CopyContents::headshots(const std::optional<MemberId>& member) {
    headshots::HeadshotFilter filter;
    filter.member = member;
    TRY(json_->beginList("headshots"));
    std::string after;
    do {
        TRY(parts_.keepGoing());
        std::vector<ListedHeadshot> listed;
        std::set<std::string> ids;
        after = TRY(read([&](Session& session) -> Result<std::string> {
            auto page = TRY(headshots::Headshots::list(session, viewer_.team, filter, after, rowsAtATime));
            for (sync::HeadshotRow& row : page.headshots) {
                auto content = TRY(unlessGone(headshots::Headshots::content(session, viewer_.team, row.id)));
                ids.insert(row.memberId.text());
                listed.push_back({std::move(row), std::move(content)});
            }
            return page.next;
        }));
        TRY(learnNames(ids));
        for (const ListedHeadshot& headshot : listed) {
            json item = headshot.row;
            item["file"] = nullptr;
            if (headshot.content) {
                const std::string path =
                    names_.takeNumbered("headshots", nameOf(headshot.row.memberId) + "-" + headshot.row.style,
                                        endingOf(headshot.content->mediaType));
                item["file"] = TRY(picture(path, {headshot.row.id.text(), headshot.content->blobKey,
                                                  headshot.content->sha256, headshot.content->mediaType,
                                                  headshot.content->sizeBytes, headshot.row.createdAt}));
            }
            TRY(json_->item(item));
        }
    } while (!after.empty());
    return json_->endList();
}

} // namespace headroom::data_copy
