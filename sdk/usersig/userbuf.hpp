// The bytes of TLS.userbuf: a room permission of the vendor's video product, which chat carries but does not use
// (spec login 12.09).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace chatproof::usersig {

inline constexpr std::uint32_t privilege_all = 255;

struct Userbuf {
  std::string account;
  std::uint32_t sdk_app_id = 0;
  std::variant<std::uint32_t, std::string> room = std::uint32_t{0};  // by number, or by name
  std::uint32_t expires_at = 0;                                      // Unix seconds
  // create 1, enter 2, send audio 4, receive audio 8, send video 16, receive video 32, send substream 64, receive 128
  std::uint32_t privileges = privilege_all;
  std::uint32_t account_type = 0;
  bool operator==(const Userbuf&) const = default;
};

// Nothing when the account or the room's name has more than 65535 bytes.
[[nodiscard]] std::optional<std::string> encode(const Userbuf& userbuf);
// Nothing when the bytes are not exactly one userbuf.
[[nodiscard]] std::optional<Userbuf> decode_userbuf(std::string_view bytes);
// "create, enter, send audio"; unknown bits as a number.
[[nodiscard]] std::string privilege_names(std::uint32_t privileges);

}  // namespace chatproof::usersig
