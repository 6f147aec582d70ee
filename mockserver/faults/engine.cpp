#include "mockserver/faults/engine.hpp"

#include <algorithm>
#include <array>

#include "sdk/runtime/duration_text.hpp"
#include "sdk/wire/command.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> layers = {"connect", "request", "reply", "push"};
constexpr std::array<std::string_view, 8> when_keys = {"layer", "command",     "user", "device",
                                                       "nth",   "probability", "from", "until"};
constexpr std::array<std::string_view, 4> then_keys = {"kind", "code", "by", "for"};
constexpr std::array<std::string_view, 6> rule_keys = {"id", "when", "then", "times", "mustAct", "ttl"};

template <class Keys>
std::optional<Problem> unknown_key(const json& object, const Keys& known, const std::string& pointer) {
  if (!object.is_object()) return Problem{pointer, "an object is expected"};
  for (const auto& [key, value] : object.items()) {
    if (key.starts_with("x-") || std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string hint = nearest(key, {known.begin(), known.end()});
    return Problem{pointer + "/" + key, "unknown key" + (hint.empty() ? "" : "; did you mean \"" + hint + "\"?")};
  }
  return std::nullopt;
}

// Reads the parts of a rule; remembers the first thing that is wrong.
class Reader {
 public:
  Reader(const json& object, std::string pointer) : object_(object), pointer_(std::move(pointer)) {}

  void text(const char* key, std::string& into) {
    read(key, "text", [&](const json& value) {
      if (!value.is_string()) return false;
      into = value.get<std::string>();
      return true;
    });
  }
  void number(const char* key, int least, int& into) {
    read(key, "a whole number from " + std::to_string(least), [&](const json& value) {
      if (!value.is_number_integer() || value < least) return false;
      into = value.get<int>();
      return true;
    });
  }
  void span(const char* key, runtime::Duration& into) {
    read(key, "a duration such as \"30s\"", [&](const json& value) {
      const auto parsed = value.is_string() ? runtime::parse_duration(value.get<std::string>()) : std::nullopt;
      if (parsed) into = *parsed;
      return parsed.has_value();
    });
  }
  template <class Read>
  void read(const char* key, const std::string& expected, Read&& take) {
    if (problem || !object_.contains(key)) return;
    if (!take(object_[key])) problem = Problem{pointer_ + "/" + key, expected + " is expected"};
  }
  std::optional<Problem> problem;

 private:
  const json& object_;
  std::string pointer_;
};

std::optional<Problem> read_when(const json& when, FaultRule& rule, runtime::Instant now) {
  if (auto problem = unknown_key(when, when_keys, "/when")) return problem;
  Reader reader(when, "/when");
  reader.read("layer", "\"connect\", \"request\", \"reply\" or \"push\"", [&](const json& value) {
    const auto found =
        value.is_string() ? std::find(layers.begin(), layers.end(), value.get<std::string>()) : layers.end();
    if (found == layers.end()) return false;
    rule.layer = static_cast<Layer>(found - layers.begin());
    return true;
  });
  reader.read("command", "the name of a command", [&](const json& value) {
    if (!value.is_string() || !wire::command_named(value.get<std::string>())) return false;
    rule.command = value.get<std::string>();
    return true;
  });
  reader.text("user", rule.user);
  reader.text("device", rule.device);
  reader.number("nth", 1, rule.nth);
  reader.read("probability", "a number from 0 to 1", [&](const json& value) {
    if (!value.is_number() || value < 0 || value > 1) return false;
    rule.probability = value.get<double>();
    return true;
  });
  runtime::Duration from{}, until = runtime::Duration::max();
  reader.span("from", from);
  reader.span("until", until);
  rule.from = now + from;
  if (until != runtime::Duration::max()) rule.until = now + until;
  return reader.problem;
}

std::optional<Problem> read_then(const json& then, FaultRule& rule) {
  if (auto problem = unknown_key(then, then_keys, "/then")) return problem;
  Reader reader(then, "/then");
  const FaultInfo* info = nullptr;
  reader.read("kind", "a kind of fault (chatproof serve --list-faults)", [&](const json& value) {
    const auto found = std::find_if(fault_table().begin(), fault_table().end(), [&](const FaultInfo& candidate) {
      return value.is_string() && candidate.name == value.get<std::string>();
    });
    if (found == fault_table().end()) return false;
    info = &*found;
    return true;
  });
  reader.read("code", "a number other than 0", [&](const json& value) {
    if (!value.is_number_integer() || value == 0) return false;
    rule.code = value.get<int>();
    return true;
  });
  reader.span("by", rule.span);
  reader.span("for", rule.span);
  if (reader.problem) return reader.problem;
  if (info == nullptr) return Problem{"/then/kind", "is missing"};
  rule.kind = info->kind;
  const std::string_view layer = layers[static_cast<std::size_t>(rule.layer)];
  if (info->layers.find(layer) == std::string_view::npos)
    return Problem{"/when/layer", "\"" + std::string(info->name) + "\" can be used at: " + std::string(info->layers)};
  for (const char* argument : {"code", "by", "for"})
    if (info->arguments == argument && !then.contains(argument))
      return Problem{"/then", "\"" + std::string(info->name) + "\" needs \"" + argument + "\""};
  return std::nullopt;
}

}  // namespace

