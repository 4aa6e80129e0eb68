#pragma once

#include "core/exports/export_run.h"

namespace headroom::exports {

/// The Renderer over core/images. Stateless; any thread.
class ImageRenderer final : public Renderer {
public:
    Result<std::string> render(std::string_view bytes, const ExportSettings& settings,
                               const Size& size) override;
};

} // namespace headroom::exports
