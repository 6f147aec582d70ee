// What `chatproof serve` is given: read strictly before the server starts, every mistake with its place.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "conformance/scenario/load.hpp"
#include "conformance/scenario/source.hpp"
#include "sdk/runtime/loop.hpp"

namespace chatproof::cli {

// An action of the server as a file asks for it.
struct Deed {
  std::string action;
  nlohmann::json arguments;
  std::string argument;  // which of them holds the file's value; empty: they are the file's value as a whole
  std::string pointer;   // of that value in the file
  std::optional<runtime::Duration> after{};  // none: before the server listens
};

struct ServeInput {
  scenario::Source source;
  std::vector<Deed> deeds;
  // Where in the file a pointer below the deed's arguments leads.
  [[nodiscard]] scenario::Place place(const Deed& deed, const std::string& pointer) const;
};

// The files of --state, --settings and --script. What can be judged without the server's state is judged here.
enum class InputKind : std::uint8_t { state, settings, script };
[[nodiscard]] ServeInput read_input(InputKind kind, const std::string& file, std::vector<scenario::LoadError>& errors);

struct AppOption {
  std::uint32_t id;
  std::string key;
};
// "ID:KEY"
[[nodiscard]] std::optional<AppOption> parse_app(const std::string& text);

}  // namespace chatproof::cli
