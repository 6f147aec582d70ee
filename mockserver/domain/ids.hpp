// What may name a user or a device, and what a client may say of itself: checked at every door, for it is kept, told to
// others and written again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace chatproof::mockserver {

inline constexpr std::size_t user_id_max = 32;  // bytes, spec login 3.03
inline constexpr std::size_t device_id_max = 128;
inline constexpr std::size_t software_max = 64;        // a version, a platform
inline constexpr std::size_t custom_status_max = 100;  // spec login 9.05
inline constexpr std::size_t message_max = 64 * 1024;  // bytes of JSON, members that nobody knows included
// With what the server adds: sender, receiver, profile, numbers.
inline constexpr std::size_t kept_message_max = message_max + 8 * 1024;

[[nodiscard]] inline bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}
[[nodiscard]] inline bool is_user_id(std::string_view text) {
  return !text.empty() && text.size() <= user_id_max && is_printable_ascii(text);
}
[[nodiscard]] inline bool is_device_id(std::string_view text) {
  return !text.empty() && text.size() <= device_id_max && is_printable_ascii(text);
}
[[nodiscard]] inline bool is_software(std::string_view text) {
  return text.size() <= software_max && is_printable_ascii(text);
}

}  // namespace chatproof::mockserver
