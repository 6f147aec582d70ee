#include "conformance/check/match.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <regex>
#include <set>
#include <vector>

#include "conformance/check/assignment.hpp"

namespace chatproof::check {
namespace {

using nlohmann::json;
using Found = std::optional<Mismatch>;

std::string shown(const json& value) {
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  constexpr std::size_t longest = 200;
  return text.size() > longest ? text.substr(0, longest) + "..." : text;
}

Found differs(const std::string& at, std::string expected, const json& value) {
  return Mismatch{at.empty() ? "/" : at, std::move(expected), shown(value), 1};
}

Found match_at(const json& pattern, const json& value, const std::string& at, bool exact);

// Adds up the places that differ; the first one is what is told.
void add(Found& total, Found more) {
  if (!more) return;
  if (!total) {
    total = std::move(more);
  } else {
    total->count += more->count;
  }
}

Found match_object(const json& pattern, const json& value, const std::string& at, bool exact) {
  if (!value.is_object()) return differs(at, "an object", value);
  Found total;
  for (const auto& [key, part] : pattern.items()) {
    const std::string below = at + "/" + key;
    const bool absent = part.is_object() && part.size() == 1 && part.contains("$absent");
    if (absent) {
      if (value.contains(key)) add(total, differs(below, "to be absent", value[key]));
    } else if (!value.contains(key)) {
      add(total, Mismatch{below, shown(part), "nothing", 1});
    } else {
      add(total, match_at(part, value[key], below, exact));
    }
  }
  if (exact)
    for (const auto& [key, part] : value.items())
      if (!pattern.contains(key)) add(total, differs(at + "/" + key, "no such member", part));
  return total;
}

Found match_array(const json& pattern, const json& value, const std::string& at, bool exact) {
  if (!value.is_array()) return differs(at, "a list", value);
  if (pattern.size() != value.size()) return differs(at, "a list of " + std::to_string(pattern.size()), value);
  Found total;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    add(total, match_at(pattern[i], value[i], at + "/" + std::to_string(i), exact));
  return total;
}

// Whether each pattern can have a value of its own.
bool matched_up(const json& patterns, const json& values) {
  const auto fits = [&](std::size_t p, std::size_t v) { return !match_at(patterns[p], values[v], "", false); };
  return !assign(patterns.size(), values.size(), fits).unplaced;
}

bool contains(const json& value, const json& part) {
  if (value.is_string() && part.is_string())
    return value.get_ref<const std::string&>().find(part.get_ref<const std::string&>()) != std::string::npos;
  return value.is_array() && std::any_of(value.begin(), value.end(),
                                         [&](const json& member) { return !match_at(part, member, "", false); });
}

bool in_order(const json& low, const json& high) { return low.is_number() && high.is_number() && low <= high; }

// Whether an operator's argument is a pattern of its own, or data.
enum class Takes : std::uint8_t { data, pattern };

struct Operator {
  Takes takes;
  const char* needs;  // in words
  std::function<bool(const json& argument)> legal;
  std::function<bool(const json& argument, const json& value)> holds;
};

bool any_argument(const json&) { return true; }
bool is_list(const json& argument) { return argument.is_array(); }
bool is_number(const json& argument) { return argument.is_number(); }

bool legal_type(const json& argument) {
  static const std::set<std::string> types = {"null", "boolean", "string", "number", "integer", "array", "object"};
  return argument.is_string() && types.contains(argument.get<std::string>());
}

bool of_type(const json& argument, const json& value) {
  return argument == value.type_name() || (argument == "integer" && value.is_number_integer());
}

bool legal_regex(const json& argument) {
  if (!argument.is_string()) return false;
  try {
    const std::regex parsed(argument.get<std::string>());
    return true;
  } catch (const std::regex_error&) {
    return false;
  }
}

bool legal_approx(const json& argument) {
  return argument.is_object() && argument.size() == 2 && argument.contains("value") && argument.contains("by") &&
         argument["value"].is_number() && argument["by"].is_number();
}

bool holds_approx(const json& a, const json& v) {
  return v.is_number() && std::abs(v.get<double>() - a["value"].get<double>()) <= a["by"].get<double>();
}

std::size_t size_of(const json& value) {
  return value.is_string() ? value.get_ref<const std::string&>().size() : value.size();
}

bool meets(const json& pattern, const json& value) { return !match_at(pattern, value, "", false); }

const std::map<std::string, Operator>& operators() {
  static const std::map<std::string, Operator> table = {
      {"$any", {Takes::data, "true", any_argument, [](const json&, const json&) { return true; }}},
      {"$type", {Takes::data, "the name of a JSON type, or \"integer\"", legal_type, of_type}},
      {"$re",
       {Takes::data, "a regular expression", legal_regex,
        [](const json& a, const json& v) {
          return v.is_string() && std::regex_search(v.get<std::string>(), std::regex(a.get<std::string>()));
        }}},
      {"$gt",
       {Takes::data, "a number", is_number, [](const json& a, const json& v) { return v.is_number() && v > a; }}},
      {"$gte",
       {Takes::data, "a number", is_number, [](const json& a, const json& v) { return v.is_number() && v >= a; }}},
      {"$lt",
       {Takes::data, "a number", is_number, [](const json& a, const json& v) { return v.is_number() && v < a; }}},
      {"$lte",
       {Takes::data, "a number", is_number, [](const json& a, const json& v) { return v.is_number() && v <= a; }}},
      {"$range",
       {Takes::data, "two numbers in order",
        [](const json& a) { return a.is_array() && a.size() == 2 && in_order(a[0], a[1]); },
        [](const json& a, const json& v) { return v.is_number() && v >= a[0] && v <= a[1]; }}},
      {"$oneOf",
       {Takes::pattern, "a list", is_list,
        [](const json& a, const json& v) {
          return std::any_of(a.begin(), a.end(), [&](const json& p) { return meets(p, v); });
        }}},
      {"$not", {Takes::pattern, "", any_argument, [](const json& a, const json& v) { return !meets(a, v); }}},
      {"$len", {Takes::pattern, "", any_argument, [](const json& a, const json& v) { return meets(a, size_of(v)); }}},
      {"$each",
       {Takes::pattern, "", any_argument,
        [](const json& a, const json& v) {
          return v.is_array() && std::all_of(v.begin(), v.end(), [&](const json& m) { return meets(a, m); });
        }}},
      {"$contains", {Takes::pattern, "", any_argument, [](const json& a, const json& v) { return contains(v, a); }}},
      {"$unordered",
       {Takes::pattern, "a list", is_list,
        [](const json& a, const json& v) { return v.is_array() && v.size() == a.size() && matched_up(a, v); }}},
      {"$absent", {Takes::data, "true", any_argument, [](const json&, const json&) { return false; }}},
      {"$exact",
       {Takes::pattern, "", any_argument, [](const json& a, const json& v) { return !match_at(a, v, "", true); }}},
      {"$approx", {Takes::data, "\"value\" and \"by\", both numbers", legal_approx, holds_approx}},
  };
  return table;
}

bool is_operator(const json& pattern) {
  return pattern.is_object() && pattern.size() == 1 && pattern.begin().key().starts_with("$");
}

Found match_at(const json& pattern, const json& value, const std::string& at, bool exact) {
  if (is_operator(pattern)) {
    const auto op = operators().find(pattern.begin().key());
    if (op == operators().end()) return differs(at, "the known operator " + pattern.begin().key(), value);
    if (op->first == "$exact") return match_at(*pattern.begin(), value, at, true);
    return op->second.holds(*pattern.begin(), value) ? std::nullopt : differs(at, shown(pattern), value);
  }
  if (pattern.is_object()) return match_object(pattern, value, at, exact);
  if (pattern.is_array()) return match_array(pattern, value, at, exact);
  return pattern == value ? std::nullopt : differs(at, shown(pattern), value);
}

std::optional<PatternMistake> check_at(const json& pattern, const json::json_pointer& at);

std::optional<PatternMistake> check_operator(const json& pattern, const json::json_pointer& at) {
  const std::string& name = pattern.begin().key();
  const auto op = operators().find(name);
  if (op == operators().end()) {
    PatternMistake mistake{at.to_string(), "there is no operator \"" + name + "\"", name, {}};
    for (const auto& [known, how] : operators()) mistake.known.push_back(known);
    return mistake;
  }
  const json& argument = *pattern.begin();
  // A capture is known at run time only.
  if (argument.dump().find("${") != std::string::npos) return std::nullopt;
  if (!op->second.legal(argument))
    return PatternMistake{(at / name).to_string(), name + " needs " + op->second.needs, {}, {}};
  if (op->second.takes != Takes::pattern) return std::nullopt;
  return check_at(argument, at / name);
}

std::optional<PatternMistake> check_at(const json& pattern, const json::json_pointer& at) {
  if (is_operator(pattern)) return check_operator(pattern, at);
  if (pattern.is_object())
    for (const auto& [key, part] : pattern.items())
      if (key.starts_with("$"))
        return PatternMistake{
            (at / key).to_string(), "\"" + key + "\" is an operator and stands alone in its object", {}, {}};
  if (pattern.is_array())
    for (std::size_t i = 0; i < pattern.size(); ++i)
      if (auto wrong = check_at(pattern[i], at / i)) return wrong;
  if (pattern.is_object())
    for (const auto& [key, part] : pattern.items())
      if (auto wrong = check_at(part, at / key)) return wrong;
  return std::nullopt;
}

}  // namespace

Found match(const json& pattern, const json& value) { return match_at(pattern, value, "", false); }

std::optional<PatternMistake> check_pattern(const json& pattern) { return check_at(pattern, json::json_pointer()); }

}  // namespace chatproof::check
