#include "core/generators/replicate/prepared_photos.h"

#include "core/generators/scratch_folder.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace headroom::generators::replicate {

namespace {

Result<std::string> contentOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.view().empty()) return fail(ErrorCode::FileAccess, "a prepared photo cannot be read");
    return std::move(text).str();
}

} // namespace

Result<std::shared_ptr<const std::string>> PreparedPhotos::get(const SourcePhoto& photo,
                                                               const std::filesystem::path& folder) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::ranges::find(kept_, photo.id, &Kept::photo);
        if (found != kept_.end()) {
            kept_.splice(kept_.begin(), kept_, found);
            return kept_.front().bytes;
        }
    }
    const ScratchFolder aside = TRY(ScratchFolder::make(folder));
    const PreparedPhoto prepared = TRY(preparer_.prepare(photo.file, wanted_, aside.path()));
    auto bytes = std::make_shared<const std::string>(TRY(contentOf(prepared.file)));
    const std::lock_guard lock(mutex_);
    kept_.push_front({photo.id, bytes});
    if (kept_.size() > most_) kept_.pop_back();
    return std::shared_ptr<const std::string>(std::move(bytes));
}

} // namespace headroom::generators::replicate
