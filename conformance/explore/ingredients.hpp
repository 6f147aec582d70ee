// What stories are made of: a table for each family of steps.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/explore/generate.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::explore {

// Where a story is cooked: chance, who takes part, and the steps so far.
class Kitchen {
 public:
  Kitchen(runtime::Random random, std::vector<std::string> actors, std::vector<std::string> users)
      : random_(random), awake_(std::move(actors)), users_(std::move(users)) {}

  [[nodiscard]] bool chance(double probability) { return random_.chance(probability); }
  [[nodiscard]] std::uint64_t between(std::uint64_t low, std::uint64_t high) { return random_.between(low, high); }
  template <class List>
  [[nodiscard]] const typename List::value_type& one_of(const List& list) {
    return list[static_cast<std::size_t>(random_.below(list.size()))];
  }
  [[nodiscard]] std::string one_of(std::initializer_list<const char*> words) {
    return words.begin()[random_.below(words.size())];
  }
  // One whose process runs; there is always one.
  [[nodiscard]] const std::string& actor() { return one_of(awake_); }
  [[nodiscard]] const std::string& user() { return one_of(users_); }
  [[nodiscard]] static std::string user_of(const std::string& actor) { return actor.substr(0, actor.find('.')); }
  [[nodiscard]] Story some_users();

  // Whether a deed finds anything to act on is a matter of chance.
  void step(Story step) {
    if (step.contains("network") || step.contains("device")) step["mustAct"] = false;
    steps.push_back(std::move(step));
  }
  // A call that completes; sometimes the story waits for its end, sometimes it is made from inside a callback.
  void call(const std::string& actor, const std::string& method, Story args = Story::object());
  // One that returns at once.
  void ask(const std::string& actor, const std::string& method, Story args = Story::object());
  // Stops somebody's process and returns who it is; nothing when only one is left that runs.
  std::optional<std::string> suspend();
  void resume();  // the one that has stood still for longest, if there is one
  [[nodiscard]] bool anybody_suspended() const { return !suspended_.empty(); }
  [[nodiscard]] std::string new_name(const char* prefix) { return prefix + std::to_string(++names_); }

  Story steps = Story::array();
  bool calls_from_inside = false;
  bool tls = false;  // the server speaks it

 private:
  [[nodiscard]] bool move_inside(Story& call, const std::string& actor);

  runtime::Random random_;
  std::vector<std::string> awake_, suspended_;  // actors
  const std::vector<std::string> users_;
  int names_ = 0;
};

struct Ingredient {
  std::string_view name;
  unsigned weight;
  void (*add)(Kitchen& kitchen);
};

[[nodiscard]] const std::vector<Ingredient>& call_ingredients();     // what apps do
[[nodiscard]] const std::vector<Ingredient>& trouble_ingredients();  // what operators, networks and servers do
[[nodiscard]] const std::vector<Ingredient>& device_ingredients();   // what happens to devices
[[nodiscard]] std::vector<const Ingredient*> all_ingredients();

}  // namespace chatproof::explore
