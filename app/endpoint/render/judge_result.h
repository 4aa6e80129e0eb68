#pragma once

#include "app/endpoint/render/render_loop.h"
#include "core/faces/face_models.h"

namespace headroom::render {

/// Whether something that a generator made can be a headshot, and if so that headshot: 4:5, at least 1024 x
/// 1280, with one whole face, marked as what it is. Inside the confined process only.
/// Errors: ResultNotUsable (the detail says why), LikenessLost, Internal.
Result<JudgedFile> judgedResult(const faces::FaceModels& models, std::string_view bytes,
                                const generators::RawResult& result);

} // namespace headroom::render
