#pragma once

#include "core/http/client/client.h"

#include <curl/curl.h>

#include <memory>

// Internal to the client: one exchange over libcurl. Only client.cpp and transfer.cpp include this.
namespace headroom::http {

/// Sets up a handle for a request, runs it, and turns what happened into our terms. Lives for one call.
class Transfer {
public:
    Transfer(CURL* handle, const ClientRequest& request, const ClientOptions& options);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    Result<ClientResponse> run();

private:
    Result<void> prepareBody();
    Result<void> openFile(const FileUpload& upload);
    void applyHeaders();
    void applyLimits();
    void applyBody();
    void applyCallbacks();
    Error problemOf(CURLcode code) const;

    Result<void> announce();
    std::size_t onHeader(std::string_view line);
    std::size_t onBody(std::string_view bytes);
    std::size_t onRead(char* out, std::size_t capacity);
    int onSeek(std::int64_t offset);

    static std::size_t headerCallback(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t bodyCallback(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t readCallback(char* out, std::size_t size, std::size_t count, void* self);
    static int seekCallback(void* self, curl_off_t offset, int origin);
    static int progressCallback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    CURL* const handle_;
    const ClientRequest& request_;
    const ClientOptions& options_;
    curl_slist* headerList_ = nullptr;
    char message_[CURL_ERROR_SIZE] = "";
    int file_ = -1;
    std::uint64_t fileOffset_ = 0;
    std::uint64_t bodyLength_ = 0;
    std::uint64_t bodySent_ = 0;
    std::size_t headerBytes_ = 0;
    bool announced_ = false;
    ClientResponse response_;
    std::optional<Error> problem_; ///< of our own callbacks
};

} // namespace headroom::http
