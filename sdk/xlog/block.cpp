#include "sdk/xlog/block.hpp"

namespace chatproof::xlog {
namespace {

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

std::uint32_t get(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

std::string make_block(const Head& head, std::string_view payload) {
  std::string out;
  const std::size_t key_size = row_of(head.magic).key_size;
  out.reserve(head_without_key + key_size + payload.size() + tail_size);
  put(out, head.magic, 1);
  put(out, head.seq, 2);
  put(out, head.begin_hour, 1);
  put(out, head.end_hour, 1);
  put(out, static_cast<std::uint32_t>(payload.size()), 4);
  out.append(key_size, '\0').append(payload).append(tail_size, '\0');
  return out;
}

Head read_head(std::string_view bytes) {
  Head head;
  head.magic = static_cast<std::uint8_t>(bytes[0]);
  head.seq = static_cast<std::uint16_t>(get(bytes.substr(1, 2)));
  head.begin_hour = static_cast<std::uint8_t>(bytes[3]);
  head.end_hour = static_cast<std::uint8_t>(bytes[4]);
  head.length = get(bytes.substr(5, 4));
  return head;
}

}  // namespace chatproof::xlog
