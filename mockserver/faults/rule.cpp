#include "mockserver/faults/rule.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "mockserver/domain/words.hpp"
#include "mockserver/faults/link_words.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;
using runtime::Duration;

constexpr std::array<std::string_view, 6> layers = {"resolve", "handshake", "connect", "request", "reply", "push"};
constexpr std::array<std::string_view, 2> edges = {"before", "after"};
constexpr std::array<std::string_view, 3> ways = {"both", "in", "out"};
constexpr std::array<std::string_view, 3> endings = {"close", "reset", "silence"};
constexpr std::array<std::string_view, 11> when_keys = {
    "layer", "edge", "command", "user", "device", "connection", "nth", "probability", "rate", "from", "until"};
constexpr std::array<std::string_view, 3> rate_keys = {"more", "per", "of"};
constexpr std::array<std::string_view, 6> rule_keys = {"id", "when", "then", "times", "mustAct", "ttl"};

constexpr int count_max = 1'000'000'000;
constexpr int rate_max = 10'000;
constexpr int addresses_max = 16;
constexpr int frame_max = static_cast<int>(wire::payload_max + wire::header_size);

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

template <class Keys>
std::optional<Problem> unknown_key(const json& object, const Keys& known, const std::string& pointer) {
  if (!object.is_object()) return Problem{pointer, "an object is expected"};
  for (const auto& [key, value] : object.items()) {
    if (key.starts_with("x-") || is_one_of(key, known)) continue;
    return Problem{pointer + "/" + key, "unknown key" + did_you_mean(key, {known.begin(), known.end()})};
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
  void number(const char* key, int least, int most, int& into) {
    read(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most), [&](const json& value) {
      if (!value.is_number_integer() || value < least || value > most) return false;
      into = value.get<int>();
      return true;
    });
  }
  void span(const char* key, Duration least, Duration& into) {
    read(key, least > Duration{} ? "a duration above 0, such as \"30s\"," : "a duration such as \"30s\"",
         [&](const json& value) {
           const auto parsed = value.is_string() ? runtime::parse_duration(value.get<std::string>()) : std::nullopt;
           if (!parsed || *parsed < least) return false;
           into = *parsed;
           return true;
         });
  }
  void flag(const char* key, bool& into) {
    read(key, "true or false", [&](const json& value) {
      if (!value.is_boolean()) return false;
      into = value.get<bool>();
      return true;
    });
  }
  // The place of a word in the list; the mistake comes with the word that was probably meant.
  template <class Words>
  std::optional<std::size_t> word(const char* key, std::string_view what, const Words& known) {
    if (problem || !object_.contains(key)) return std::nullopt;
    const json& value = object_[key];
    if (!value.is_string()) return wrong_word(key, "the name of a " + std::string(what) + " is expected");
    const auto& text = value.get_ref<const std::string&>();
    const auto found = std::find(known.begin(), known.end(), text);
    if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
    return wrong_word(key, "no such " + std::string(what) + did_you_mean(text, {known.begin(), known.end()}));
  }
  template <class Enum, class Words>
  void choice(const char* key, std::string_view what, const Words& known, Enum& into) {
    if (const auto place = word(key, what, known)) into = static_cast<Enum>(*place);
  }
  template <class Read>
  void read(const char* key, const std::string& expected, Read&& take) {
    if (problem || !object_.contains(key)) return;
    if (!take(object_[key])) problem = Problem{pointer_ + "/" + key, expected + " is expected"};
  }
  std::optional<Problem> problem;

 private:
  std::optional<std::size_t> wrong_word(const char* key, std::string text) {
    problem = Problem{pointer_ + "/" + key, std::move(text)};
    return std::nullopt;
  }
  const json& object_;
  std::string pointer_;
};

// --- when

std::optional<Problem> read_rate(const json& rate, FaultWhen& when) {
  if (auto problem = unknown_key(rate, rate_keys, "/when/rate")) return problem;
  for (const char* key : {"more", "per"})
    if (!rate.contains(key)) return Problem{"/when/rate/" + std::string(key), "is missing"};
  Reader reader(rate, "/when/rate");
  RateTrigger trigger;
  reader.number("more", 0, rate_max, trigger.more);
  reader.span("per", Duration(1), trigger.per);
  static constexpr std::array<std::string_view, 2> whom = {"user", "all"};
  reader.choice("of", "word (\"user\" or \"all\")", whom, trigger.of_all);
  when.rate = trigger;
  return reader.problem;
}

