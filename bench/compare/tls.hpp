// TLS 1.3 of OpenSSL, on the descriptor itself: for the floor, and for the neutral client.
#pragma once

#include <openssl/ssl.h>
#include <sys/types.h>

#include <memory>
#include <string>

namespace chatproof::compare {

struct FreeTls {
  void operator()(SSL_CTX* settings) const { SSL_CTX_free(settings); }
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
  void operator()(SSL* tls) const;
};
using TlsSettings = std::unique_ptr<SSL_CTX, FreeTls>;
using TlsSession = std::unique_ptr<SSL_SESSION, FreeTls>;
using Tls = std::unique_ptr<SSL, FreeTls>;

// TLS_AES_128_GCM_SHA256 and X25519, one ticket, no buffers while idle. Null: the files cannot be loaded.
[[nodiscard]] TlsSettings tls_server(const std::string& certificate, const std::string& key);
// Believes every certificate.
[[nodiscard]] TlsSettings tls_client();

// Each with its own write() on the socket, so SIGPIPE has to be ignored.
[[nodiscard]] Tls accept_tls(SSL_CTX* settings, int socket);
// Resumes what is in `session`, if anything, and puts the last ticket into it; it must outlive the connection.
[[nodiscard]] Tls connect_tls(SSL_CTX* settings, int socket, TlsSession& session);

// As recv() and send() do it: -1 and EAGAIN when more must come first; 0 from tls_receive: the other end has closed.
[[nodiscard]] ssize_t tls_receive(SSL* tls, char* to, std::size_t size);
[[nodiscard]] ssize_t tls_send(SSL* tls, const char* from, std::size_t size);
// 1: done; otherwise as above.
[[nodiscard]] int tls_shake_hands(SSL* tls);

}  // namespace chatproof::compare
