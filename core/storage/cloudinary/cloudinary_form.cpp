#include "core/storage/cloudinary/cloudinary_form.h"

#include "core/base/crypto.h"

#include <algorithm>
#include <cstring>

namespace headroom::storage {

namespace {

constexpr std::size_t boundaryBytes = 16;

std::size_t give(std::string_view text, std::size_t& given, char* out, std::size_t capacity) {
    const std::size_t count = std::min(capacity, text.size() - given);
    std::memcpy(out, text.data() + given, count);
    given += count;
    return count;
}

} // namespace

CloudinaryForm::CloudinaryForm(const CloudinaryFields& fields)
    : boundary_("headroom-" + toHex(randomBytes(boundaryBytes))) {
    for (const auto& [name, value] : fields)
        if (!value.empty())
            head_ += "--" + boundary_ + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
                     value + "\r\n";
    tail_ = "--" + boundary_ + "--\r\n";
}

CloudinaryForm::CloudinaryForm(const CloudinaryFields& fields, CheckedSource& file)
    : CloudinaryForm(fields) {
    file_ = &file;
    expectFile(static_cast<std::uint64_t>(file.left()));
}

CloudinaryForm::CloudinaryForm(const CloudinaryFields& fields, std::string_view file)
    : CloudinaryForm(fields) {
    memory_ = file;
    expectFile(file.size());
}

void CloudinaryForm::expectFile(std::uint64_t bytes) {
    fileBytes_ = bytes;
    head_ += "--" + boundary_ +
             "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\n"
             "Content-Type: application/octet-stream\r\n\r\n";
    tail_ = "\r\n" + tail_;
}

std::string CloudinaryForm::contentType() const {
    return "multipart/form-data; boundary=" + boundary_;
}

http::StreamUpload CloudinaryForm::stream() {
    headGiven_ = 0;
    memoryGiven_ = 0;
    tailGiven_ = 0;
    http::StreamUpload upload;
    upload.length = head_.size() + fileBytes_ + tail_.size();
    upload.read = [this](char* out, std::size_t capacity) { return read(out, capacity); };
    upload.rewind = [this] { return rewind(); };
    return upload;
}

Result<void> CloudinaryForm::rewind() {
    headGiven_ = 0;
    memoryGiven_ = 0;
    tailGiven_ = 0;
    if (file_) TRY(file_->rewind());
    return {};
}

Result<std::size_t> CloudinaryForm::read(char* out, std::size_t capacity) {
    if (headGiven_ < head_.size()) return give(head_, headGiven_, out, capacity);
    if (memoryGiven_ < memory_.size()) return give(memory_, memoryGiven_, out, capacity);
    const std::size_t count = file_ ? TRY(file_->read(out, capacity)) : 0;
    if (count > 0) return count;
    return give(tail_, tailGiven_, out, capacity);
}

} // namespace headroom::storage
