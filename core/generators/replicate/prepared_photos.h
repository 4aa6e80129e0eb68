#pragma once

#include "core/generators/picture_room.h"

#include <list>
#include <memory>
#include <mutex>
#include <string>

namespace headroom::generators::replicate {

/// Small JPEGs of photos, ready to be sent, kept in memory while their headshots are being made: preparing
/// one starts a process. Any thread.
class PreparedPhotos {
public:
    PreparedPhotos(PhotoPreparer& preparer, Preparation wanted, std::size_t most)
        : preparer_(preparer)
        , wanted_(wanted)
        , most_(most) {}

    /// Prepared in a folder of its own below `folder`. The errors of PhotoPreparer.
    Result<std::shared_ptr<const std::string>> get(const SourcePhoto& photo,
                                                   const std::filesystem::path& folder);

private:
    struct Kept {
        PhotoId photo;
        std::shared_ptr<const std::string> bytes;
    };

    PhotoPreparer& preparer_;
    const Preparation wanted_;
    const std::size_t most_;
    std::mutex mutex_;
    std::list<Kept> kept_; ///< used last first
};

} // namespace headroom::generators::replicate
