#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// A server that misbehaves as told: every connection is handed to the script as a socket, which is closed
/// afterwards.
class ScriptedServer {
public:
    using Script = std::function<void(int socket, int connection)>;
    explicit ScriptedServer(Script script);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::string url(std::string_view path) const;
    int port() const { return port_; }
    int connections() const { return connections_; }

    /// The header of a request, read to its end; the rest stays unread or is dropped.
    static std::string readHead(int socket);
    static void write(int socket, std::string_view bytes);
    /// Waits until the client closes.
    static void waitForEnd(int socket);
    static void reset(int socket);

private:
    Script script_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> connections_{0};
    std::vector<std::thread> handlers_; ///< a thread per connection; filled by thread_ alone
    std::thread thread_;
};

/// A port of 127.0.0.1 on which nobody listens.
int unusedPort();
