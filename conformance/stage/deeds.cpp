#include "conformance/stage/deeds.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/stage/cast.hpp"

namespace chatproof::stage {
namespace {

// Words that take each other's place, and those that undo them.
const std::string& group_of(const std::string& word) {
  static const std::map<std::string, std::string> groups = {{"refuse", "dials"},
                                                            {"blackhole", "dials"},
                                                            {"unresolvable", "dials"},
                                                            {"unreachable", "dials"},
                                                            {"resetAfterAccept", "dials"},
                                                            {"untrusted", "handshakes"},
                                                            {"handshakeFails", "handshakes"},
                                                            {"process.resume", "process.suspend"},
                                                            {"store.full", "store"},
                                                            {"store.readOnly", "store"},
                                                            {"store.damage", "store"},
                                                            {"store.newer", "store"},
                                                            {"store.foreign", "store"},
                                                            {"store.heal", "store"}};
  const auto found = groups.find(word);
  return found == groups.end() ? word : found->second;
}

bool ends(const std::string& word, const std::string& earlier) {
  static const std::set<std::string> of_links = {"refuse",           "blackhole", "unresolvable",   "unreachable",
                                                 "resetAfterAccept", "untrusted", "handshakeFails", "latency",
                                                 "throttle",         "slice",     "stall"};
  return word == "heal" ? of_links.contains(earlier) : group_of(word) == group_of(earlier);
}

}  // namespace

void Deeds::begin(const scenario::Step& step, const std::string& word, const std::string& actor,
                  const nlohmann::json& args, bool must_act) {
  for (Deed& deed : deeds_)
    if (!deed.over && ends(word, deed.word) && (actor.empty() || actor == deed.actor)) close(deed);
  const auto before = cast_.times_acted(word, actor, args);
  if (!before) return;
  const std::string whose = actor.empty() ? "every actor" : actor;
  deeds_.push_back(
      {{"\"" + word + "\" of " + whose, must_act, 0, "deedNeverActed", step.place}, word, actor, args, *before});
}

std::vector<check::FaultUse> Deeds::end() {
  std::vector<check::FaultUse> uses;
  for (Deed& deed : deeds_) {
    if (!deed.over) close(deed);
    uses.push_back(deed.use);
  }
  return uses;
}

void Deeds::close(Deed& deed) {
  deed.over = true;
  deed.use.acted = static_cast<int>(cast_.times_acted(deed.word, deed.actor, deed.args).value_or(0) - deed.before);
}

}  // namespace chatproof::stage
