#include "core/http/client/transfer.h"

#include "core/base/text.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace headroom::http {

namespace {

bool isLoopback(std::string_view url) {
    const std::size_t start = url.find("://");
    if (start == std::string_view::npos) return false;
    const std::string_view rest = url.substr(start + 3);
    for (const std::string_view host : {"127.", "localhost", "[::1]"})
        if (rest.starts_with(host)) return true;
    return false;
}

} // namespace

Transfer::Transfer(CURL* handle, const ClientRequest& request, const ClientOptions& options)
    : handle_(handle)
    , request_(request)
    , options_(options) {}

Transfer::~Transfer() {
    curl_slist_free_all(headerList_);
    if (file_ >= 0) ::close(file_);
}

Result<ClientResponse> Transfer::run() {
    TRY(prepareBody());
    curl_easy_setopt(handle_, CURLOPT_URL, request_.url.c_str());
    // What is asked for is what is sent: services that sign paths do not fold "." and ".." segments.
    curl_easy_setopt(handle_, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle_, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle_, CURLOPT_USERAGENT, options_.userAgent.c_str());
    curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!options_.caFile.empty()) curl_easy_setopt(handle_, CURLOPT_CAINFO, options_.caFile.c_str());
    // Proxies of the environment are for the world outside.
    if (isLoopback(request_.url)) curl_easy_setopt(handle_, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle_, CURLOPT_ERRORBUFFER, message_);
    if (request_.redirects == Redirects::Followed) {
        curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(handle_, CURLOPT_MAXREDIRS, static_cast<long>(clientRedirects));
    }
    // On a connection that was kept, libcurl repeats a request by itself when the other side closed it
    // meanwhile; whether that side had begun to work on it cannot be known.
    if (!request_.mayRepeat()) curl_easy_setopt(handle_, CURLOPT_FRESH_CONNECT, 1L);
    applyLimits();
    applyCallbacks();
    applyBody();
    applyHeaders();

    const CURLcode code = curl_easy_perform(handle_);
    if (problem_) return fail(*problem_);
    if (code != CURLE_OK) return fail(problemOf(code));
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    TRY(announce());
    return std::move(response_);
}

Result<void> Transfer::prepareBody() {
    if (const auto* const text = std::get_if<std::string>(&request_.body)) {
        bodyLength_ = text->size();
    } else if (const auto* const file = std::get_if<FileUpload>(&request_.body)) {
        TRY(openFile(*file));
    } else {
        bodyLength_ = std::get<StreamUpload>(request_.body).length;
    }
    return {};
}

Result<void> Transfer::openFile(const FileUpload& upload) {
    file_ = ::open(upload.path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (file_ < 0 || ::fstat(file_, &info) != 0 || !S_ISREG(info.st_mode))
        return fail(ErrorCode::FileAccess, "cannot read the file to upload");
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (upload.offset > size || (upload.length && *upload.length > size - upload.offset))
        return fail(ErrorCode::FileAccess, "the file to upload is shorter than asked for");
    fileOffset_ = upload.offset;
    bodyLength_ = upload.length.value_or(size - upload.offset);
    return {};
}

void Transfer::applyHeaders() {
    for (const Headers::Field& field : request_.headers) {
        // A semicolon is how libcurl is told of a header without a value.
        const std::string line = field.value.empty() ? field.name + ";" : field.name + ": " + field.value;
        headerList_ = curl_slist_append(headerList_, line.c_str());
    }
    // libcurl's own idea of what a POST contains.
    if (!request_.headers.contains("Content-Type"))
        headerList_ = curl_slist_append(headerList_, "Content-Type:");
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headerList_);
}

void Transfer::applyLimits() {
    const TimeLimits& times = request_.times;
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(times.connectMs));
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(times.totalMs));
    curl_easy_setopt(handle_, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(times.lowSpeedBytesPerSecond));
    curl_easy_setopt(handle_, CURLOPT_LOW_SPEED_TIME, static_cast<long>(times.lowSpeedSeconds));
}

void Transfer::applyBody() {
    const auto* const text = std::get_if<std::string>(&request_.body);
    if (request_.method == "HEAD") {
        curl_easy_setopt(handle_, CURLOPT_NOBODY, 1L);
        return;
    }
    if (text && text->empty() && (request_.method == "GET" || request_.method == "DELETE")) {
        curl_easy_setopt(handle_, CURLOPT_HTTPGET, 1L);
    } else if (text) {
        curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(text->size()));
        curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, text->c_str());
    } else {
        curl_easy_setopt(handle_, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bodyLength_));
        curl_easy_setopt(handle_, CURLOPT_READFUNCTION, &Transfer::readCallback);
        curl_easy_setopt(handle_, CURLOPT_READDATA, this);
        curl_easy_setopt(handle_, CURLOPT_SEEKFUNCTION, &Transfer::seekCallback);
        curl_easy_setopt(handle_, CURLOPT_SEEKDATA, this);
        curl_easy_setopt(handle_, CURLOPT_UPLOAD_BUFFERSIZE, static_cast<long>(uploadBufferBytes));
    }
    curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void Transfer::applyCallbacks() {
    curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, &Transfer::headerCallback);
    curl_easy_setopt(handle_, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Transfer::bodyCallback);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, &Transfer::progressCallback);
    curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, this);
}

