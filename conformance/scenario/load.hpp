// Reads scenario files: every word is checked, every mistake is told with its place, and what comes out needs no
// further look-ups but captures. scenarios/README.md is the specification.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/scenario/model.hpp"

namespace chatproof::scenario {

struct MethodInfo {
  std::vector<std::string> arguments;
  bool completes = false;  // it ends in a callback
};

struct ArgumentMistake {
  std::string pointer;  // into the arguments
  std::string message;
};

// The words that a scenario may use. This room knows neither SDK nor server.
struct Vocabulary {
  std::map<std::string, MethodInfo> methods;
  std::map<std::string, int> codes;
  std::set<std::string> callbacks, actions, settings, commands, requirements, link_words, device_words, session_words,
      invariants, tolerated_sets;
  // The shape of a callback's arguments and of a server event's detail, by name: null for anything, an object of
  // members and their shapes, or a list of the one shape that every item has.
  std::map<std::string, Json> callback_shapes, server_events;
  // Whether the server's action takes these arguments; empty: nobody can tell.
  std::function<std::optional<ArgumentMistake>(const std::string& action, const Json& arguments)> check_action;
};

struct LoadError {
  Place place;
  std::string message;
  std::string hint;  // "did you mean ...?", or empty
};

struct LoadResult {
  std::vector<Scenario> cases;  // none when there are errors
  std::vector<LoadError> errors;
};

// Whose file it is. One of the project (`path`): its id is its path below the root, and it covers requirements. One of
// somebody else (`free`): any id, "covers" may be missing, and fragments of its own are found first: those of the
// nearest lib/ beside it or above it that holds them.
enum class Identity : std::uint8_t { path, free };

// `root` is the directory of the project's scenarios: its fragments lie below it.
[[nodiscard]] LoadResult load_file(const std::filesystem::path& file, const std::filesystem::path& root,
                                   const Vocabulary& words, Identity identity = Identity::path);
// `name` is what errors and reports call the file; empty for one that was generated.
[[nodiscard]] LoadResult load_text(const std::string& text, const std::string& name, const std::filesystem::path& root,
                                   const Vocabulary& words);

// Every scenario below the directory, sorted: not lib/, schema/, nor hidden ones.
[[nodiscard]] std::vector<std::filesystem::path> find_scenarios(const std::filesystem::path& directory);

// The nearest known word, as "did you mean \"...\"?"; empty when none is near.
[[nodiscard]] std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

inline constexpr std::size_t steps_max = 10'000;  // of a case, loops unrolled
inline constexpr std::size_t cases_max = 500;     // of a file
inline constexpr std::size_t file_bytes_max = 4u << 20u;

}  // namespace chatproof::scenario
