#include "conformance/stage/link_words.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "sdk/runtime/duration_text.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;
using runtime::LinkConditions;

// Each word changes the conditions, and says what it cannot understand.
using Change = std::function<std::optional<std::string>(LinkConditions&, const json&)>;

Change connect_ends_in(runtime::ConnectOutcome outcome) {
  return [outcome](LinkConditions& link, const json&) {
    link.connect = outcome;
    return std::optional<std::string>();
  };
}

std::optional<std::string> set_latency(LinkConditions& link, const json& args) {
  const auto of = runtime::parse_duration(args.value("of", std::string()));
  const auto jitter = runtime::parse_duration(args.value("jitter", std::string("0s")));
  if (!of || !jitter) return R"("latency" needs "of": a duration, and may have "jitter": a duration)";
  link.latency = *of;
  link.jitter = *jitter;
  return std::nullopt;
}

std::optional<std::string> set_stall(LinkConditions& link, const json& args) {
  const std::string direction = args.value("direction", std::string("both"));
  if (direction != "in" && direction != "out" && direction != "both") return R"("direction" is "in", "out" or "both")";
  link.stall_up = direction != "in";
  link.stall_down = direction != "out";
  return std::nullopt;
}

std::optional<std::string> set_rate(LinkConditions& link, const json& args) {
  if (!args.contains("bytesPerSecond") || !args["bytesPerSecond"].is_number_unsigned())
    return R"("throttle" needs "bytesPerSecond": a whole number)";
  link.bytes_per_second = args["bytesPerSecond"].get<std::uint64_t>();
  return std::nullopt;
}

const std::map<std::string, Change>& changes() {
  static const std::map<std::string, Change> table = {
      {"refuse", connect_ends_in(runtime::ConnectOutcome::refuse)},
      {"blackhole", connect_ends_in(runtime::ConnectOutcome::blackhole)},
      {"unresolvable", connect_ends_in(runtime::ConnectOutcome::unresolvable)},
      {"unreachable", connect_ends_in(runtime::ConnectOutcome::unreachable)},
      {"resetAfterAccept", connect_ends_in(runtime::ConnectOutcome::reset_after_accept)},
      {"untrusted",
       [](LinkConditions& link, const json&) {
         link.tls = runtime::TlsOutcome::untrusted;
         return std::optional<std::string>();
       }},
      {"slice",
       [](LinkConditions& link, const json&) {
         link.segmentation = true;
         return std::optional<std::string>();
       }},
      {"latency", set_latency},
      {"stall", set_stall},
      {"throttle", set_rate},
      {"heal",
       [](LinkConditions& link, const json&) {
         link = {};
         return std::optional<std::string>();
       }},
  };
  return table;
}

}  // namespace

const std::vector<std::string>& link_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> out = {"reset", "close"};
    for (const auto& [word, change] : changes()) out.push_back(word);
    return out;
  }();
  return words;
}

std::optional<std::string> apply_to_link(runtime::LinkControl& links, const std::string& device,
                                         const std::string& word, const json& args) {
  if (word == "reset") {
    links.reset(device);
    return std::nullopt;
  }
  if (word == "close") {
    links.close(device);
    return std::nullopt;
  }
  const auto change = changes().find(word);
  if (change == changes().end()) return "no such network step: " + word;
  LinkConditions link = links.conditions(device);
  if (auto error = change->second(link, args)) return error;
  links.set(device, link);
  return std::nullopt;
}

}  // namespace chatproof::stage
