// Patterns against the shape of what they will be held against: a "never" on a member that never comes proves nothing.
#include "conformance/scenario/step_reader.hpp"

namespace chatproof::scenario {
namespace {

bool is_operator(const Json& pattern) {
  return pattern.is_object() && pattern.size() == 1 && pattern.begin().key().starts_with("$");
}

void check_each(const Json& patterns, const Json& shape, const std::string& pointer, const Report& report) {
  for (std::size_t i = 0; i < patterns.size(); ++i)
    check_shape(patterns[i], shape, pointer + "/" + std::to_string(i), report);
}

void check_operator(const std::string& name, const Json& argument, const Json& shape, const std::string& pointer,
                    const Report& report) {
  const std::string at = pointer + "/" + escaped(name);
  if (name == "$not" || name == "$exact") return check_shape(argument, shape, at, report);
  if (name == "$oneOf" && argument.is_array()) return check_each(argument, shape, at, report);
  if (!shape.is_array()) return;
  if (name == "$each" || name == "$contains") return check_shape(argument, shape[0], at, report);
  if (name == "$unordered" && argument.is_array()) return check_each(argument, shape[0], at, report);
}

}  // namespace

void check_shape(const Json& pattern, const Json& shape, const std::string& pointer, const Report& report) {
  if (shape.is_null() || pattern.is_null()) return;
  if (pattern.is_string() && pattern.get_ref<const std::string&>().find("${") != std::string::npos) return;
  if (is_operator(pattern)) {
    return check_operator(pattern.begin().key(), *pattern.begin(), shape, pointer, report);
  }
  if (pattern.type() != shape.type())
    return report(pointer, shape.is_array() ? "this is always a list" : "this is always an object");
  if (shape.is_array()) return check_each(pattern, shape[0], pointer, report);
  std::vector<std::string> names;
  for (const auto& [name, below] : shape.items()) names.push_back(name);
  for (const auto& [name, part] : pattern.items()) {
    const std::string at = pointer + "/" + escaped(name);
    if (shape.contains(name)) {
      check_shape(part, shape[name], at, report);
    } else {
      report.at(report.source->key_place(at), "there is never a member \"" + name + "\" here",
                did_you_mean(name, names));
    }
  }
}

}  // namespace chatproof::scenario
