// The layout of one block of a mars log file (spec login section 13).
//
//   magic u8 | seq u16 | begin hour u8 | end hour u8 | length u32 | key, 4 or 64 bytes | payload | 0x00
//
// Integers are little-endian. A file is blocks, one after the other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chatproof::xlog {

enum class Packing : std::uint8_t { text, deflate, chunked_deflate, zstd, encrypted };

// X(identifier, magic, bytes of the key field, packing)
#define CHATPROOF_XLOG_MAGICS(X)                            \
  X(old_text, 0x03, 4, Packing::text)                       \
  X(old_deflate, 0x04, 4, Packing::deflate)                 \
  X(old_chunked_deflate, 0x05, 4, Packing::chunked_deflate) \
  X(sync_deflate_crypt, 0x06, 64, Packing::encrypted)       \
  X(async_deflate_crypt, 0x07, 64, Packing::encrypted)      \
  X(sync_text, 0x08, 64, Packing::text)                     \
  X(async_deflate, 0x09, 64, Packing::deflate)              \
  X(sync_zstd_crypt, 0x0a, 64, Packing::encrypted)          \
  X(sync_zstd_text, 0x0b, 64, Packing::text)                \
  X(async_zstd_crypt, 0x0c, 64, Packing::encrypted)         \
  X(async_zstd, 0x0d, 64, Packing::zstd)

enum class Magic : std::uint8_t {
#define X(identifier, magic, key, packing) identifier = magic,
  CHATPROOF_XLOG_MAGICS(X)
#undef X
};

inline constexpr std::size_t head_without_key = 9;  // magic, seq, hours, length
inline constexpr std::size_t tail_size = 1;

struct MagicRow {
  std::size_t key_size = 0;  // 0: no such magic
  Packing packing = Packing::text;
};
[[nodiscard]] constexpr MagicRow row_of(std::uint8_t magic) {
  struct Row {
    std::uint8_t magic;
    MagicRow row;
  };
#define X(identifier, value, key, packing) Row{value, {key, packing}},
  constexpr std::array rows{CHATPROOF_XLOG_MAGICS(X)};
#undef X
  for (const Row& row : rows)
    if (row.magic == magic) return row.row;
  return {};
}

struct Head {
  std::uint8_t magic = 0;
  std::uint16_t seq = 0;
  std::uint8_t begin_hour = 0;
  std::uint8_t end_hour = 0;
  std::uint32_t length = 0;  // of the payload
};

// A whole block. The key field is zero: without encryption it means nothing.
[[nodiscard]] std::string make_block(const Head& head, std::string_view payload);

// `bytes` holds at least head_without_key bytes.
[[nodiscard]] Head read_head(std::string_view bytes);

}  // namespace chatproof::xlog
