#pragma once

#include "core/credits/credits_rows.h"
#include "core/data_copy/copy_files.h"
#include "core/data_copy/copy_names.h"
#include "core/data_copy/data_copy_queue.h"
#include "core/database/database.h"
#include "core/photos/photo_library.h"
#include "core/storage/blob_store.h"
#include "core/sync/visibility.h"
#include "core/teams/member_account.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace headroom::data_copy {

/// What one writing of a copy stands on.
struct CopyParts {
    database::Database& database;
    storage::BlobStore& blobs;
    CopyTask task;
    Timestamp now;
    std::filesystem::path folder;            ///< empty, this writing's alone; what is in it goes with it
    const std::set<std::string>& lost;       ///< pictures whose bytes are known to be missing or broken
    std::function<Result<void>()> keepGoing; ///< asked now and then; its error stops the work
};

/// Puts together what the endpoint holds about a member or a team, and writes it as a ZIP file. Reads page by
/// page, so what changes meanwhile may be in it as it was before or after. One thread, once.
///
/// What a copy holds is what its reader may see anyway: of one's own everything; of the team what owners see,
/// so nobody else's source photos. Never tokens, codes or digests of them, nor what a headshot cost the
/// operator.
class CopyContents {
public:
    explicit CopyContents(CopyParts parts);

    /// Forbidden when the member may not have it any more; errors of database, store and disk. The file is
    /// file() then.
    Result<void> write();
    std::filesystem::path file() const { return parts_.folder / "copy.zip"; }
    /// After an error of write(): the picture that it was about, if it was.
    const std::optional<std::string>& lostPicture() const { return lostPicture_; }

private:
    using Session = database::Session;

    Result<void> readSubject();
    Result<void> head();
    Result<void> finish();
    Result<void> addFile(const std::string& name, const TextFile& file);
    Result<void> addReadme();

    // One's own
    Result<void> own();
    Result<void> account();
    // The whole team's
    Result<void> team();
    Result<void> settings();
    Result<void> members();
    Result<void> invitations();
    // Both, narrowed to `member` unless it is empty
    Result<void> photos(const MemberId& visibleTo);
    Result<void> headshots(const std::optional<MemberId>& member);
    Result<void> ledger(const MemberId& member);
    Result<void> payments(const MemberId& member);
    Result<void> activity(const MemberId& member);

    /// Its path in the copy; null when it is left out.
    Result<nlohmann::json> picture(const std::string& path, const PictureFacts& facts);
    bool fits(const PictureFacts& facts);
    Result<void> learnNames(const std::set<std::string>& ids);
    std::string nameOf(const MemberId& member) const;
    Result<void> ledgerRow(TextFile& table, const sync::TransferRow& row);

    template <class Block>
    auto read(Block&& block) {
        return parts_.database.read(std::forward<Block>(block));
    }

    CopyParts parts_;
    sync::Viewer viewer_;
    teams::MemberAccount account_;
    std::string teamName_;
    std::optional<ZipWriter> zip_;
    std::optional<JsonFile> json_;
    EntryNames names_;
    std::map<std::string, std::string, std::less<>> people_; ///< names by member id, as far as they came up
    std::optional<std::string> lostPicture_;
    std::int64_t pictureBytes_ = 0;
    std::size_t pictures_ = 0;
    std::size_t leftOut_ = 0;
};

} // namespace headroom::data_copy
