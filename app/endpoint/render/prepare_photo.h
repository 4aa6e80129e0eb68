#pragma once

#include "app/endpoint/render/render_loop.h"
#include "core/faces/face_models.h"

namespace headroom::render {

/// A photo as a hosted service takes it: upright, sRGB, without metadata, within its limits, cut around the
/// face where it must be cut. Inside the confined process only. Errors: the photo codes (it does not decode;
/// PhotoNoFace, where it must be cut around one), TooLarge, Internal.
Result<RenderedFile> preparedPhoto(const faces::FaceModels& models, std::string_view bytes,
                                   const generators::Preparation& wanted);

} // namespace headroom::render
