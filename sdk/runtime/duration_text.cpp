#include "sdk/runtime/duration_text.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace chatproof::runtime {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units = {
    {{"us", 1}, {"ms", 1'000}, {"s", 1'000'000}, {"m", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}}};
constexpr double longest_us = 10'000.0 * 86'400e6;

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const std::size_t number_end = text.find_first_not_of("-0123456789.");
  if (number_end == 0 || number_end == std::string_view::npos) return std::nullopt;
  const std::string number(text.substr(0, number_end));
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (end != number.c_str() + number.size()) return std::nullopt;
  for (const auto& [name, size] : units) {
    if (text.substr(number_end) != name) continue;
    const double us = value * static_cast<double>(size);
    if (std::abs(us) > longest_us) return std::nullopt;
    return Duration(std::llround(us));
  }
  return std::nullopt;
}

std::string duration_expected(std::string_view text) {
  const std::size_t unit = text.find_first_not_of("-0123456789.");
  for (const auto& [name, size] : units)
    if (unit != 0 && unit != std::string_view::npos && text.substr(unit) == name && !parse_duration(text))
      return "a duration of at most 10000d is expected";
  return "a duration such as \"30s\" is expected";
}

std::string to_text(Duration duration) {
  std::int64_t us = duration.count();
  const std::string sign = us < 0 ? "-" : "";
  if (us < 0) us = -us;
  if (us % 1'000 != 0) return sign + std::to_string(us) + "us";
  if (us % 1'000'000 != 0 && us > 1'000'000) {
    std::string fraction = std::to_string(us / 1'000 % 1'000);
    fraction.insert(0, 3 - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return sign + std::to_string(us / 1'000'000) + "." + fraction + "s";
  }
  if (us % 1'000'000 != 0) return sign + std::to_string(us / 1'000) + "ms";
  if (us % 3'600'000'000 == 0 && us != 0) return sign + std::to_string(us / 3'600'000'000) + "h";
  return sign + std::to_string(us / 1'000'000) + "s";
}

}  // namespace chatproof::runtime
