#include "mockserver/action_arguments.hpp"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "mockserver/domain/ids.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/domain/state.hpp"
#include "mockserver/domain/words.hpp"
#include "mockserver/faults/engine.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

std::optional<Problem> demand(bool holds, std::string text) {
  if (holds) return std::nullopt;
  return Problem{"", std::move(text)};
}

constexpr std::size_t name_max = 256;

// What came by a path or from a program, and not as JSON, may be any bytes. They would be written as JSON some day.
bool is_utf8(const json& value) {
  if (value.is_string()) return simdjson::validate_utf8(value.get_ref<const std::string&>());
  if (value.is_object())
    for (const auto& member : value.items())
      if (!simdjson::validate_utf8(member.key())) return false;
  return !value.is_structured() ||
         std::all_of(value.begin(), value.end(), [](const json& one) { return is_utf8(one); });
}

std::optional<Problem> check_name(const json& value) {
  if (!value.is_string()) return Problem{"", "text is expected"};
  const auto& name = value.get_ref<const std::string&>();
  if (name.empty()) return Problem{"", "must not be empty"};
  if (name.size() > name_max) return Problem{"", "is longer than " + std::to_string(name_max) + " bytes"};
  return demand(std::all_of(name.begin(), name.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; }),
                "has control characters");
}

std::optional<Problem> check_id(const json& value, bool may_be_empty, bool (*good)(std::string_view),
                                std::string_view what) {
  if (!value.is_string()) return Problem{"", "text is expected"};
  const auto& id = value.get_ref<const std::string&>();
  if (id.empty() && !may_be_empty) return Problem{"", "must not be empty"};
  return demand(id.empty() || good(id), std::string(what) + " bytes of printable ASCII are expected");
}

std::optional<Problem> check_duration(const json& value, bool below_zero) {
  const auto parsed = value.is_string() ? runtime::parse_duration(value.get_ref<const std::string&>()) : std::nullopt;
  if (!parsed)
    return Problem{"", runtime::duration_expected(value.is_string() ? value.get_ref<const std::string&>() : "")};
  return demand(below_zero || *parsed >= runtime::Duration{}, "must not be negative");
}

std::optional<Problem> check_defect(const json& value) {
  if (!value.is_string()) return Problem{"", "text is expected"};
  const auto& word = value.get_ref<const std::string&>();
  const auto& known = Service::ticket_defects();
  return demand(word.empty() || std::find(known.begin(), known.end(), word) != known.end(),
                "no such defect" + did_you_mean(word, known));
}

std::optional<Problem> check_profile(const json& value) {
  if (!value.is_object()) return Problem{"", "an object is expected"};
  Service trial(runtime::Random(0));
  Effects effects;
  for (const auto& [name, field] : value.items())
    if (const auto problem = trial.set_profile(default_app, "somebody", {{name, field}}, effects))
      return Problem{(json::json_pointer() / name).to_string(), problem->text};
  auto problem = trial.set_profile(default_app, "somebody", value, effects);
  if (problem) problem->pointer.clear();  // it names the argument
  return problem;
}

// Whether this server has a hand on links is seen when the rule is added.
std::optional<Problem> check_rule(const json& value) {
  FaultRule trial;
  trial.id = "trial";
  return read_fault_rule(value, {}, trial);
}

std::optional<Problem> check_value(ArgumentKind kind, const json& value) {
  switch (kind) {
    case ArgumentKind::name:
      return check_name(value);
    case ArgumentKind::user:
      return check_id(value, false, is_user_id, "1 to 32");
    case ArgumentKind::anybody:
      return check_id(value, true, is_user_id, "at most 32");
    case ArgumentKind::device:
      return check_id(value, true, is_device_id, "at most 128");
    case ArgumentKind::text:
      return demand(value.is_string(), "text is expected");
    case ArgumentKind::app:
      if (!value.is_number_integer()) return Problem{"", "a whole number is expected"};
      return demand(value > 0 && value <= std::numeric_limits<std::uint32_t>::max(), "is out of range");
    case ArgumentKind::whole:
      if (!value.is_number_integer()) return Problem{"", "a whole number is expected"};
      return demand(value >= -whole_max && value <= whole_max, "is out of range");
    case ArgumentKind::span:
      return check_duration(value, true);
    case ArgumentKind::length:
      return check_duration(value, false);
    case ArgumentKind::fate:
      return demand(value == "keep" || value == "lose", "\"keep\" or \"lose\" is expected");
    case ArgumentKind::defect:
      return check_defect(value);
    case ArgumentKind::flag:
      return demand(value.is_boolean(), "true or false is expected");
    case ArgumentKind::settings: {
      Settings trial;
      return apply_settings(trial, value);
    }
    case ArgumentKind::rule:
      return check_rule(value);
    case ArgumentKind::state:
      return check_state(value);
    case ArgumentKind::profile:
      return check_profile(value);
  }
  std::abort();
}

}  // namespace

std::string to_text(const ArgumentList& arguments) {
  std::string text;
  for (const ArgumentInfo& one : arguments)
    text += (text.empty() ? "" : ", ") + std::string(one.name) + (one.needed ? "" : "?");
  return text;
}

std::optional<Problem> check_arguments(std::string_view action, const ArgumentList& arguments, const json& given) {
  if (!given.is_object()) return Problem{"", "an object of arguments is expected"};
  for (const auto& [key, value] : given.items()) {
    if (std::any_of(arguments.begin(), arguments.end(), [&](const ArgumentInfo& one) { return one.name == key; }))
      continue;
    std::vector<std::string_view> names;
    for (const ArgumentInfo& one : arguments) names.push_back(one.name);
    const std::string takes = arguments.empty() ? "none" : to_text(arguments);
    return Problem{(json::json_pointer() / key).to_string(),
                   "unknown argument; " + std::string(action) + " takes: " + takes + did_you_mean(key, names)};
  }
  for (const ArgumentInfo& one : arguments) {
    const std::string pointer = "/" + std::string(one.name);
    const auto value = given.find(one.name);
    if (value != given.end() && !is_utf8(*value)) return Problem{pointer, "is not UTF-8"};
    if (value == given.end()) {
      if (one.needed) return Problem{pointer, "is missing"};
    } else if (const auto problem = check_value(one.kind, *value)) {
      return Problem{pointer + problem->pointer, problem->text};
    }
  }
  return std::nullopt;
}

}  // namespace chatproof::mockserver
