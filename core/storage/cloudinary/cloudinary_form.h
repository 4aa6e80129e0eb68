#pragma once

#include "core/http/client/client_request.h"
#include "core/storage/cloudinary/cloudinary_signature.h"
#include "core/storage/remote/checked_source.h"

#include <string>
#include <string_view>

namespace headroom::storage {

/// A multipart/form-data body (RFC 7578) of fields and, optionally, one file that is read while it is sent.
/// One request, one thread; can be sent again from its start.
class CloudinaryForm {
public:
    explicit CloudinaryForm(const CloudinaryFields& fields);
    /// The source must live as long.
    CloudinaryForm(const CloudinaryFields& fields, CheckedSource& file);
    /// The same for bytes in memory.
    CloudinaryForm(const CloudinaryFields& fields, std::string_view file);

    std::string contentType() const;
    /// Without a file: the whole.
    std::string text() const { return head_ + tail_; }
    /// Refers to this object. From the start; the source has to be there already.
    http::StreamUpload stream();

private:
    void expectFile(std::uint64_t bytes);
    Result<std::size_t> read(char* out, std::size_t capacity);
    Result<void> rewind();

    std::string boundary_;
    std::string head_;
    std::string tail_;
    CheckedSource* file_ = nullptr;
    std::string_view memory_; ///< instead of it
    std::uint64_t fileBytes_ = 0;
    std::size_t headGiven_ = 0;
    std::size_t memoryGiven_ = 0;
    std::size_t tailGiven_ = 0;
};

} // namespace headroom::storage
