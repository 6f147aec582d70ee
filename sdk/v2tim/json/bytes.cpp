#include "sdk/v2tim/json/bytes.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>

namespace chatproof::v2tim {

namespace {

/// Length of the sequence that `lead` opens, 0 if none; `low` and `high` bound its second byte.
size_t sequence_length(std::uint8_t lead, std::uint8_t& low, std::uint8_t& high) {
  low = 0x80;
  high = 0xBF;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (lead == 0xE0) low = 0xA0;   // overlong otherwise
    if (lead == 0xED) high = 0x9F;  // surrogates otherwise
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (lead == 0xF0) low = 0x90;   // overlong otherwise
    if (lead == 0xF4) high = 0x8F;  // above U+10FFFF otherwise
    return 4;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    std::uint8_t low = 0;
    std::uint8_t high = 0;
    const size_t length = sequence_length(static_cast<std::uint8_t>(bytes[at]), low, high);
    if (length == 0 || bytes.size() - at < length) return false;
    for (size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<std::uint8_t>(bytes[at + i]);
      if (byte < low || byte > high) return false;
      low = 0x80;
      high = 0xBF;
    }
    at += length;
  }
  return true;
}

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL adds a terminating zero
  const int written =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(written));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  const size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  // OpenSSL would skip white space around the text; here it is an error.
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0 || text.substr(0, text.size() - padding).find_first_not_of(kAlphabet) != text.npos) {
    return std::nullopt;
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  const int written =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (written < 0) return std::nullopt;
  bytes.resize(static_cast<size_t>(written) - padding);  // OpenSSL counts padding as zero bytes
  return bytes;
}

}  // namespace chatproof::v2tim
