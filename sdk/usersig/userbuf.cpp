#include "sdk/usersig/userbuf.hpp"

#include <cstddef>

namespace chatproof::usersig {
namespace {

constexpr std::size_t text_bytes_max = 0xffff;

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

// Takes big-endian numbers and texts off the front; once something was missing, everything is.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::uint32_t number(std::size_t bytes) {
    std::uint32_t value = 0;
    for (const char c : take(bytes)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
  std::string text() { return std::string(take(number(2))); }
  [[nodiscard]] bool complete() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::optional<std::string> encode(const Userbuf& userbuf) {
  const std::string* name = std::get_if<std::string>(&userbuf.room);
  if (userbuf.account.size() > text_bytes_max || (name != nullptr && name->size() > text_bytes_max)) return {};
  std::string out;
  put(out, name != nullptr ? 1 : 0, 1);
  put(out, static_cast<std::uint32_t>(userbuf.account.size()), 2);
  out += userbuf.account;
  put(out, userbuf.sdk_app_id, 4);
  put(out, name != nullptr ? 0 : std::get<std::uint32_t>(userbuf.room), 4);
  put(out, userbuf.expires_at, 4);
  put(out, userbuf.privileges, 4);
  put(out, userbuf.account_type, 4);
  if (name != nullptr) {
    put(out, static_cast<std::uint32_t>(name->size()), 2);
    out += *name;
  }
  return out;
}

std::optional<Userbuf> decode_userbuf(std::string_view bytes) {
  Cursor cursor(bytes);
  Userbuf userbuf;
  const std::uint32_t has_name = cursor.number(1);
  userbuf.account = cursor.text();
  userbuf.sdk_app_id = cursor.number(4);
  const std::uint32_t number = cursor.number(4);
  userbuf.expires_at = cursor.number(4);
  userbuf.privileges = cursor.number(4);
  userbuf.account_type = cursor.number(4);
  if (has_name == 0) {
    userbuf.room = number;
  } else {
    userbuf.room = cursor.text();
  }
  if (has_name > 1 || (has_name == 1 && number != 0) || !cursor.complete()) return {};
  return userbuf;
}

std::string privilege_names(std::uint32_t privileges) {
  struct Bit {
    std::uint32_t bit;
    const char* name;
  };
  constexpr Bit bits[] = {
      {1, "create"},      {2, "enter"},          {4, "send audio"},      {8, "receive audio"},
      {16, "send video"}, {32, "receive video"}, {64, "send substream"}, {128, "receive substream"}};
  std::string out;
  const auto add = [&out](const std::string& name) { out.append(out.empty() ? "" : ", ").append(name); };
  for (const Bit& bit : bits) {
    if ((privileges & bit.bit) != 0) add(bit.name);
  }
  if ((privileges & ~privilege_all) != 0) add("unknown " + std::to_string(privileges & ~privilege_all));
  return out.empty() ? "none" : out;
}

}  // namespace chatproof::usersig