std::optional<Problem> read_when(const json& source, FaultWhen& when, runtime::Instant now) {
  if (auto problem = unknown_key(source, when_keys, "/when")) return problem;
  Reader reader(source, "/when");
  reader.choice("layer", "layer", layers, when.layer);
  reader.choice("edge", "edge", edges, when.edge);
  if (when.layer <= Layer::connect) {
    // Nothing of this is known yet: such a rule could never act. Only a look-up is known to be of a device.
    const std::string at = " at layer \"" + std::string(layers[static_cast<std::size_t>(when.layer)]) + "\"";
    for (const char* key : {"command", "user"})
      if (source.contains(key)) return Problem{std::string("/when/") + key, "is not known yet" + at};
    for (const char* key : {"device", "connection"})
      if (when.layer != Layer::resolve && source.contains(key))
        return Problem{std::string("/when/") + key,
                       "is not known yet" + at +
                           ": a client says which device it is in its hello, which comes later; \"nth\" counts the "
                           "connections of all"};
    if (when.edge == Edge::after) return Problem{"/when/edge", "there is no \"after\"" + at};
  } else if (when.layer == Layer::push) {
    if (const auto command = reader.word("command", "push", pushes)) when.command = pushes[*command];
  } else {
    if (const auto command = reader.word("command", "request", requests)) when.command = requests[*command];
  }
  reader.text("user", when.user);
  reader.text("device", when.device);
  reader.number("connection", 1, count_max, when.connection);
  reader.number("nth", 1, count_max, when.nth);
  reader.read("probability", "a number from 0 to 1", [&](const json& value) {
    if (!value.is_number() || value < 0 || value > 1) return false;
    when.probability = value.get<double>();
    return true;
  });
  Duration from{}, until{};
  reader.span("from", {}, from);
  reader.span("until", {}, until);
  when.from = now + from;
  if (source.contains("until")) when.until = now + until;
  if (reader.problem) return reader.problem;
  if (when.until <= when.from) return Problem{"/when/until", "must be later than \"from\""};
  return source.contains("rate") ? read_rate(source["rate"], when) : std::nullopt;
}

// --- then

using ReadArgument = std::function<void(Reader&, const char*, FaultThen&)>;

template <class Enum, class Words>
ReadArgument choice(std::string_view what, const Words& known, Enum FaultThen::* member) {
  return [=](Reader& reader, const char* key, FaultThen& then) { reader.choice(key, what, known, then.*member); };
}
ReadArgument span(Duration least, Duration FaultThen::* member) {
  return [=](Reader& reader, const char* key, FaultThen& then) { reader.span(key, least, then.*member); };
}
// What the words for links say besides is looked at by check_link_word().
void leave_alone(Reader&, const char*, FaultThen&) {}

const std::map<std::string, ReadArgument, std::less<>>& arguments() {
  static constexpr std::array<std::string_view, 2> reasons = {"server", "login"};
  static constexpr std::array<std::string_view, 2> states = {"keep", "lose"};
  static constexpr std::array<std::string_view, 2> welcomes = {"refuse", "silence"};
  static const std::map<std::string, ReadArgument, std::less<>> table = {
      {"code",
       [](Reader& reader, const char* key, FaultThen& then) {
         reader.read(key, "a number other than 0", [&](const json& value) {
           if (!value.is_number_integer() || value == 0 || value < -count_max || value > count_max) return false;
           then.code = value.get<int>();
           return true;
         });
       }},
      {"by", span({}, &FaultThen::by)},
      {"for", span(Duration(1), &FaultThen::span)},
      {"every", span(Duration(1), &FaultThen::every)},
      {"shift", span(Duration::min(), &FaultThen::shift)},
      {"direction", choice("direction", ways, &FaultThen::way)},
      {"end", choice("end", endings, &FaultThen::end)},
      {"reason", choice("reason", reasons, &FaultThen::by_login)},
      {"state", choice("state", states, &FaultThen::lose_state)},
      {"bytes", [](Reader& reader, const char* key, FaultThen& then) { reader.number(key, 1, frame_max, then.bytes); }},
      {"byte",
       [](Reader& reader, const char* key, FaultThen& then) { reader.number(key, 0, frame_max - 1, then.byte); }},
      {"dead",
       [](Reader& reader, const char* key, FaultThen& then) { reader.number(key, 1, addresses_max, then.dead); }},
      {"live",
       [](Reader& reader, const char* key, FaultThen& then) { reader.number(key, 0, addresses_max, then.live); }},
      {"there", choice("end of an attempt", welcomes, &FaultThen::silent)},
      {"command",
       [](Reader& reader, const char* key, FaultThen& then) {
         if (const auto push = reader.word(key, "push", pushes)) then.command = *wire::command_named(pushes[*push]);
       }},
      {"payload",
       [](Reader& reader, const char* key, FaultThen& then) {
         reader.read(key, "an object", [&](const json& value) {
           then.payload = value;
           return value.is_object() && value.dump().size() <= wire::payload_max;
         });
       }},
      {"network",
       [](Reader& reader, const char* key, FaultThen& then) {
         if (const auto word = reader.word(key, "word for a link", link_words())) then.network = link_words()[*word];
       }},
      {"of", leave_alone},
      {"jitter", leave_alone},
      {"bytesPerSecond", leave_alone},
  };
  return table;
}

