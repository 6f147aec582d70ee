#include "conformance/check/captures.hpp"

#include <cstdlib>
#include <string_view>

namespace chatproof::check {
namespace {

std::string as_text(const nlohmann::json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

nlohmann::json substitute_text(const std::string& text, const Captures& captures) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("${", at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return out + text.substr(at);
    const auto found = captures.find(text.substr(open + 2, close - open - 2));
    if (found != captures.end() && open == 0 && close + 1 == text.size()) return found->second;
    out += text.substr(at, open - at);
    out += found == captures.end() ? text.substr(open, close + 1 - open) : as_text(found->second);
    at = close + 1;
  }
  return out;
}

}  // namespace

nlohmann::json substitute(const nlohmann::json& value, const Captures& captures) {
  if (value.is_string()) return substitute_text(value.get_ref<const std::string&>(), captures);
  if (!value.is_structured()) return value;
  nlohmann::json out = value;
  for (auto& member : out) member = substitute(member, captures);
  return out;
}

std::optional<nlohmann::json> follow(const std::string& path, const nlohmann::json& from) {
  const nlohmann::json* here = &from;
  std::string_view rest = path;
  if (rest.starts_with("$")) rest.remove_prefix(1);
  while (!rest.empty()) {
    if (rest.front() == '.') rest.remove_prefix(1);
    const bool index = rest.starts_with("[");
    const std::size_t end = index ? rest.find(']') : rest.find_first_of(".[");
    const std::string_view name = index ? rest.substr(1, end - 1) : rest.substr(0, end);
    if (index && here->is_array()) {
      const auto number = static_cast<std::size_t>(std::atoi(std::string(name).c_str()));
      if (number >= here->size()) return std::nullopt;
      here = &(*here)[number];
    } else {
      if (!here->is_object() || !here->contains(std::string(name))) return std::nullopt;
      here = &(*here)[std::string(name)];
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(index ? end + 1 : end);
  }
  return *here;
}

}  // namespace chatproof::check
