// What goes wrong on a device: its clock, its power, its files, its process.
#include <algorithm>

#include "conformance/explore/ingredients.hpp"

namespace chatproof::explore {
namespace {

void clock(Kitchen& kitchen) {
  kitchen.step(
      {{"device", "clock.shift"}, {"actor", kitchen.actor()}, {"by", kitchen.one_of({"-1d", "-5s", "1h", "30d"})}});
}
void restart_device(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  if (kitchen.chance(0.5)) {
    kitchen.step({{"device", "cut.power"}, {"actor", actor}});
    kitchen.step({{"advance", kitchen.one_of({"1ms", "2s", "5m"})}, {"reason", "no power"}});
  }
  kitchen.step({{"device", "restart"}, {"actor", actor}});
  kitchen.ask(actor, "initSDK");
  kitchen.call(actor, "login");
}

void wait(Kitchen& kitchen, const std::string& length, const char* reason) {
  kitchen.step({{"advance", length}, {"reason", reason}});
}

// The disk of the message store fills up, or can only be read, while somebody writes to it or not.
void disk(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  if (kitchen.chance(0.3)) return kitchen.step({{"device", "store.heal"}, {"actor", actor}});
  kitchen.step({{"device", kitchen.one_of({"store.full", "store.readOnly"})}, {"actor", actor}});
  if (kitchen.chance(0.5)) return;  // for as long as the story likes
  wait(kitchen, kitchen.one_of({"10ms", "5s", "2m"}), "a disk that takes nothing");
  kitchen.step({{"device", "store.heal"}, {"actor", actor}});
}

void close_store(Kitchen& kitchen, const std::string& actor) {
  if (kitchen.chance(0.5)) return kitchen.step({{"device", "restart"}, {"actor", actor}});
  kitchen.step({{"do", actor + ".unInitSDK"}});
}

// The file is spoilt while nobody has it open; the app tries to log in with it.
void store_file(Kitchen& kitchen) {
  const std::string actor = kitchen.actor();
  close_store(kitchen, actor);
  Story spoilt = {{"device", kitchen.one_of({"store.damage", "store.newer", "store.foreign"})}, {"actor", actor}};
  if (spoilt["device"] == "store.damage") spoilt["part"] = kitchen.one_of({"head", "rest"});
  kitchen.step(std::move(spoilt));
  if (kitchen.chance(0.8)) {
    kitchen.ask(actor, "initSDK");
    kitchen.call(actor, "login");
  }
  if (kitchen.chance(0.2)) return;
  close_store(kitchen, actor);
  kitchen.step({{"device", "store.heal"}, {"actor", actor}});
  kitchen.ask(actor, "initSDK");
  kitchen.call(actor, "login");
}

// Nothing can be written to the log. Where the SDK starts meanwhile, it finds no directory.
void blocked_log(Kitchen& kitchen) {
  const std::string actor = kitchen.actor();
  kitchen.step({{"device", "log.block"}, {"actor", actor}});
  if (kitchen.chance(0.5)) {
    kitchen.ask(actor, "unInitSDK");
    kitchen.ask(actor, "initSDK");
  }
  wait(kitchen, kitchen.one_of({"10ms", "1m", "1d"}), "a log that cannot be written");
  kitchen.step({{"device", "log.heal"}, {"actor", actor}});
  kitchen.ask(actor, "initSDK");
  if (kitchen.chance(0.7)) kitchen.call(actor, "login");
}

// A process stands still; the others go on.
void suspended(Kitchen& kitchen) {
  if (kitchen.anybody_suspended() && kitchen.chance(0.5)) return kitchen.resume();
  if (kitchen.suspend()) return;
  const std::string actor = kitchen.actor();
  kitchen.step({{"device", "process.suspend"}, {"actor", actor}});
  wait(kitchen, kitchen.one_of({"1ms", "2s", "15s", "50s", "170s", "10m"}), "a process that stands still");
  kitchen.step({{"device", "process.resume"}, {"actor", actor}});
}

}  // namespace

std::optional<std::string> Kitchen::suspend() {
  if (awake_.size() < 2) return std::nullopt;
  std::string actor = one_of(awake_);
  std::erase(awake_, actor);
  suspended_.push_back(actor);
  step({{"device", "process.suspend"}, {"actor", actor}});
  return actor;
}

void Kitchen::resume() {
  if (suspended_.empty()) return;
  const std::string actor = suspended_.front();
  suspended_.erase(suspended_.begin());
  awake_.push_back(actor);
  step({{"device", "process.resume"}, {"actor", actor}});
}

const std::vector<Ingredient>& device_ingredients() {
  static const std::vector<Ingredient> table = {
      {"clock", 1, clock},          {"restartDevice", 3, restart_device}, {"disk", 3, disk},
      {"storeFile", 2, store_file}, {"blockedLog", 1, blocked_log},       {"suspended", 4, suspended},
  };
  return table;
}

}  // namespace chatproof::explore
