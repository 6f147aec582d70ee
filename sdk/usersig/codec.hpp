// The three layers around a ticket: base64, zlib, HMAC-SHA256. State is kept between calls, because a server that
// verifies 200 000 tickets a second cannot afford to allocate it for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace chatproof::usersig {

// `standard` is RFC 4648 section 4. `ticket` has '*', '-', '_' in the places of '+', '/', '=' (spec login 12.06), which
// is not the URL alphabet of RFC 4648. Both are padded.
enum class Alphabet : std::uint8_t { standard, ticket };

[[nodiscard]] std::string base64_encode(std::string_view bytes, Alphabet alphabet);
// Appends to `out`. False on a foreign character, a length that is no multiple of four, misplaced padding, or bits set
// behind the last byte; `out` is then of no use.
[[nodiscard]] bool base64_decode(std::string_view text, Alphabet alphabet, std::string& out);

// zlib streams (2-byte header, Adler-32 at the end). Not thread-safe: one per thread.
class Deflater {
 public:
  explicit Deflater(int level);  // 0 to 9
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  [[nodiscard]] std::string compress(std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  enum class Outcome : std::uint8_t { ok, damaged, truncated, too_large, trailing_bytes };
  // Unpacks exactly one whole stream into `room`; `written` says how much of it was used.
  [[nodiscard]] Outcome unpack(std::string_view bytes, char* room, std::size_t size, std::size_t& written);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// HMAC-SHA256 by OpenSSL. A run of calls with the same key (one app's tickets) sets the key up once.
class Hmac {
 public:
  static constexpr std::size_t size = 32;
  Hmac();
  ~Hmac();
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  // `out` has room for `size` bytes. The key is the secret's characters as they are, not hex-decoded (spec
  // login 12.01).
  void sign(std::string_view key, std::string_view content, unsigned char* out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Takes the same time wherever the two differ. Lengths are not secret.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace chatproof::usersig
