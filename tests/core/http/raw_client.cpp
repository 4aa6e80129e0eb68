#include "raw_client.h"

#include "core/base/text.h"
#include "core/http/headers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <utility>

using namespace headroom;

RawClient::RawClient(int port)
    : RawClient(port, 0) {}

RawClient::RawClient(int port, int receiveBuffer) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBuffer) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    // A test that hangs says less than one that fails.
    const timeval patience{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        socket_ = -1;
    }
}

RawClient::RawClient(const std::string& unixPath) {
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    unixPath.copy(address.sun_path, sizeof address.sun_path - 1);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        socket_ = -1;
    }
}

RawClient::~RawClient() {
    if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool RawClient::fill() {
    char buffer[65536];
    const ssize_t count = ::recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
    return true;
}

bool RawClient::readSome(std::size_t count) {
    std::string buffer(count, '\0');
    return ::recv(socket_, buffer.data(), count, 0) > 0;
}

std::string RawClient::until(std::string_view text) {
    std::size_t at = received_.find(text);
    while (at == std::string::npos) {
        if (!fill()) return {};
        at = received_.find(text);
    }
    std::string taken = received_.substr(0, at + text.size());
    received_.erase(0, at + text.size());
    return taken;
}

std::string RawClient::head() {
    return until("\r\n\r\n");
}

std::string RawClient::answer() {
    std::string text = head();
    const auto length = parseInteger(fieldOf(text, "Content-Length"));
    const auto wanted = static_cast<std::size_t>(length.value_or(0));
    while (received_.size() < wanted)
        if (!fill()) return {};
    text += received_.substr(0, wanted);
    received_.erase(0, wanted);
    return text;
}

std::string RawClient::rest() {
    while (fill()) {
    }
    return std::exchange(received_, {});
}

void RawClient::endSending() {
    ::shutdown(socket_, SHUT_WR);
}

void RawClient::cut() {
    const linger reset{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    ::close(socket_);
    socket_ = -1;
}

int statusOf(std::string_view answer) {
    if (!answer.starts_with("HTTP/1.1 ") || answer.size() < 12) return 0;
    return static_cast<int>(parseInteger(answer.substr(9, 3)).value_or(0));
}

std::string fieldOf(std::string_view answer, std::string_view name) {
    const std::string_view header = answer.substr(0, answer.find("\r\n\r\n"));
    for (const std::string_view line : split(header, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !http::equalsIgnoringCase(line.substr(0, colon), name))
            continue;
        return std::string(trimmed(line.substr(colon + 1)));
    }
    return {};
}

std::string bodyOf(std::string_view answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? std::string() : std::string(answer.substr(end + 4));
}
