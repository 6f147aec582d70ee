// One copy of a scenario among many: its actors with accounts of their own, on a server that all share. Judged as
// `chatproof run` judges a case.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/load/copy_names.hpp"
#include "conformance/check/result.hpp"
#include "conformance/check/sweeps.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/cast.hpp"
#include "conformance/stage/interpreter.hpp"
#include "conformance/stage/recorder.hpp"
#include "conformance/stage/world.hpp"

namespace chatproof::load {

using runtime::Duration;
using runtime::Instant;

// What all copies share.
struct Theatre {
  stage::World& world;
  stage::SharedServer server;
  std::uint64_t seed = 1;
  std::filesystem::path scratch;
  // A step of a copy was met, at what time of its own.
  std::function<void(const scenario::Step&, Instant began, Instant met)> on_met;
};

class Copy {
 public:
  // `on_change`: something has happened that advance() wants to see; from any thread.
  Copy(const Theatre& theatre, const scenario::Scenario& scenario, std::uint64_t number, Instant intended,
       std::function<void()> on_change);
  ~Copy();
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  // Goes as far as it can; the first time it opens the stage.
  void advance();
  [[nodiscard]] bool finished() const { return state_ == State::finished; }
  // advance() again at this instant of the world at the latest.
  [[nodiscard]] Instant decide_by() const;

  // What the shared server did that concerns this copy, in its own words. On the server's thread.
  void server_event(const mockserver::ServerEvent& event);
  void change_link(mockserver::LinkDeed deed);

  // Once finished.
  [[nodiscard]] check::Verdict verdict() const { return verdict_; }
  [[nodiscard]] const std::vector<check::Finding>& findings() const { return findings_; }
  // From the intended start until the last step was over.
  [[nodiscard]] Duration took() const { return walked_ - intended_; }

 private:
  enum class State : std::uint8_t { waiting, walking, settling, finished };
  class OwnWorld;

  void open();
  void walk();
  void settle();
  void finish();
  [[nodiscard]] stage::Acted act(const std::string& action, nlohmann::json args);
  [[nodiscard]] std::vector<check::FaultUse> take_faults_back();

  const Theatre& theatre_;
  const scenario::Scenario& scenario_;
  const Instant intended_;
  const CopyNames names_;
  std::filesystem::path directory_;
  std::unique_ptr<OwnWorld> world_;
  stage::Recorder recorder_;
  std::unique_ptr<stage::Cast> cast_;
  stage::Stagecraft craft_;
  std::unique_ptr<stage::Walk> walk_;
  State state_ = State::waiting;
  std::vector<std::string> faults_;  // the ids of the rules it has added, as the server knows them
  std::vector<check::FaultUse> used_faults_;
  std::vector<check::Finding> findings_;
  check::Verdict verdict_ = check::Verdict::error;
  Instant walked_{};
  Instant settled_at_{}, settled_at_most_{};
  std::size_t seen_ = 0;
  bool reached_end_ = false;
};

}  // namespace chatproof::load
