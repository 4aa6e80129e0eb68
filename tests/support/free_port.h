#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <netinet/in.h>
#include <random>
#include <sys/socket.h>
#include <unistd.h>

namespace headroom::test {

/// A port of this computer for a server that is started, and perhaps ended and started again, later on. Not
/// out of the range from which the kernel gives ports to whoever wants any: the tests that run beside this
/// one would get it meanwhile. 0 when none is free.
inline std::uint16_t freePort() {
    constexpr int first = 13'000; // above the sandbox's own port, below what the kernel and Swift take
    constexpr int count = 6'000;
    std::random_device random;
    for (int tries = 0; tries < 100; ++tries) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const auto port = static_cast<std::uint16_t>(first + random() % count);
        address.sin_port = htons(port);
        const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const bool free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(probe);
        if (free) return port;
    }
    return 0;
}

} // namespace headroom::test
