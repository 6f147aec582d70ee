#include "sdk/runtime/testing/test_certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace chatproof::runtime {
namespace {

constexpr long day_seconds = 86'400;
constexpr const char* local_names = "DNS:localhost,IP:127.0.0.1,IP:::1";

template <auto free_it>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free_it(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;

void require(bool ok) {
  if (!ok) std::abort();
}

struct Identity {
  Key key;
  Certificate certificate;
};

struct Wish {
  std::string common_name;
  std::string alternative_names;  // empty: an authority
  long valid_from = -day_seconds;
  long valid_until = 30 * day_seconds;
};

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
  require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

// Signed by `authority`, or by itself without one.
Identity make(const Wish& wish, const Identity* authority) {
  Identity made{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
  X509* certificate = made.certificate.get();
  require(made.key != nullptr && certificate != nullptr);
  require(X509_set_version(certificate, 2) == 1);
  std::uint32_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  require(ASN1_INTEGER_set(X509_get_serialNumber(certificate), static_cast<long>(serial >> 1) + 1) == 1);
  require(X509_gmtime_adj(X509_getm_notBefore(certificate), wish.valid_from) != nullptr);
  require(X509_gmtime_adj(X509_getm_notAfter(certificate), wish.valid_until) != nullptr);
  require(X509_set_pubkey(certificate, made.key.get()) == 1);
  require(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                     reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1, -1, 0) == 1);
  X509* issuer = authority != nullptr ? authority->certificate.get() : certificate;
  require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1);
  add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  if (wish.alternative_names.empty()) {
    add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
    add_extension(certificate, issuer, NID_subject_alt_name, wish.alternative_names);
  }
  EVP_PKEY* signer = authority != nullptr ? authority->key.get() : made.key.get();
  require(X509_sign(certificate, signer, EVP_sha256()) != 0);
  return made;
}

using File = std::unique_ptr<std::FILE, Free<std::fclose>>;

File create(const std::string& path) {
  File file(std::fopen(path.c_str(), "wx"));
  require(file != nullptr);
  return file;
}

void save(const Identity& identity, const std::string& path_stem, bool with_key) {
  const File certificate = create(path_stem + ".pem");
  require(PEM_write_X509(certificate.get(), identity.certificate.get()) == 1);
  if (!with_key) return;
  const File key = create(path_stem + ".key.pem");
  require(PEM_write_PrivateKey(key.get(), identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

}  // namespace

TestCertificates::TestCertificates() {
  std::string pattern = (std::filesystem::temp_directory_path() / "chatproof-certificates-XXXXXX").string();
  require(::mkdtemp(pattern.data()) != nullptr);
  directory_ = pattern;

  const Identity authority = make({"chatproof test authority", ""}, nullptr);
  save(authority, path("ca"), false);
  save(make({"another authority", ""}, nullptr), path("other_ca"), false);
  save(make({"localhost", local_names}, &authority), path("valid"), true);
  save(make({"localhost", local_names, -2 * day_seconds, -day_seconds}, &authority), path("expired"), true);
  save(make({"localhost", local_names, day_seconds, 2 * day_seconds}, &authority), path("not_yet_valid"), true);
  save(make({"localhost", local_names}, nullptr), path("self_signed"), true);
  save(make({"elsewhere.example", "DNS:elsewhere.example"}, &authority), path("wrong_host"), true);
}

TestCertificates::~TestCertificates() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace chatproof::runtime
