#pragma once

#include "scripted_server.h"

#include <memory>
#include <string>

/// A TLS server on 127.0.0.1 with a certificate of its own making for the given name, which answers every
/// request with 200 and "secret".
class TlsServer {
public:
    /// `subject` is what the certificate vouches for: "IP:127.0.0.1" or "DNS:example.org".
    explicit TlsServer(const std::string& subject);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string url(std::string_view path) const;
    /// The certificate, to be trusted.
    const std::string& certificatePem() const { return certificatePem_; }

private:
    struct Keys;
    std::unique_ptr<Keys> keys_;
    std::string certificatePem_;
    std::unique_ptr<ScriptedServer> server_;
};
