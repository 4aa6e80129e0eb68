#include "tls_server.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

struct TlsServer::Keys {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());

    ~Keys() {
        SSL_CTX_free(context);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
};

namespace {

void fillIn(X509* certificate, EVP_PKEY* key, const std::string& subject) {
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1,
                               -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION* const alternative =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject.c_str());
    X509_add_ext(certificate, alternative, -1);
    X509_EXTENSION_free(alternative);
    X509_sign(certificate, key, EVP_sha256());
}

std::string pemOf(X509* certificate) {
    BIO* const memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    std::string pem(data, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
}

void serveOne(SSL_CTX* context, int socket) {
    SSL* const tls = SSL_new(context);
    SSL_set_fd(tls, socket);
    if (SSL_accept(tls) == 1) {
        std::string request;
        char byte = 0;
        while (!request.ends_with("\r\n\r\n") && SSL_read(tls, &byte, 1) == 1)
            request += byte;
        static constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
        SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
        SSL_shutdown(tls);
    }
    SSL_free(tls);
}

} // namespace

TlsServer::TlsServer(const std::string& subject)
    : keys_(std::make_unique<Keys>()) {
    fillIn(keys_->certificate, keys_->key, subject);
    certificatePem_ = pemOf(keys_->certificate);
    SSL_CTX_use_certificate(keys_->context, keys_->certificate);
    SSL_CTX_use_PrivateKey(keys_->context, keys_->key);
    server_ = std::make_unique<ScriptedServer>([this](int socket, int) { serveOne(keys_->context, socket); });
}

TlsServer::~TlsServer() = default;

std::string TlsServer::url(std::string_view path) const {
    return "https://127.0.0.1:" + std::to_string(server_->port()) + std::string(path);
}
