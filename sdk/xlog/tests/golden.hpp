// Blocks written by hand from the description of the format, so that a mistake of our writer and the same mistake of
// our decoder do not cancel out.
#pragma once

#include <string>
#include <string_view>

namespace chatproof::xlog::golden {

inline std::string bytes(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i < hex.size();) {
    if (hex[i] == ' ') {
      ++i;
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    i += 2;
  }
  return out;
}

inline std::string zeros(std::size_t count) { return std::string(count, '\0'); }

// magic, seq, hours 9 to 9, length 6, key, "hello\n", tail.
inline std::string hello(std::string_view magic_and_seq = "08 0000", std::size_t key = 64) {
  return bytes(std::string(magic_and_seq) + "09 09 06000000") + zeros(key) + bytes("68656c6c6f0a 00");
}

// Hours 9 to 10, two lines, each flushed.
inline std::string hello_world_deflated(std::string_view seq = "0100") {
  return bytes("09" + std::string(seq) + "09 0a 18000000") + zeros(64) +
         bytes("ca48cdc9c9e702000000ffff 2acf2fca49e102000000ffff 00");
}

// "hello\n" as a stored deflate block, the same from every compressor.
inline constexpr std::string_view stored_hello = "000600f9ff68656c6c6f0a000000ffff";

}  // namespace chatproof::xlog::golden