/// Decides by what left us: once any byte of the request did, the other side may have acted on it.
Error Transfer::problemOf(CURLcode code) const {
    const std::string detail = *message_ ? message_ : curl_easy_strerror(code);
    long sent = 0;
    curl_easy_getinfo(handle_, CURLINFO_REQUEST_SIZE, &sent);
    switch (code) {
    case CURLE_URL_MALFORMAT:
        return {ErrorCode::InvalidInput, detail};
    case CURLE_ABORTED_BY_CALLBACK:
        return {ErrorCode::Cancelled, "cancelled"};
    case CURLE_OUT_OF_MEMORY:
        return {ErrorCode::Internal, detail};
    case CURLE_TOO_MANY_REDIRECTS:
        return {ErrorCode::UnknownOutcome, detail};
    case CURLE_OPERATION_TIMEDOUT:
        return {sent > 0 ? ErrorCode::Timeout : ErrorCode::Unavailable, detail};
    default:
        return {sent > 0 ? ErrorCode::UnknownOutcome : ErrorCode::Unavailable, detail};
    }
}

std::size_t Transfer::onHeader(std::string_view line) {
    const std::size_t size = line.size();
    headerBytes_ += size;
    if (headerBytes_ > clientHeaderBytes) {
        problem_ = Error{ErrorCode::TooLarge, "the answer's header is too large"};
        return 0;
    }
    line = trimmed(line);
    if (line.starts_with("HTTP/")) { // also of "100 Continue" and of redirects: the last one counts
        response_ = ClientResponse();
        const std::size_t blank = line.find(' ');
        const auto status =
            blank == std::string_view::npos ? std::nullopt : parseInteger(line.substr(blank + 1, 3));
        response_.status = static_cast<int>(status.value_or(0));
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        response_.headers.add(std::string(line.substr(0, colon)),
                              std::string(trimmed(line.substr(colon + 1))));
    }
    return size;
}

Result<void> Transfer::announce() {
    if (announced_ || !request_.sink || !request_.begun || !response_.succeeded()) return {};
    announced_ = true;
    return request_.begun(response_);
}

std::size_t Transfer::onBody(std::string_view bytes) {
    if (request_.sink && response_.succeeded()) {
        auto taken = announce();
        if (taken) taken = request_.sink(bytes);
        if (taken) return bytes.size();
        problem_ = std::move(taken).error();
        return 0;
    }
    if (response_.body.size() + bytes.size() > request_.responseLimitBytes) {
        problem_ = Error{ErrorCode::TooLarge, "the answer is larger than allowed"};
        return 0;
    }
    response_.body += bytes;
    return bytes.size();
}

std::size_t Transfer::onRead(char* out, std::size_t capacity) {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(capacity, bodyLength_ - bodySent_));
    if (wanted == 0) return 0;
    std::size_t count = 0;
    if (file_ >= 0) {
        const ssize_t got = ::pread(file_, out, wanted, static_cast<off_t>(fileOffset_ + bodySent_));
        count = got > 0 ? static_cast<std::size_t>(got) : 0;
    } else {
        auto got = std::get<StreamUpload>(request_.body).read(out, wanted);
        if (!got) {
            problem_ = std::move(got).error();
            return CURL_READFUNC_ABORT;
        }
        count = *got;
    }
    if (count == 0) {
        problem_ = Error{ErrorCode::FileAccess, "the body ended before its announced length"};
        return CURL_READFUNC_ABORT;
    }
    bodySent_ += count;
    return count;
}

int Transfer::onSeek(std::int64_t offset) {
    if (file_ < 0) {
        const auto& stream = std::get<StreamUpload>(request_.body);
        if (offset != 0 || !stream.rewind || !stream.rewind()) return CURL_SEEKFUNC_FAIL;
    }
    bodySent_ = static_cast<std::uint64_t>(offset);
    return CURL_SEEKFUNC_OK;
}

std::size_t Transfer::headerCallback(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->onHeader({data, size * count});
}

std::size_t Transfer::bodyCallback(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->onBody({data, size * count});
}

std::size_t Transfer::readCallback(char* out, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->onRead(out, size * count);
}

int Transfer::seekCallback(void* self, curl_off_t offset, int origin) {
    return origin == SEEK_SET ? static_cast<Transfer*>(self)->onSeek(offset) : CURL_SEEKFUNC_CANTSEEK;
}

int Transfer::progressCallback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(self)->request_.cancel.stop_requested() ? 1 : 0;
}

} // namespace headroom::http
