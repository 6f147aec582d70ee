// Throw-away certificates: an authority made for this run, and servers of it, good and bad ones. Not product code.
#pragma once

#include <string>

#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

// A new directory under the system's temporary one, readable by this user only, that goes with the object. Aborts when
// it cannot be made.
class CertificateDirectory {
 public:
  CertificateDirectory();
  ~CertificateDirectory();
  CertificateDirectory(const CertificateDirectory&) = delete;
  CertificateDirectory& operator=(const CertificateDirectory&) = delete;
  [[nodiscard]] std::string path(const std::string& file) const { return directory_ + '/' + file; }
  [[nodiscard]] CertificateFiles files(const std::string& name) const {
    return {path(name + ".pem"), path(name + ".key.pem")};
  }

 private:
  const pid_t maker_ = ::getpid();
  std::string directory_;
};

// Makes everything in the constructor (some milliseconds, ECDSA P-256); aborts when the files cannot be written.
class TestCertificates {
 public:
  TestCertificates();

  // What a client must trust to accept valid().
  [[nodiscard]] std::string ca_file() const { return directory_.path("ca.pem"); }
  [[nodiscard]] CertificateFiles authority() const { return directory_.files("ca"); }
  [[nodiscard]] std::string other_ca_file() const { return directory_.path("other_ca.pem"); }  // signed none of these
  [[nodiscard]] ClientTls client() const { return {true, ca_file(), ""}; }

  // For localhost, 127.0.0.1 and ::1; with the bad ones at hand for faults of handshakes.
  [[nodiscard]] ServerTls valid() const;
  [[nodiscard]] ServerTls expired() const { return server("expired"); }
  [[nodiscard]] ServerTls not_yet_valid() const { return server("not_yet_valid"); }
  [[nodiscard]] ServerTls self_signed() const { return server("self_signed"); }
  [[nodiscard]] ServerTls wrong_host() const { return server("wrong_host"); }  // for elsewhere.example

 private:
  [[nodiscard]] ServerTls server(const std::string& name) const {
    const CertificateFiles files = directory_.files(name);
    return {files.certificate, files.key};
  }

  CertificateDirectory directory_;
};

// The bad certificates for a server that has a good one, which signs them: to a client that trusts it as an authority
// each has nothing wrong with it but what it is named for.
class BadCertificates {
 public:
  explicit BadCertificates(const CertificateFiles& good);
  // Where the files of the good one cannot be loaded, nothing is added.
  void add_to(ServerTls& tls) const;

 private:
  CertificateDirectory directory_;
  bool made_ = false;
};

}  // namespace chatproof::runtime
