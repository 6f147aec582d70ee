#include "conformance/report/text.hpp"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>

namespace chatproof::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u;
}

// Length of the well-formed sequence at `at`, or 0.
std::size_t sequence(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!continues(text, at + i)) return 0;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool surrogate = lead == 0xED && second >= 0xA0;
  const bool beyond = lead == 0xF4 && second >= 0x90;
  return overlong || surrogate || beyond ? 0 : length;
}

// Calls use(one well-formed sequence) for each code point, the replacement character for what is none.
template <class Use>
void for_each_code_point(std::string_view text, Use&& use) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence(text, at);
    use(length == 0 ? replacement : text.substr(at, length));
    at += length == 0 ? 1 : length;
  }
}

std::string hex_escape(unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {'\\', 'x', digits[byte >> 4u], digits[byte & 15u]};
}

// C0 and C1 control characters, DEL, and the marks that turn the direction of text around.
bool is_control(std::string_view point) {
  const auto first = static_cast<unsigned char>(point[0]);
  if (point.size() == 1) return first < 0x20 || first == 0x7F;
  if (point.size() == 2) return first == 0xC2 && static_cast<unsigned char>(point[1]) < 0xA0;
  return point >= "\u202A" && point <= "\u202E";
}

bool is_noncharacter(std::string_view point) { return point == "\uFFFE" || point == "\uFFFF"; }

}  // namespace

std::string clean_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_code_point(text, [&](std::string_view point) { out += point; });
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_code_point(text, [&](std::string_view point) {
    if (!is_control(point)) {
      out += point;
    } else if (point == "\n") {
      out += "\\n";
    } else if (point == "\r") {
      out += "\\r";
    } else if (point == "\t") {
      out += "\\t";
    } else {
      for (const char byte : point) out += hex_escape(static_cast<unsigned char>(byte));
    }
  });
  return out;
}

std::size_t width_of(std::string_view text) {
  std::size_t points = 0;
  for (std::size_t at = 0; at < text.size(); ++at) points += continues(text, at) ? 0 : 1;
  return points;
}

std::string clip(std::string_view text, std::size_t columns) {
  if (width_of(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string out;
  std::size_t points = 0;
  for_each_code_point(text, [&](std::string_view point) {
    if (++points < columns) out += point;
  });
  return out += ellipsis;
}

std::string pad(std::string_view text, std::size_t columns) {
  std::string out = clip(text, columns);
  out.append(columns - width_of(out), ' ');
  return out;
}

std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for_each_code_point(text, [&](std::string_view point) {
    if (point == "&") {
      out += "&amp;";
    } else if (point == "<") {
      out += "&lt;";
    } else if (point == ">") {
      out += "&gt;";
    } else if (point == "\"") {
      out += "&quot;";
    } else if (point == "'") {
      out += "&#39;";
    } else if (point == "\n") {
      out += "&#10;";
    } else if (point == "\r") {
      out += "&#13;";
    } else if (point == "\t") {
      out += "&#9;";
    } else if (is_control(point)) {
      for (const char byte : point) out += hex_escape(static_cast<unsigned char>(byte));
    } else {
      out += is_noncharacter(point) ? replacement : point;
    }
  });
  return out;
}

std::string dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string dump(const nlohmann::ordered_json& value, int indent) {
  return value.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string for_script(std::string_view json_text) {
  std::string out;
  out.reserve(json_text.size() + json_text.size() / 16);
  for_each_code_point(json_text, [&](std::string_view point) {
    if (point == "<") {
      out += "\\u003c";
    } else if (point == ">") {
      out += "\\u003e";
    } else if (point == "&") {
      out += "\\u0026";
    } else if (point == "\u2028") {
      out += "\\u2028";
    } else if (point == "\u2029") {
      out += "\\u2029";
    } else {
      out += point;
    }
  });
  return out;
}

}  // namespace chatproof::report