const std::vector<FaultInfo>& fault_table() {
  static const std::vector<FaultInfo> table = {
#define X(identifier, name, layers_, arguments, text) {FaultKind::identifier, name, layers_, arguments, text},
#include "mockserver/faults/kinds.def"
#undef X
  };
  return table;
}

std::optional<Problem> FaultEngine::add(const json& source, runtime::Instant now) {
  if (auto problem = unknown_key(source, rule_keys, "")) return problem;
  FaultRule rule;
  rule.source = source;
  rule.id = "fault" + std::to_string(++made_);
  if (auto problem = read_when(source.value("when", json::object()), rule, now)) return problem;
  if (!source.contains("then")) return Problem{"/then", "is missing"};
  if (auto problem = read_then(source["then"], rule)) return problem;
  Reader reader(source, "");
  reader.text("id", rule.id);
  reader.number("times", 0, rule.times);
  reader.read("mustAct", "true or false", [&](const json& value) {
    if (!value.is_boolean()) return false;
    rule.must_act = value.get<bool>();
    return true;
  });
  runtime::Duration ttl{};
  reader.span("ttl", ttl);
  if (ttl != runtime::Duration{}) rule.until = std::min(rule.until, now + ttl);
  if (reader.problem) return reader.problem;
  if (std::any_of(rules_.begin(), rules_.end(), [&](const FaultRule& other) { return other.id == rule.id; }))
    return Problem{"/id", "there is a rule \"" + rule.id + "\" already"};
  if (rule.times == 0 && rule.until == runtime::Instant::max())
    return Problem{"/times", "a rule without end needs \"ttl\" or \"until\""};
  rules_.push_back(std::move(rule));
  return std::nullopt;
}

bool FaultEngine::remove(std::string_view id) {
  return std::erase_if(rules_, [&](const FaultRule& rule) { return rule.id == id; }) != 0;
}

const FaultRule* FaultEngine::decide(const Moment& moment) {
  for (FaultRule& rule : rules_) {
    if (rule.layer != moment.layer || moment.now < rule.from || moment.now >= rule.until) continue;
    if (!rule.command.empty() && rule.command != moment.command) continue;
    if (!rule.user.empty() && rule.user != moment.user) continue;
    if (!rule.device.empty() && rule.device != moment.device) continue;
    if (rule.times != 0 && rule.acted >= rule.times) continue;
    ++rule.seen;
    if (rule.nth != 0 && rule.seen != rule.nth) continue;
    if (rule.probability < 1.0 && !random_.chance(rule.probability)) continue;
    ++rule.acted;
    return &rule;
  }
  return nullptr;
}

}  // namespace chatproof::mockserver
