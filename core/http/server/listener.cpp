#include "core/http/server/listener.h"

#include "core/base/text.h"
#include "core/http/http_limits.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace headroom::http {

namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;
    int family() const { return storage.ss_family; }
    const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

Result<Address> parseInternet(const std::string& listen) {
    const std::size_t colon = listen.rfind(':');
    if (colon == std::string::npos) return fail(ErrorCode::InvalidInput, "listen address has no port");
    const auto port = parseInteger(std::string_view(listen).substr(colon + 1));
    if (!port || *port < 0 || *port > 65535) return fail(ErrorCode::InvalidInput, "listen port is no port");
    std::string host = listen.substr(0, colon);
    if (host == "localhost") host = "127.0.0.1";
    Address address;
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        const std::string inner = host.substr(1, host.size() - 2);
        if (inet_pton(AF_INET6, inner.c_str(), &v6->sin6_addr) != 1)
            return fail(ErrorCode::InvalidInput, "listen address is no IPv6 address");
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(static_cast<std::uint16_t>(*port));
        address.length = sizeof *v6;
        return address;
    }
    if (inet_pton(AF_INET, host.c_str(), &v4->sin_addr) != 1)
        return fail(ErrorCode::InvalidInput, "listen address is neither IPv4 nor [IPv6]");
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<std::uint16_t>(*port));
    address.length = sizeof *v4;
    return address;
}

/// A socket file that nobody listens on any more is in the way after a crash; one in use stays.
void removeStaleSocket(const Address& address, const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISSOCK(info.st_mode)) return;
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return;
    const bool dead = ::connect(probe, address.get(), address.length) != 0 && errno == ECONNREFUSED;
    ::close(probe);
    if (dead) ::unlink(path.c_str());
}

Result<Address> parseUnix(const std::string& path) {
    Address address;
    auto* const local = reinterpret_cast<sockaddr_un*>(&address.storage);
    if (path.empty() || path.size() >= sizeof local->sun_path)
        return fail(ErrorCode::InvalidInput, "path of the unix socket is empty or too long");
    local->sun_family = AF_UNIX;
    std::memcpy(local->sun_path, path.c_str(), path.size() + 1);
    address.length = sizeof *local;
    removeStaleSocket(address, path);
    return address;
}

std::string reason(const char* what) {
    return std::string(what) + ": " + std::strerror(errno);
}

Result<Listener> bindAndListen(Address address, Listener listener) {
    listener.family = address.family();
    listener.descriptor = ::socket(listener.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener.descriptor < 0) return fail(ErrorCode::Unavailable, reason("cannot make a socket"));
    const int on = 1;
    if (listener.family != AF_UNIX)
        ::setsockopt(listener.descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    // Otherwise IPv4 peers would come as mapped addresses and share one /64.
    if (listener.family == AF_INET6)
        ::setsockopt(listener.descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (::bind(listener.descriptor, address.get(), address.length) != 0 ||
        ::listen(listener.descriptor, listenBacklog) != 0) {
        Error error{ErrorCode::Unavailable, reason("cannot listen")};
        ::close(listener.descriptor);
        return fail(std::move(error));
    }
    if (listener.family == AF_UNIX) {
        // A proxy under another user gets in by group.
        ::chmod(listener.unixPath.c_str(), 0660);
        return listener;
    }
    ::getsockname(listener.descriptor, address.get(), &address.length);
    listener.port =
        ntohs(listener.family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port
                                          : reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port);
    return listener;
}

void describePeer(const Address& peer, Accepted& accepted) {
    char text[INET6_ADDRSTRLEN] = "";
    if (peer.family() == AF_INET) {
        const auto* const v4 = reinterpret_cast<const sockaddr_in*>(&peer.storage);
        inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
        accepted.key = text;
    } else if (peer.family() == AF_INET6) {
        const auto* const v6 = reinterpret_cast<const sockaddr_in6*>(&peer.storage);
        inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
        accepted.key.assign(reinterpret_cast<const char*>(&v6->sin6_addr), 8);
    }
    accepted.address = text;
}

} // namespace

Result<Listener> openListener(const std::string& listen) {
    Listener listener;
    Address address;
    if (listen.starts_with("unix:")) {
        listener.unixPath = listen.substr(5);
        address = TRY(parseUnix(listener.unixPath));
    } else {
        address = TRY(parseInternet(listen));
    }
    return bindAndListen(address, std::move(listener));
}

Accepted acceptOne(const Listener& listener) {
    Accepted accepted;
    Address peer;
    peer.length = sizeof peer.storage;
    accepted.descriptor =
        ::accept4(listener.descriptor, peer.get(), &peer.length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted.descriptor < 0) {
        accepted.problem = errno;
        return accepted;
    }
    const int on = 1;
    if (listener.family != AF_UNIX)
        ::setsockopt(accepted.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    describePeer(peer, accepted);
    return accepted;
}

} // namespace headroom::http
