// Throw-away certificates: an authority made for this run, and servers of it, good and bad ones. Not product code.
#pragma once

#include <string>

#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

// Makes everything in the constructor (some milliseconds, ECDSA P-256), in a new directory under the system's temporary
// one, readable by this user only; the destructor removes it. Aborts when the files cannot be written.
class TestCertificates {
 public:
  TestCertificates();
  ~TestCertificates();
  TestCertificates(const TestCertificates&) = delete;
  TestCertificates& operator=(const TestCertificates&) = delete;

  // What a client must trust to accept valid().
  [[nodiscard]] std::string ca_file() const { return path("ca.pem"); }
  [[nodiscard]] std::string other_ca_file() const { return path("other_ca.pem"); }  // has signed none of these
  [[nodiscard]] ClientTls client() const { return {true, ca_file(), ""}; }

  [[nodiscard]] ServerTls valid() const { return server("valid"); }  // for localhost, 127.0.0.1 and ::1
  [[nodiscard]] ServerTls expired() const { return server("expired"); }
  [[nodiscard]] ServerTls not_yet_valid() const { return server("not_yet_valid"); }
  [[nodiscard]] ServerTls self_signed() const { return server("self_signed"); }
  [[nodiscard]] ServerTls wrong_host() const { return server("wrong_host"); }  // for elsewhere.example

 private:
  [[nodiscard]] std::string path(const std::string& file) const { return directory_ + '/' + file; }
  [[nodiscard]] ServerTls server(const std::string& name) const {
    return {path(name + ".pem"), path(name + ".key.pem")};
  }

  std::string directory_;
};

}  // namespace chatproof::runtime
