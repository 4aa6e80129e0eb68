#pragma once

#include <string>
#include <string_view>

/// A bare TCP connection to 127.0.0.1 for tests: sends what it is told, well-formed or not, and returns what
/// comes.
class RawClient {
public:
    explicit RawClient(int port);
    /// The same over a unix socket.
    explicit RawClient(const std::string& unixPath);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False when the peer has gone.
    bool send(std::string_view bytes);

    /// The next whole answer with its body (by Content-Length); empty when the connection ended first.
    std::string answer();
    /// The next answer of a HEAD request: no body follows, whatever the header says.
    std::string head();
    /// Reads until `text` has come, and returns all up to its end; empty when the connection ended first.
    std::string until(std::string_view text);
    /// Everything until the peer closes. Empty also when it already had.
    std::string rest();
    /// Reads one byte at most each call; false at the end.
    bool readSome(std::size_t count);

    /// Ends our half, as shutdown(2) does.
    void endSending();
    /// Resets the connection: what a crash or a pulled cable looks like in the end.
    void cut();
    /// Makes the kernel take little before a sender has to wait.
    static constexpr int smallReceiveBuffer = 4096;
    RawClient(int port, int receiveBuffer);

private:
    bool fill();

    int socket_ = -1;
    std::string received_;
};

/// The number in the status line, 0 when there is none.
int statusOf(std::string_view answer);
/// The value of a header field, without blanks; empty when there is none.
std::string fieldOf(std::string_view answer, std::string_view name);
std::string bodyOf(std::string_view answer);
