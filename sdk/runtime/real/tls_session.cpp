#include "sdk/runtime/real/tls_session.hpp"

#include <openssl/err.h>
#include <openssl/x509err.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <utility>

namespace chatproof::runtime {
namespace {

constexpr int one_chunk_max = INT_MAX / 2;

int clamp_size(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, one_chunk_max)); }

}  // namespace

TlsContext::TlsContext(const SSL_METHOD* method) : context_(SSL_CTX_new(method)), bio_method_(nullptr) {
  if (context_ == nullptr) std::abort();
  SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION);
  SSL_CTX_set_mode(context_,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context_, 1);  // one call for what has come, instead of two for each record
  // A peer that dies sends no close_notify; the frames' own lengths show what is cut off.
  SSL_CTX_set_options(context_, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
  make_bio_method();
}

TlsContext::~TlsContext() {
  sessions_.clear();
  SSL_CTX_free(context_);
  BIO_meth_free(bio_method_);
}

std::shared_ptr<TlsContext> TlsContext::for_client(const std::string& ca_file) {
  std::shared_ptr<TlsContext> made(new TlsContext(TLS_client_method()));
  SSL_CTX* context = made->context_;
  ERR_clear_error();
  const int loaded =
      ca_file.empty() ? SSL_CTX_set_default_verify_paths(context) : SSL_CTX_load_verify_file(context, ca_file.c_str());
  ERR_clear_error();
  if (loaded != 1) return nullptr;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, &TlsContext::verify, made.get());
  // For TLS 1.2. A server remembers for each client what it was offered: nothing that is weak, and no long list.
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, &TlsContext::on_new_session);
  return made;
}

// Empty when all is well.
std::string TlsContext::load(const CertificateFiles& files) {
  // OpenSSL would ask at the terminal.
  SSL_CTX_set_default_passwd_cb(context_, [](char*, int, int, void*) { return -1; });
  std::string problem;
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context_, files.certificate.c_str()) != 1) {
    problem = files.certificate + " holds no certificate in PEM";
  } else if (SSL_CTX_use_PrivateKey_file(context_, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    problem = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH
                  ? files.key + " is not the key of " + files.certificate
                  : files.key + " holds no key in PEM without a pass phrase";
  } else if (SSL_CTX_check_private_key(context_) != 1) {
    problem = files.key + " is not the key of " + files.certificate;
  }
  ERR_clear_error();
  return problem;
}

std::string TlsContext::problem_of(const CertificateFiles& files) {
  return std::shared_ptr<TlsContext>(new TlsContext(TLS_server_method()))->load(files);
}

std::shared_ptr<TlsContext> TlsContext::for_server(const CertificateFiles& files) {
  std::shared_ptr<TlsContext> made(new TlsContext(TLS_server_method()));
  SSL_CTX* context = made->context_;
  if (!made->load(files).empty()) return nullptr;
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets only: no memory per session
  SSL_CTX_set_num_tickets(context, 1);
  // The small and quick one first, whatever the client likes best.
  SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
  SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
  return made;
}

std::shared_ptr<TlsContext> TlsContext::for_old_server(const CertificateFiles& files) {
  std::shared_ptr<TlsContext> made = for_server(files);
  if (made == nullptr) return nullptr;
  SSL_CTX_set_min_proto_version(made->context_, 0);
  SSL_CTX_set_max_proto_version(made->context_, TLS1_1_VERSION);
  SSL_CTX_set_security_level(made->context_, 0);  // OpenSSL 3 knows TLS 1.1 at this level only
  return made;
}

// The socket BIO of OpenSSL writes with write(), which raises SIGPIPE; this one does not.
void TlsContext::make_bio_method() {
  bio_method_ = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "chatproof socket");
  if (bio_method_ == nullptr) std::abort();
  BIO_meth_set_read(bio_method_, &TlsContext::bio_read);
  BIO_meth_set_write(bio_method_, &TlsContext::bio_write);
  BIO_meth_set_ctrl(bio_method_, [](BIO* bio, int command, long, void*) -> long {
    if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    return command == BIO_CTRL_FLUSH;
  });
}

int TlsContext::bio_read(BIO* bio, char* to, int size) {
  auto* session = static_cast<TlsSession*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(session->descriptor_, to, static_cast<std::size_t>(size), MSG_DONTWAIT);
  if (got < 0) {
    if (errno == EAGAIN || errno == EINTR) {
      BIO_set_retry_read(bio);
    } else {
      session->last_errno_ = errno;
    }
  }
  if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}

int TlsContext::bio_write(BIO* bio, const char* from, int size) {
  auto* session = static_cast<TlsSession*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(session->descriptor_, from, static_cast<std::size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno == EAGAIN || errno == EINTR) {
      BIO_set_retry_write(bio);
    } else {
      session->last_errno_ = errno;
    }
  }
  return static_cast<int>(sent);
}

