#include "mockserver/faults/link_words.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "sdk/runtime/duration_text.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;
using runtime::Direction;
using runtime::LinkConditions;
using runtime::LinkControl;
using runtime::LinkEffects;
using Wrong = std::optional<std::string>;

// A word either changes the conditions (`change` understands the arguments, `end` undoes it) or does something at once.
// What it brings about is counted in `effect`; null: nothing.
struct Word {
  std::uint64_t LinkEffects::* effect;
  std::function<Wrong(LinkConditions&, const json&)> change;
  std::function<void(LinkConditions&)> end;
  std::function<Wrong(LinkControl*, const std::string&, const json&)> deed;  // without links: only checks
};

Word connects_end_in(runtime::ConnectOutcome outcome) {
  return {outcome == runtime::ConnectOutcome::blackhole ? &LinkEffects::held : &LinkEffects::dials,
          [outcome](LinkConditions& link, const json&) {
            link.connect = outcome;
            return Wrong();
          },
          [](LinkConditions& link) { link.connect = runtime::ConnectOutcome::ok; },
          {}};
}

Word handshakes_end_in(runtime::TlsOutcome outcome) {
  return {&LinkEffects::handshakes,
          [outcome](LinkConditions& link, const json&) {
            link.tls = outcome;
            return Wrong();
          },
          [](LinkConditions& link) { link.tls = runtime::TlsOutcome::ok; },
          {}};
}

std::string text_of(const json& args, const char* key, std::string otherwise) {
  const auto found = args.find(key);
  if (found == args.end()) return otherwise;
  return found->is_string() ? found->get<std::string>() : std::string();
}

Wrong set_latency(LinkConditions& link, const json& args) {
  const auto of = runtime::parse_duration(text_of(args, "of", ""));
  const auto jitter = runtime::parse_duration(text_of(args, "jitter", "0s"));
  if (!of || !jitter || *of < runtime::Duration{} || *jitter < runtime::Duration{})
    return R"("latency" needs "of": a duration, and may have "jitter": a duration)";
  link.latency = *of;
  link.jitter = *jitter;
  return {};
}

Wrong set_stall(LinkConditions& link, const json& args) {
  const std::string direction = text_of(args, "direction", "both");
  if (direction != "in" && direction != "out" && direction != "both") return R"("direction" is "in", "out" or "both")";
  link.stall_up = direction != "in";
  link.stall_down = direction != "out";
  return {};
}

Wrong set_rate(LinkConditions& link, const json& args) {
  if (!args.contains("bytesPerSecond") || !args["bytesPerSecond"].is_number_unsigned())
    return R"("throttle" needs "bytesPerSecond": a whole number)";
  link.bytes_per_second = args["bytesPerSecond"].get<std::uint64_t>();
  return {};
}

Wrong reset_after(LinkControl* links, const std::string& device, const json& args) {
  const std::string direction = text_of(args, "direction", "");
  const auto bytes = args.find("bytes");
  if ((direction != "in" && direction != "out") || bytes == args.end() || !bytes->is_number_unsigned())
    return R"("resetAfter" needs "direction": "in" or "out", and "bytes": a whole number)";
  if (links != nullptr)
    links->reset_after(device, direction == "in" ? Direction::down : Direction::up, bytes->get<std::uint64_t>());
  return {};
}

Word at_once(std::uint64_t LinkEffects::* effect, void (LinkControl::*call)(const std::string&)) {
  return {effect, {}, {}, [call](LinkControl* links, const std::string& device, const json&) {
            if (links != nullptr) (links->*call)(device);
            return Wrong();
          }};
}

const std::map<std::string, Word, std::less<>>& table() {
  using runtime::ConnectOutcome;
  using runtime::TlsOutcome;
  static const std::map<std::string, Word, std::less<>> words = {
      {"reset", at_once(&LinkEffects::resets, &LinkControl::reset)},
      {"close", at_once(&LinkEffects::closes, &LinkControl::close)},
      {"resetAfter", {&LinkEffects::limits, {}, {}, reset_after}},
      {"heal",
       {nullptr,
        {},
        {},
        [](LinkControl* links, const std::string& device, const json&) {
          if (links != nullptr) links->set(device, {});
          return Wrong();
        }}},
      {"refuse", connects_end_in(ConnectOutcome::refuse)},
      {"blackhole", connects_end_in(ConnectOutcome::blackhole)},
      {"unresolvable", connects_end_in(ConnectOutcome::unresolvable)},
      {"unreachable", connects_end_in(ConnectOutcome::unreachable)},
      {"resetAfterAccept", connects_end_in(ConnectOutcome::reset_after_accept)},
      {"untrusted", handshakes_end_in(TlsOutcome::self_signed)},
      {"handshakeFails", handshakes_end_in(TlsOutcome::reset)},
      {"latency", {&LinkEffects::late, set_latency, [](LinkConditions& link) { link.latency = link.jitter = {}; }, {}}},
      {"stall",
       {&LinkEffects::held, set_stall, [](LinkConditions& link) { link.stall_up = link.stall_down = false; }, {}}},
      {"throttle", {&LinkEffects::throttled, set_rate, [](LinkConditions& link) { link.bytes_per_second = 0; }, {}}},
      {"slice",
       {&LinkEffects::sliced,
        [](LinkConditions& link, const json&) {
          link.segmentation = true;
          return Wrong();
        },
        [](LinkConditions& link) { link.segmentation = false; },
        {}}},
  };
  return words;
}

}  // namespace

const std::vector<std::string>& link_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> out;
    for (const auto& [name, word] : table()) out.push_back(name);
    return out;
  }();
  return words;
}

Wrong check_link_word(std::string_view name, const json& args) {
  const auto word = table().find(name);
  if (word == table().end()) return "there is no such word for a link: " + std::string(name);
  LinkConditions scratch;
  return word->second.deed ? word->second.deed(nullptr, {}, args) : word->second.change(scratch, args);
}

bool lasts(std::string_view name) {
  const auto word = table().find(name);
  return word != table().end() && word->second.end != nullptr;
}

Wrong apply_to_link(LinkControl& links, const std::string& device, const std::string& name, const json& args) {
  if (auto wrong = check_link_word(name, args)) return wrong;
  const Word& word = table().at(name);
  if (word.deed) return word.deed(&links, device, args);
  LinkConditions link = links.conditions(device);
  if (auto wrong = word.change(link, args)) return wrong;
  links.set(device, link);
  return {};
}

std::optional<std::uint64_t> times_acted(const LinkControl& links, const std::string& device, std::string_view name,
                                         const json& args) {
  const auto word = table().find(name);
  if (word == table().end() || word->second.effect == nullptr) return std::nullopt;
  LinkConditions changed;
  if (word->second.change && (word->second.change(changed, args) || changed == LinkConditions{})) return std::nullopt;
  return links.effects(device).*(word->second.effect);
}

void end_on_link(LinkControl& links, const std::string& device, const std::string& name) {
  if (!lasts(name)) return;
  LinkConditions link = links.conditions(device);
  table().at(name).end(link);
  links.set(device, link);
}

}  // namespace chatproof::mockserver
