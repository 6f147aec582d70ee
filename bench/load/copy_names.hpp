// The names of one copy of a scenario: what its steps call alice is alice.copy7 to the server, so that copies do not
// meet. Translated where calls, callbacks and deeds pass, so that the scenario itself stays as it is written.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chatproof::load {

class CopyNames {
 public:
  explicit CopyNames(std::uint64_t number);

  // A user or a device, as the server knows it; nobody stays nobody.
  [[nodiscard]] std::string outwards(const std::string& name) const;
  // The same for every user and device that a JSON value names: members whose keys say that they do.
  [[nodiscard]] nlohmann::json outwards(nlohmann::json value) const;
  // Back to what the scenario says, wherever it stands: ids are made of names, too.
  [[nodiscard]] std::string inwards(std::string text) const;
  [[nodiscard]] nlohmann::json inwards(nlohmann::json value) const;

 private:
  const std::string mark_;
};

// Whose name it is, of those that outwards() has made.
[[nodiscard]] std::optional<std::uint64_t> copy_of(std::string_view name);

// Whether a member of this key names a user or a device.
[[nodiscard]] bool names_somebody(std::string_view key);

}  // namespace chatproof::load
