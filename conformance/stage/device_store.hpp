// What a scenario may do to the message store of an actor's machine: its disk, and the file of the actor's user.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "conformance/scenario/model.hpp"
#include "conformance/stage/cast.hpp"
#include "sdk/store/testing/disk.hpp"

namespace chatproof::stage {

[[nodiscard]] const std::vector<std::string>& store_words();

class DeviceStore {
 public:
  // `directory`: the actor's.
  DeviceStore(const std::filesystem::path& directory, const scenario::Actor& actor);

  [[nodiscard]] const std::string& vfs() const { return disk_.name(); }
  // One of store_words(). The file is altered only while no SDK has it open; `store.heal` brings back the one from
  // before the first alteration.
  Acted act(const std::string& what, const nlohmann::json& args);
  // How often what the word brings about has happened: the disk has refused something, the SDK has opened the file. By
  // words that change nothing: nothing.
  [[nodiscard]] std::optional<std::uint64_t> times_acted(const std::string& what) const;
  void heal_disk() { disk_.become(store::DiskState::healthy); }

 private:
  Acted alter(const std::string& what, const nlohmann::json& args);
  Acted heal();
  [[nodiscard]] Acted read() const;

  const std::filesystem::path file_, kept_;
  store::Disk disk_;
};

}  // namespace chatproof::stage
