// Profiles of others as they were fetched: asked for again after ten minutes at the earliest (spec login 10.06). Of
// one's own only what was told last: getUsersInfo always asks for it. SDK's thread only.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sdk/runtime/loop.hpp"

namespace chatproof::v2tim {

class ProfileCache {
 public:
  ProfileCache();
  ~ProfileCache();
  ProfileCache(const ProfileCache&) = delete;
  ProfileCache& operator=(const ProfileCache&) = delete;

  static constexpr runtime::Duration keep_for = std::chrono::minutes(10);
  static constexpr std::size_t profiles_max = 10'000;  // beyond them everything is forgotten and asked for again

  // The profile as the server told it (sdk/wire/README.md), null when it has to be asked for.
  [[nodiscard]] const nlohmann::json* find(const std::string& user_id, runtime::Instant now) const;
  // `fetched`: from an answer; a push refreshes only what is here already, and not its age.
  void fetched(const nlohmann::json& profile, runtime::Instant now);
  void pushed(const nlohmann::json& profile);
  void clear();  // of others: another account sees them with other eyes

  // The own profile as a login or a push has it. True: this user's was known already, and was another one.
  [[nodiscard]] bool own_changed(const nlohmann::json& profile);

 private:
  struct Entry;
  std::unique_ptr<nlohmann::json> own_;
  std::map<std::string, std::unique_ptr<Entry>> entries_;
};

}  // namespace chatproof::v2tim