// As without this callback, but that connections which are shown the same certificates share them: parsed they take
// 4 kB, which OpenSSL keeps as long as the connection.
int TlsContext::verify(X509_STORE_CTX* check, void* context) {
  auto* self = static_cast<TlsContext*>(context);
  STACK_OF(X509)* chain = X509_STORE_CTX_get0_untrusted(check);  // that of the session
  for (int at = 0; at < sk_X509_num(chain); ++at) {
    X509* mine = sk_X509_value(chain, at);
    X509* shared = self->shared(mine);
    if (shared == mine || X509_up_ref(shared) != 1) continue;
    if (X509_STORE_CTX_get0_cert(check) == mine) X509_STORE_CTX_set_cert(check, shared);
    static_cast<void>(sk_X509_set(chain, at, shared));
    X509_free(mine);
  }
  return X509_verify_cert(check);
}

// The one that is equal byte for byte and was there before, or itself.
X509* TlsContext::shared(X509* certificate) {
  for (const auto& known : certificates_)
    if (X509_cmp(known.get(), certificate) == 0) return known.get();
  if (certificates_.size() >= certificates_max) certificates_.clear();
  if (X509_up_ref(certificate) == 1) certificates_.emplace_back(certificate);
  return certificate;
}

// Takes over the reference to the session. A ticket may come with any read after the handshake.
int TlsContext::on_new_session(SSL* ssl, SSL_SESSION* session) {
  auto* owner = static_cast<TlsSession*>(SSL_get_app_data(ssl));
  auto& sessions = owner->context_->sessions_;
  if (sessions.size() >= sessions_max && !sessions.contains(owner->resume_key_)) sessions.clear();
  sessions[owner->resume_key_].reset(session);
  return 1;
}

TlsSession::TlsSession(std::shared_ptr<TlsContext> context, int descriptor)
    : context_(std::move(context)), ssl_(SSL_new(context_->context_)), descriptor_(descriptor) {
  BIO* bio = BIO_new(context_->bio_method_);
  if (ssl_ == nullptr || bio == nullptr) std::abort();
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_app_data(ssl_, this);
  if (SSL_is_server(ssl_) != 0) {
    SSL_set_accept_state(ssl_);
  } else {
    SSL_set_connect_state(ssl_);
  }
}

TlsSession::~TlsSession() {
  // Without this OpenSSL would call the session bad, and it could not be resumed.
  SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(ssl_);
}

bool TlsSession::expect_server(const std::string& name, std::string resume_key) {
  X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl_);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, name.c_str()) != 1) {
    ERR_clear_error();
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (X509_VERIFY_PARAM_set1_host(wanted, name.c_str(), name.size()) != 1) return false;
    if (SSL_set_tlsext_host_name(ssl_, name.c_str()) != 1) return false;
  }
  resume_key_ = std::move(resume_key);
  const auto known = context_->sessions_.find(resume_key_);
  if (known != context_->sessions_.end()) SSL_set_session(ssl_, known->second.get());
  return true;
}

IoResult TlsSession::handshake() {
  ERR_clear_error();
  last_errno_ = 0;
  const int returned = SSL_do_handshake(ssl_);
  return returned == 1 ? IoResult{IoStatus::ok} : result_of(returned);
}

NetError TlsSession::handshake_error() const {
  return SSL_get_verify_result(ssl_) == X509_V_OK ? NetError::tls_failed : NetError::tls_untrusted;
}

bool TlsSession::resumed() const { return SSL_session_reused(ssl_) == 1; }

IoResult TlsSession::read(char* to, std::size_t size) {
  ERR_clear_error();
  last_errno_ = 0;
  const int returned = SSL_read(ssl_, to, clamp_size(size));
  return returned > 0 ? IoResult{IoStatus::ok, static_cast<std::size_t>(returned)} : result_of(returned);
}

IoResult TlsSession::write(const char* from, std::size_t size) {
  ERR_clear_error();
  last_errno_ = 0;
  const int returned = SSL_write(ssl_, from, clamp_size(size));
  return returned > 0 ? IoResult{IoStatus::ok, static_cast<std::size_t>(returned)} : result_of(returned);
}

bool TlsSession::has_pending() const { return SSL_has_pending(ssl_) == 1; }

void TlsSession::send_close_notify() {
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

IoResult TlsSession::result_of(int returned) {
  const int error = SSL_get_error(ssl_, returned);
  ERR_clear_error();
  switch (error) {
    case SSL_ERROR_WANT_READ:
      return {IoStatus::want_read};
    case SSL_ERROR_WANT_WRITE:
      return {IoStatus::want_write};
    case SSL_ERROR_ZERO_RETURN:
      return {IoStatus::closed};
    default:
      return {IoStatus::failed, 0, last_errno_};
  }
}

}  // namespace chatproof::runtime
