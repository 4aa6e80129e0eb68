#pragma once

#include "app/endpoint/render/render_loop.h"
#include "core/faces/face_models.h"
#include "core/faces/likeness.h"

namespace headroom::render {

/// Whether something that a generator made can be a headshot, and if so that headshot: 4:5, at least 1024 x
/// 1280, with one whole face, marked as what it is. Inside the confined process only.
/// Errors: ResultNotUsable (the detail says why), LikenessLost, Internal.
Result<RenderedFile> judgedResult(const faces::FaceModels& models, std::string_view bytes,
                                  const generators::RawResult& result);

/// The studio's own work, looked at before it is written: it should hold one whole face, and the face of
/// `source` where there is one to compare with. 40 ms. Errors: as above.
Result<generators::Likeness> checkedHeadshot(const faces::FaceModels& models, const images::Bitmap& headshot,
                                             const std::optional<faces::FaceSignature>& source);

} // namespace headroom::render
