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

constexpr int count_max = 1'000'000'000;
constexpr std::size_t rules_max = 10'000;

constexpr auto requests = std::to_array<std::string_view>({
#define X(identifier, number, name) name,
    CHATPROOF_REQUESTS(X)
#undef X
});
constexpr auto pushes = std::to_array<std::string_view>({
#define X(identifier, number, name) name,
    CHATPROOF_PUSHES(X)
#undef X
});

std::string hint(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? near : "; did you mean \"" + near + "\"?";
}

template <class Keys>
std::optional<Problem> unknown_key(const json& object, const Keys& known, const std::string& pointer) {
  if (!object.is_object()) return Problem{pointer, "an object is expected"};
  for (const auto& [key, value] : object.items()) {
    if (key.starts_with("x-") || std::find(known.begin(), known.end(), key) != known.end()) continue;
    return Problem{pointer + "/" + key, "unknown key" + hint(key, {known.begin(), known.end()})};
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
    read(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(count_max),
         [&](const json& value) {
           if (!value.is_number_integer() || value < least || value > count_max) return false;
           into = value.get<int>();
           return true;
         });
  }
  void span(const char* key, runtime::Duration& into) {
    read(key, "a duration such as \"30s\"", [&](const json& value) {
      const auto parsed = value.is_string() ? runtime::parse_duration(value.get<std::string>()) : std::nullopt;
      if (!parsed || *parsed < runtime::Duration{}) return false;
      into = *parsed;
      return true;
    });
  }
  // The place of a word in the list; the mistake comes with the word that was probably meant.
  template <class Words>
  std::optional<std::size_t> word(const char* key, std::string_view what, const Words& known) {
    if (problem || !object_.contains(key)) return std::nullopt;
    const json& value = object_[key];
    if (!value.is_string()) {
      problem = Problem{pointer_ + "/" + key, "the name of a " + std::string(what) + " is expected"};
      return std::nullopt;
    }
    const auto& text = value.get_ref<const std::string&>();
    const auto found = std::find(known.begin(), known.end(), text);
    if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
    problem = Problem{pointer_ + "/" + key, "no such " + std::string(what) + hint(text, {known.begin(), known.end()})};
    return std::nullopt;
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
  if (const auto layer = reader.word("layer", "layer", layers)) rule.layer = static_cast<Layer>(*layer);
  if (rule.layer == Layer::connect) {
    // Nothing of this is known yet when a connection is accepted: such a rule could never act.
    for (const char* key : {"command", "user", "device"})
      if (when.contains(key)) return Problem{std::string("/when/") + key, "is not known yet at layer \"connect\""};
  } else if (rule.layer == Layer::push) {
    if (const auto command = reader.word("command", "push", pushes)) rule.command = pushes[*command];
  } else {
    if (const auto command = reader.word("command", "request", requests)) rule.command = requests[*command];
  }
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
  if (!reader.problem && until <= from) return Problem{"/when/until", "must be later than \"from\""};
  return reader.problem;
}

std::optional<Problem> read_then(const json& then, FaultRule& rule) {
  if (auto problem = unknown_key(then, then_keys, "/then")) return problem;
  Reader reader(then, "/then");
  std::vector<std::string_view> kinds;
  for (const FaultInfo& info : fault_table()) kinds.push_back(info.name);
  const auto kind = reader.word("kind", "kind of fault", kinds);
  reader.read("code", "a number other than 0", [&](const json& value) {
    if (!value.is_number_integer() || value == 0 || value < -count_max || value > count_max) return false;
    rule.code = value.get<int>();
    return true;
  });
  reader.span("by", rule.span);
  reader.span("for", rule.span);
  if (reader.problem) return reader.problem;
  if (!kind) return Problem{"/then/kind", "is missing"};
  const FaultInfo& info = fault_table()[*kind];
  const std::string name = "\"" + std::string(info.name) + "\"";
  rule.kind = info.kind;
  const std::string_view layer = layers[static_cast<std::size_t>(rule.layer)];
  if (info.layers.find(layer) == std::string_view::npos)
    return Problem{"/when/layer", name + " can be used at: " + std::string(info.layers)};
  for (const char* argument : {"code", "by", "for"}) {
    if (info.arguments == argument && !then.contains(argument))
      return Problem{"/then", name + " needs \"" + argument + "\""};
    if (info.arguments != argument && then.contains(argument))
      return Problem{std::string("/then/") + argument, name + " takes no \"" + argument + "\""};
  }
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
  rule.id = "fault" + std::to_string(made_ + 1);
  if (auto problem = read_when(source.value("when", json::object()), rule, now)) return problem;
  if (!source.contains("then")) return Problem{"/then", "is missing"};
  if (auto problem = read_then(source["then"], rule)) return problem;
  Reader reader(source, "");
  reader.text("id", rule.id);
  if (rule.id.empty()) return Problem{"/id", "must not be empty"};
  reader.number("times", 0, rule.times);
  reader.read("mustAct", "true or false", [&](const json& value) {
    if (!value.is_boolean()) return false;
    rule.must_act = value.get<bool>();
    return true;
  });
  runtime::Duration ttl{};
  reader.span("ttl", ttl);
  if (!reader.problem && source.contains("ttl") && ttl == runtime::Duration{})
    return Problem{"/ttl", "must be longer than nothing"};
  if (ttl != runtime::Duration{}) rule.until = std::min(rule.until, now + ttl);
  if (reader.problem) return reader.problem;
  if (std::any_of(rules_.begin(), rules_.end(), [&](const FaultRule& other) { return other.id == rule.id; }))
    return Problem{"/id", "there is a rule \"" + rule.id + "\" already"};
  if (rule.times == 0 && rule.until == runtime::Instant::max())
    return Problem{"/times", "a rule without end needs \"ttl\" or \"until\""};
  if (rules_.size() >= rules_max) return Problem{"", "there are " + std::to_string(rules_max) + " rules already"};
  ++made_;
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
