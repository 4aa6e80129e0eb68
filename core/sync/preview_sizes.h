#pragma once

namespace headroom::sync {

/// The previews that there are of photos and headshots, in pixels of the longer side: tiles on ordinary and
/// on dense screens, and a sheet. So few that what is kept of a picture is bounded, and that clients share
/// what was made.
inline constexpr int previewEdges[] = {256, 512, 1024};

} // namespace headroom::sync
