// TLS on a socket's descriptor: one SSL object per connection whose buffers go away while it is idle (14 kB instead of
// the 68 kB of asio::ssl::stream). Nothing outside this folder includes it.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

class TlsContext;

enum class IoStatus : std::uint8_t {
  ok,
  want_read,   // try again when the descriptor is readable
  want_write,  // ... writable
  closed,      // the other end closed in good order
  failed,
};
struct IoResult {
  IoStatus status;
  std::size_t bytes = 0;
  int error = 0;  // errno, or 0 where the failure is none of the system's
};

class TlsSession {
 public:
  TlsSession(std::shared_ptr<TlsContext> context, int descriptor);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // For a client, before the handshake: whose certificate it has to be; `resume_key` says which sessions are alike.
  [[nodiscard]] bool expect_server(const std::string& name, std::string resume_key);

  [[nodiscard]] IoResult handshake();
  [[nodiscard]] NetError handshake_error() const;  // after handshake() has failed
  [[nodiscard]] bool resumed() const;
  [[nodiscard]] IoResult read(char* to, std::size_t size);
  [[nodiscard]] IoResult write(const char* from, std::size_t size);
  [[nodiscard]] bool has_pending() const;
  void send_close_notify();

 private:
  friend class TlsContext;
  [[nodiscard]] IoResult result_of(int returned);

  std::shared_ptr<TlsContext> context_;
  SSL* ssl_;
  std::string resume_key_;
  int descriptor_;
  int last_errno_ = 0;
};

// What connections share: certificates, those of servers too, the session cache of clients, the BIO method.
class TlsContext {
 public:
  // Null when the files cannot be loaded.
  static std::shared_ptr<TlsContext> for_client(const std::string& ca_file);
  static std::shared_ptr<TlsContext> for_server(const CertificateFiles& files);
  // Why for_server() would answer null: which file, and what is wrong with it; empty: it would not.
  [[nodiscard]] static std::string problem_of(const CertificateFiles& files);
  // A server that speaks nothing newer than TLS 1.1, for tests.
  static std::shared_ptr<TlsContext> for_old_server(const CertificateFiles& files);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

 private:
  friend class TlsSession;
  [[nodiscard]] std::string load(const CertificateFiles& files);
  static constexpr std::size_t sessions_max = 65'536;  // beyond it all begin anew
  static constexpr std::size_t certificates_max = 16;  // of servers; likewise
  struct Free {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };

  explicit TlsContext(const SSL_METHOD* method);
  void make_bio_method();
  static int on_new_session(SSL* ssl, SSL_SESSION* session);
  static int verify(X509_STORE_CTX* check, void* context);
  [[nodiscard]] X509* shared(X509* certificate);
  static int bio_read(BIO* bio, char* to, int size);
  static int bio_write(BIO* bio, const char* from, int size);

  SSL_CTX* context_;
  BIO_METHOD* bio_method_;
  std::map<std::string, std::unique_ptr<SSL_SESSION, Free>> sessions_;
  std::vector<std::unique_ptr<X509, Free>> certificates_;
};

}  // namespace chatproof::runtime
