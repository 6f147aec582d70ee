#include "conformance/explore/generate.hpp"

#include <algorithm>
#include <array>

#include "conformance/explore/ingredients.hpp"

namespace chatproof::explore {
namespace {

constexpr double switched_on = 0.4;  // the probability of each kind of step

struct Role {
  const char* name;
  const char* platform;
};
// The first one of each account is always there.
constexpr std::array<std::array<Role, 2>, 3> accounts = {{
    {{{"alice.phone", "iOS"}, {"alice.pad", "iPad"}}},
    {{{"bob.phone", "Android"}, {"bob.web", "Web"}}},
    {{{"carol.desk", "Windows"}, {"carol.phone", "Android"}}},
}};

Story settings(Kitchen& kitchen) {
  Story out = {{"userStatus", true}};
  if (kitchen.chance(0.5)) out["multiDevicePolicy"] = kitchen.one_of({"single", "dual", "triple", "multi"});
  if (kitchen.chance(0.5)) out["tellOfflineKick"] = true;
  if (kitchen.chance(0.3)) out["presenceTimeout"] = kitchen.one_of({"150s", "200s", "400s"});
  if (kitchen.chance(0.3)) out["expiredTicketCode"] = 6206;
  return out;
}

std::string span(Kitchen& kitchen) {
  return kitchen.one_of({"1ms", "5ms", "100ms", "1s", "3s", "6s", "12s", "35s", "65s", "130s", "10m"});
}

// Most stories begin with everybody online, some in the middle of nothing.
void open(Kitchen& kitchen, const std::vector<std::string>& actors) {
  for (const std::string& actor : actors) {
    if (kitchen.chance(0.1)) continue;
    kitchen.step({{"do", actor + ".initSDK"}});
    if (kitchen.chance(0.9)) kitchen.step({{"do", actor + ".login"}, {"expect", {{"ok", true}}}});
  }
}

struct Menu {
  std::vector<const Ingredient*> chosen;
  std::uint64_t weight = 0;

  void put(const Ingredient& ingredient) {
    chosen.push_back(&ingredient);
    weight += ingredient.weight;
  }
  const Ingredient& pick(Kitchen& kitchen) const {
    std::uint64_t rest = kitchen.between(0, weight - 1);
    for (const Ingredient* ingredient : chosen) {
      if (rest < ingredient->weight) return *ingredient;
      rest -= ingredient->weight;
    }
    return *chosen.back();
  }
};

Menu menu(std::uint64_t seed, const GenerateOptions& options) {
  runtime::Random random = runtime::Random(seed).named("menu");
  Menu out;
  for (const Ingredient* ingredient : all_ingredients())
    if (!options.swarm || random.chance(switched_on)) out.put(*ingredient);
  if (out.chosen.empty()) out.put(call_ingredients().front());
  return out;
}

}  // namespace

std::vector<const Ingredient*> all_ingredients() {
  std::vector<const Ingredient*> out;
  for (const auto* table : {&call_ingredients(), &trouble_ingredients(), &device_ingredients()})
    for (const Ingredient& ingredient : *table) out.push_back(&ingredient);
  return out;
}

std::vector<std::string_view> menu_of(std::uint64_t seed, const GenerateOptions& options) {
  std::vector<std::string_view> out;
  for (const Ingredient* ingredient : menu(seed, options).chosen) out.push_back(ingredient->name);
  return out;
}

Story last_step(const std::string& actor) {
  return {{"do", actor + ".getVersion"}, {"expect", {{"return", {{"$type", "string"}}}}}};
}

Story generate(std::uint64_t seed, const GenerateOptions& options) {
  runtime::Random random = runtime::Random(seed).named("story");
  Story actors = Story::object();
  std::vector<std::string> names, users;
  const std::size_t account_count = 1 + random.below(accounts.size());
  for (std::size_t i = 0; i < account_count; ++i) {
    users.push_back(Kitchen::user_of(accounts[i][0].name));
    for (const Role& role : accounts[i]) {
      if (&role != &accounts[i][0] && random.chance(0.6)) continue;
      names.emplace_back(role.name);
      actors[role.name] = {{"platform", role.platform}};
    }
  }
  Kitchen kitchen(random.named("kitchen"), names, users);
  kitchen.calls_from_inside = kitchen.chance(0.3);
  Story server = {{"settings", settings(kitchen)}};
  kitchen.tls = kitchen.chance(0.3);
  if (kitchen.tls) server["tls"] = true;
  open(kitchen, names);
  const Menu choice = menu(seed, options);
  const double haste = kitchen.chance(0.5) ? 0.9 : 0.3;  // whether much happens at a time
  const auto steps = kitchen.between(5, options.steps_max);
  for (std::uint64_t i = 0; i < steps; ++i) {
    choice.pick(kitchen).add(kitchen);
    if (!kitchen.chance(haste)) kitchen.step({{"advance", span(kitchen)}, {"reason", "time passes"}});
  }
  while (kitchen.anybody_suspended()) kitchen.resume();
  kitchen.step(last_step(names.front()));
  return {{"schemaVersion", "1.0"},
          {"id", "explore/seed-" + std::to_string(seed)},
          {"title", "What the seed " + std::to_string(seed) + " makes up"},
          {"covers", {"CONN-05"}},
          {"tags", {"explore"}},
          {"limit", "5d"},
          {"server", server},
          {"actors", std::move(actors)},
          {"steps", std::move(kitchen.steps)}};
}

}  // namespace chatproof::explore
