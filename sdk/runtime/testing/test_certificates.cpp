#include "sdk/runtime/testing/test_certificates.hpp"

#include <openssl/ec.h>
#include <openssl/err.h>
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
  const X509* names_of = nullptr;  // instead of the alternative names, if it has any
};

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
  require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;

void add_names(X509* certificate, X509* issuer, const Wish& wish) {
  const Names names(wish.names_of == nullptr ? nullptr
                                             : static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
                                                   wish.names_of, NID_subject_alt_name, nullptr, nullptr)));
  if (names == nullptr) return add_extension(certificate, issuer, NID_subject_alt_name, wish.alternative_names);
  require(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1);
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
    add_names(certificate, issuer, wish);
  }
  EVP_PKEY* signer = authority != nullptr ? authority->key.get() : made.key.get();
  const int kind = EVP_PKEY_get_id(signer);
  const bool own_digest = kind == EVP_PKEY_ED25519 || kind == EVP_PKEY_ED448;
  require(X509_sign(certificate, signer, own_digest ? nullptr : EVP_sha256()) != 0);
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

// But for the wrong host they are made out to the names of `good`, if it has any.
void make_bad(const CertificateDirectory& directory, const Identity& authority, const X509* good) {
  Wish wish{"localhost", local_names};
  wish.names_of = good;
  save(make(wish, nullptr), directory.path("self_signed"), true);
  wish.common_name = "expired";  // not the name of the one that signs: it would pass for self-signed
  wish.valid_from = -2 * day_seconds;
  wish.valid_until = -day_seconds;
  save(make(wish, &authority), directory.path("expired"), true);
  save(make({"elsewhere.example", "DNS:elsewhere.example"}, &authority), directory.path("wrong_host"), true);
}

void add_bad(const CertificateDirectory& directory, ServerTls& tls) {
  tls.expired = directory.files("expired");
  tls.self_signed = directory.files("self_signed");
  tls.wrong_host = directory.files("wrong_host");
}

// Whoever locked a key with a passphrase is not asked for it.
int no_passphrase(char*, int, int, void*) { return -1; }

Identity load(const CertificateFiles& files) {
  Identity loaded;
  const File certificate(std::fopen(files.certificate.c_str(), "r"));
  const File key(std::fopen(files.key.c_str(), "r"));
  if (certificate) loaded.certificate.reset(PEM_read_X509(certificate.get(), nullptr, no_passphrase, nullptr));
  if (key) loaded.key.reset(PEM_read_PrivateKey(key.get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return loaded;
}

}  // namespace

CertificateDirectory::CertificateDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "chatproof-certificates-XXXXXX").string();
  require(::mkdtemp(pattern.data()) != nullptr);
  directory_ = pattern;
}

CertificateDirectory::~CertificateDirectory() {
  if (::getpid() != maker_) return;  // a child process leaves them to its parent
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

TestCertificates::TestCertificates() {
  const Identity authority = make({"chatproof test authority", ""}, nullptr);
  save(authority, directory_.path("ca"), true);
  save(make({"another authority", ""}, nullptr), directory_.path("other_ca"), false);
  save(make({"localhost", local_names}, &authority), directory_.path("valid"), true);
  save(make({"localhost", local_names, day_seconds, 2 * day_seconds}, &authority), directory_.path("not_yet_valid"),
       true);
  make_bad(directory_, authority, nullptr);
}

ServerTls TestCertificates::valid() const {
  ServerTls tls = server("valid");
  add_bad(directory_, tls);
  return tls;
}

BadCertificates::BadCertificates(const CertificateFiles& good) {
  const Identity authority = load(good);
  made_ = authority.certificate != nullptr && authority.key != nullptr &&
          X509_check_private_key(authority.certificate.get(), authority.key.get()) == 1;
  ERR_clear_error();
  if (made_) make_bad(directory_, authority, authority.certificate.get());
}

void BadCertificates::add_to(ServerTls& tls) const {
  if (made_) add_bad(directory_, tls);
}

}  // namespace chatproof::runtime
