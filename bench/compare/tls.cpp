#include "bench/compare/tls.hpp"

#include <openssl/err.h>

#include <cerrno>

namespace chatproof::compare {
namespace {

TlsSettings settings_for(const SSL_METHOD* method) {
  TlsSettings made(SSL_CTX_new(method));
  SSL_CTX_set_min_proto_version(made.get(), TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(made.get(), "TLS_AES_128_GCM_SHA256");
  SSL_CTX_set1_groups_list(made.get(), "X25519");
  SSL_CTX_set_mode(made.get(), SSL_MODE_RELEASE_BUFFERS);
  return made;
}

// Takes over the reference to the session.
int keep_session(SSL* tls, SSL_SESSION* session) {
  static_cast<TlsSession*>(SSL_get_app_data(tls))->reset(session);
  return 1;
}

// What the caller of recv() would be told.
int outcome(SSL* tls, int returned) {
  const int error = SSL_get_error(tls, returned);
  ERR_clear_error();
  if (error == SSL_ERROR_ZERO_RETURN) return 0;
  const bool waits = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  errno = waits ? EAGAIN : EPROTO;
  return -1;
}

}  // namespace

void FreeTls::operator()(SSL* tls) const {
  // Without this OpenSSL would call the session bad, and it could not be resumed.
  SSL_set_shutdown(tls, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(tls);
}

TlsSettings tls_server(const std::string& certificate, const std::string& key) {
  TlsSettings made = settings_for(TLS_server_method());
  if (SSL_CTX_use_certificate_chain_file(made.get(), certificate.c_str()) != 1 ||
      SSL_CTX_use_PrivateKey_file(made.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
    return nullptr;
  SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);  // tickets only
  SSL_CTX_set_num_tickets(made.get(), 1);
  return made;
}

TlsSettings tls_client() {
  TlsSettings made = settings_for(TLS_client_method());
  SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(made.get(), keep_session);
  return made;
}

Tls accept_tls(SSL_CTX* settings, int socket) {
  Tls made(SSL_new(settings));
  SSL_set_fd(made.get(), socket);
  SSL_set_accept_state(made.get());
  return made;
}

Tls connect_tls(SSL_CTX* settings, int socket, TlsSession& session) {
  Tls made(SSL_new(settings));
  SSL_set_fd(made.get(), socket);
  SSL_set_connect_state(made.get());
  SSL_set_app_data(made.get(), &session);
  if (session != nullptr) SSL_set_session(made.get(), session.get());
  return made;
}

ssize_t tls_receive(SSL* tls, char* to, std::size_t size) {
  const int got = SSL_read(tls, to, static_cast<int>(size));
  return got > 0 ? got : outcome(tls, got);
}

ssize_t tls_send(SSL* tls, const char* from, std::size_t size) {
  const int sent = SSL_write(tls, from, static_cast<int>(size));
  return sent > 0 ? sent : outcome(tls, sent);
}

int tls_shake_hands(SSL* tls) {
  const int returned = SSL_do_handshake(tls);
  return returned == 1 ? 1 : outcome(tls, returned);
}

}  // namespace chatproof::compare