std::optional<Problem> read_arguments(const json& source, const FaultInfo& info, FaultThen& then) {
  const std::string name = "\"" + std::string(info.name) + "\"";
  std::vector<std::string_view> taken;
  Reader reader(source, "/then");
  for (const ArgumentName& argument : argument_names(info.arguments)) {
    const std::string key(argument.name);
    taken.push_back(argument.name);
    if (argument.needed && !source.contains(key)) return Problem{"/then", name + " needs \"" + key + "\""};
    arguments().at(key)(reader, key.c_str(), then);
  }
  for (const auto& [key, value] : source.items()) {
    if (key == "kind" || key.starts_with("x-") || is_one_of(key, taken)) continue;
    const bool known = arguments().contains(key);
    return Problem{"/then/" + key,
                   known ? name + " takes no \"" + key + "\"" : "unknown key" + did_you_mean(key, taken)};
  }
  return reader.problem;
}

std::optional<Problem> read_then(const json& source, const FaultWhen& when, FaultThen& then) {
  if (!source.is_object()) return Problem{"/then", "an object is expected"};
  Reader reader(source, "/then");
  std::vector<std::string_view> kinds;
  for (const FaultInfo& info : fault_table()) kinds.push_back(info.name);
  const auto kind = reader.word("kind", "kind of fault", kinds);
  if (reader.problem) return reader.problem;
  if (!kind) return Problem{"/then/kind", "is missing"};
  const FaultInfo& info = fault_table()[*kind];
  then.kind = info.kind;
  const std::string name = "\"" + std::string(info.name) + "\"";
  if (info.layers.find(layers[static_cast<std::size_t>(when.layer)]) == std::string_view::npos)
    return Problem{"/when/layer", name + " can be used at: " + std::string(info.layers)};
  const bool of_the_frame = info.group == FaultGroup::answer || info.group == FaultGroup::frame;
  if (when.edge == Edge::after && of_the_frame)
    return Problem{"/when/edge", name + " is about the frame itself: after it there is nothing left to do"};
  if (auto problem = read_arguments(source, info, then)) return problem;
  if (when.layer == Layer::handshake && source.contains("direction"))
    return Problem{"/then/direction", "a handshake goes both ways"};
  if (info.kind != FaultKind::link) return std::nullopt;
  if (const auto wrong = check_link_word(then.network, source)) return Problem{"/then", *wrong};
  if (then.span != Duration{} && !lasts(then.network))
    return Problem{"/then/for", "\"" + then.network + "\" is over at once"};
  return std::nullopt;
}

}  // namespace

const std::vector<FaultInfo>& fault_table() {
  static const std::vector<FaultInfo> table = {
#define X(identifier, name, group, layers_, arguments_, text) \
  {FaultKind::identifier, name, #group, FaultGroup::group, layers_, arguments_, text},
#include "mockserver/faults/kinds.def"
#undef X
  };
  return table;
}

std::optional<Problem> read_fault_rule(const json& source, runtime::Instant now, FaultRule& rule) {
  if (auto problem = unknown_key(source, rule_keys, "")) return problem;
  rule.source = source;
  if (auto problem = read_when(source.value("when", json::object()), rule.when, now)) return problem;
  if (!source.contains("then")) return Problem{"/then", "is missing"};
  if (auto problem = read_then(source["then"], rule.when, rule.then)) return problem;
  Reader reader(source, "");
  reader.text("id", rule.id);
  reader.number("times", 0, count_max, rule.times);
  reader.flag("mustAct", rule.must_act);
  Duration ttl{};
  reader.span("ttl", Duration(1), ttl);
  if (reader.problem) return reader.problem;
  if (rule.id.empty()) return Problem{"/id", "must not be empty"};
  if (source.contains("ttl")) rule.when.until = std::min(rule.when.until, now + ttl);
  if (rule.times == 0 && rule.when.until == runtime::Instant::max())
    return Problem{"/times", "a rule without end needs \"ttl\" or \"until\""};
  return std::nullopt;
}

}  // namespace chatproof::mockserver
