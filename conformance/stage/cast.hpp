// Everybody on the stage: the mock server, the actors with their drivers, and the calls they have made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "conformance/scenario/model.hpp"
#include "conformance/stage/driver.hpp"
#include "conformance/stage/hooks.hpp"
#include "conformance/stage/recorder.hpp"
#include "conformance/stage/world.hpp"
#include "mockserver/server.hpp"

namespace chatproof::stage {

struct CallRecord {
  std::uint32_t number = 0;
  std::string actor, method, as;
  std::uint32_t event = 0;                // of channel call
  std::optional<std::uint32_t> ended_by;  // event of channel result, the first one
  bool has_returned = false;
  nlohmann::json returned;
  nlohmann::json changed;  // the arguments that it wrote to, by name
};

// What came of a deed: of the server, of a link, of a device.
struct Acted {
  bool ok = false;
  std::string error;
  nlohmann::json value;
};

// A server that other casts play against, too: how to act on it. Its owner opens and closes it, and hands over the
// events that concern this cast.
using SharedServer = std::function<Acted(const std::string& action, const nlohmann::json& args)>;

// A fault rule's answer to a device that looks the server's name up. On the server's loop.
[[nodiscard]] runtime::NameAnswer answer_look_up(mockserver::Server& server, const std::string& device_id,
                                                 World& world);

class Cast {
 public:
  // `driver` makes the actors' drivers, and makes them again when a device restarts. Without a shared server the cast
  // has its own.
  Cast(World& world, Recorder& recorder, const scenario::Scenario& scenario, DriverFactory driver,
       std::filesystem::path directory, runtime::Random random, SharedServer shared = {});
  ~Cast();

  // Opens the server and applies its settings, unless it is shared; then the faults and deeds of the scenario. False
  // with a text when the scenario asks for nonsense.
  [[nodiscard]] bool open(std::string& why_not);
  // The SDKs vanish, then the server.
  void close();

  // Makes a call now, on this thread or, where threads are real, on the app's thread of that name. Its end arrives as
  // an event.
  std::uint32_t call(const std::string& actor, const std::string& method, nlohmann::json args, const std::string& as,
                     std::uint32_t cause, const std::string& thread = {});
  // What the apps are going to do inside their callbacks.
  [[nodiscard]] Hooks& hooks() { return hooks_; }
  // The actor's app works long in the callback that it is in.
  void block(const std::string& actor, runtime::Duration by);
  [[nodiscard]] CallRecord call_record(std::uint32_t number) const;
  [[nodiscard]] std::optional<CallRecord> call_named(const std::string& as) const;
  [[nodiscard]] std::vector<CallRecord> calls() const;

  Acted act(const std::string& action, const nlohmann::json& args);
  Acted network(const std::string& what, const std::string& actor, const nlohmann::json& args);
  void change_link(const mockserver::LinkDeed& deed);
  [[nodiscard]] runtime::NameAnswer look_up(const std::string& actor);
  void record_server_event(const mockserver::ServerEvent& event);
  Acted device(const std::string& what, const std::string& actor, const nlohmann::json& args);
  // How often what a word of a network or device step brings about has happened so far, to the actor or, empty, to
  // everybody; nothing for words that only look, write a file or undo.
  [[nodiscard]] std::optional<std::uint64_t> times_acted(const std::string& word, const std::string& actor,
                                                         const nlohmann::json& args);
  void heal();
  [[nodiscard]] bool suspended(const std::string& actor) const;  // its process stands still

  // What keeps the world from being quiet, in words: whose one-shot timers are due, and when.
  [[nodiscard]] std::string still_due();
  // What histories and reports must not show: the tickets, tokens and keys of this case.
  [[nodiscard]] const usersig::Secrets& secrets() const { return *secrets_; }

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] Recorder& recorder() { return recorder_; }
  [[nodiscard]] const scenario::Scenario& scenario() const { return scenario_; }

 private:
  class Player;
  [[nodiscard]] Player* player(const std::string& actor) const;
  [[nodiscard]] nlohmann::json complete_args(const Player& player, const std::string& method, nlohmann::json args);
  [[nodiscard]] bool open_server(std::string& why_not);
  void perform(Player& player, std::uint32_t call, const std::string& method, const nlohmann::json& args);

  World& world_;
  Recorder& recorder_;
  const scenario::Scenario& scenario_;
  const DriverFactory make_driver_;
  const std::filesystem::path directory_;
  runtime::Random random_;
  const SharedServer shared_;
  std::unique_ptr<mockserver::Server> server_;  // null: it is shared
  std::shared_ptr<usersig::Secrets> secrets_;
  Hooks hooks_;
  std::vector<std::unique_ptr<Player>> players_;

  mutable std::mutex mutex_;  // guards what follows: completions come from the SDK's threads
  std::vector<CallRecord> calls_;
};

}  // namespace chatproof::stage
