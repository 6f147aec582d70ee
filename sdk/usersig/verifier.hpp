// Judges tickets, as the service does at login (spec login 12.08; codes: section 8; order: 15.22).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chatproof::usersig {

// X(identifier, code of the service, what people read). In the order in which a verifier looks.
#define CHATPROOF_USERSIG_CAUSES(X)                                                            \
  X(none, 0, "valid")                                                                          \
  X(empty, 70002, "the ticket is empty")                                                       \
  X(too_long, 70003, "the ticket is longer than any real one")                                 \
  X(not_base64, 70003, "the text is not a whole ticket (base64 with * - _ for + / =)")         \
  X(not_zlib, 70003, "the bytes are not a whole zlib stream")                                  \
  X(not_json, 70003, "the content is not a JSON object")                                       \
  X(field_missing, 70005, "a field is missing, doubled or of the wrong type")                  \
  X(wrong_version, 70005, "the version is not 2.0")                                            \
  X(wrong_sdk_app_id, 70014, "the ticket was made for another SDKAppID")                       \
  X(wrong_identifier, 70013, "the ticket was made for another user")                           \
  X(wrong_signature, 70009, "the signature does not match: made with another key, or altered") \
  X(expired, 70001, "the ticket has expired")                                                  \
  X(revoked, 70001, "the ticket was revoked")

enum class Cause : std::uint8_t {
#define X(identifier, code, text) identifier,
  CHATPROOF_USERSIG_CAUSES(X)
#undef X
};
[[nodiscard]] int code_of(Cause cause);
[[nodiscard]] std::string_view name_of(Cause cause);
[[nodiscard]] std::string_view text_of(Cause cause);

// What a ticket says of itself; believable only when the verdict is `none`.
struct Fields {
  std::string version;
  std::string identifier;
  std::uint64_t sdk_app_id = 0;
  std::int64_t time = 0;    // Unix seconds of issue
  std::int64_t expire = 0;  // seconds of validity from then on
  std::optional<std::string> userbuf_base64;
  std::string signature;
  // The last second in which the ticket is valid: one of 0 seconds is good in that of its issue (spec observed O10.5).
  [[nodiscard]] std::int64_t expires_at() const { return time + expire; }
};

struct VerifyParams {
  std::uint32_t sdk_app_id = 0;
  std::string_view user_id;
  std::string_view key;
  std::int64_t now = 0;  // Unix seconds, of the server's clock
  // Tickets issued at this Unix second or before are refused (spec login 15.21).
  std::optional<std::int64_t> revoked_before;
};

struct Verdict {
  Cause cause = Cause::none;
  std::string detail;  // what exactly; empty when valid
  Fields fields;       // as far as the ticket could be read
  [[nodiscard]] bool valid() const { return cause == Cause::none; }
  [[nodiscard]] int code() const { return code_of(cause); }
  // One sentence for people, never with the ticket or the key in it.
  [[nodiscard]] std::string text() const;
};

// Keeps its inflate, JSON and HMAC state between calls. Not thread-safe: one per thread.
class Verifier {
 public:
  Verifier();
  ~Verifier();
  Verifier(const Verifier&) = delete;
  Verifier& operator=(const Verifier&) = delete;

  // Any bytes may come in. The signature is compared in constant time.
  [[nodiscard]] Verdict verify(const VerifyParams& params, std::string_view ticket);

  // Only what the ticket says: causes up to `wrong_version`.
  [[nodiscard]] Verdict read(std::string_view ticket);
  // Whether the fields carry the signature of this key.
  [[nodiscard]] bool signed_with(std::string_view key, const Fields& fields);
  // The bytes inside the ticket read last, as far as they could be unpacked; valid until the next call.
  [[nodiscard]] std::string_view unpacked() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chatproof::usersig
