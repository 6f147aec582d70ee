#include "sdk/usersig/text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace chatproof::usersig {
namespace {

constexpr std::int64_t end_of_year_9999 = 253402300799;
constexpr std::size_t quoted_chars_max = 80;
constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

std::string utc(std::int64_t unix_seconds) {
  if (unix_seconds < 0 || unix_seconds > end_of_year_9999) return std::to_string(unix_seconds) + " (Unix seconds)";
  const std::chrono::sys_seconds at{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(at - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d UTC", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string span(std::int64_t seconds) {
  struct Unit {
    std::int64_t length;
    const char* name;
  };
  constexpr Unit units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
  std::string out;
  int parts = 0;
  for (const Unit& unit : units) {
    const std::int64_t count = seconds / unit.length;
    seconds %= unit.length;
    if (parts == 1 && count == 0) break;
    if (count == 0) continue;
    if (parts > 0) out += ' ';
    out.append(std::to_string(count)).append(" ").append(unit.name);
    if (++parts == 2) break;
  }
  return parts == 0 ? "0 s" : out;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text.substr(0, quoted_chars_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7e) {
      out.append("\\x").append(hex({&c, 1}));
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + (text.size() > quoted_chars_max ? "...\"" : "\"");
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 15];
  }
  return out;
}

}  // namespace chatproof::usersig
