#include "app/endpoint/render/render_preview.h"

#include "app/endpoint/render/render_limits.h"
#include "core/images/image_decode.h"
#include "core/images/image_encode.h"
#include "core/storage/blob_streams.h"

namespace headroom::render {

namespace {

/// Small pictures beside others: half the bytes of the quality that results have, and no difference to be
/// seen.
constexpr int previewQuality = 84;

} // namespace

Result<std::string> readPhoto(const std::filesystem::path& path) {
    const storage::UniqueFd file = TRY(storage::openToRead(path));
    const std::int64_t size = TRY(storage::fileSize(file));
    if (size > photoBytes) return fail(ErrorCode::TooLarge, "photo");
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const std::size_t count = TRY(storage::readSome(file, bytes.data() + have, bytes.size() - have));
        if (count == 0) return fail(ErrorCode::FileAccess, "a photo became shorter");
        have += count;
    }
    return bytes;
}

Result<generators::reply::Previewed> makePreview(const generators::PreviewOrder& order) {
    const std::string bytes = TRY(readPhoto(order.file));
    const images::DecodedImage picture = TRY(images::decodeImage(bytes, order.edge));
    images::EncodeOptions options;
    options.quality = previewQuality;
    options.provenance = TRY(images::readProvenance(bytes));
    const std::string encoded = TRY(images::encodeImage(picture.pixels, options));
    storage::FileSink sink = TRY(storage::FileSink::create(generators::previewFile(order.folder)));
    TRY(sink.write(encoded));
    return generators::reply::Previewed{picture.pixels.width(), picture.pixels.height()};
}

} // namespace headroom::render
