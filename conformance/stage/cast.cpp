#include "conformance/stage/cast.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <utility>

#include "conformance/check/expecter.hpp"
#include "conformance/stage/app_threads.hpp"
#include "conformance/stage/device_files.hpp"
#include "conformance/stage/device_store.hpp"
#include "conformance/stage/held_loop.hpp"
#include "conformance/stage/held_network.hpp"
#include "mockserver/faults/link_words.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/runtime/real/secrets.hpp"
#include "sdk/usersig/secrets.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;

// The call that this thread is making right now: what is told meanwhile is told on the caller's thread, before the call
// has returned.
thread_local std::uint32_t call_in_progress = 0;

// While it lives; also when the call throws.
class CallInProgress {
 public:
  explicit CallInProgress(std::uint32_t number) : outer_(std::exchange(call_in_progress, number)) {}
  ~CallInProgress() { call_in_progress = outer_; }
  CallInProgress(const CallInProgress&) = delete;
  CallInProgress& operator=(const CallInProgress&) = delete;

 private:
  const std::uint32_t outer_;
};

json event_payload(const mockserver::ServerEvent& event) {
  json payload = {{"user", event.user}, {"device", event.device}, {"connection", event.connection}};
  if (event.detail != nullptr) payload["detail"] = *event.detail;
  return payload;
}

}  // namespace

runtime::NameAnswer answer_look_up(mockserver::Server& server, const std::string& device_id, World& world) {
  const mockserver::LookUpFault fault = server.look_up(device_id);
  runtime::NameAnswer answer{.delay = fault.late_by};
  if (fault.fails) answer.error = runtime::NetError::resolve_failed;
  if (fault.stranger) answer.addresses.push_back(world.stranger());
  for (int i = 0; i < fault.dead; ++i) answer.addresses.push_back(world.nowhere(i, fault.silent));
  for (int i = 0; i < fault.live; ++i) answer.addresses.push_back(server.local().host);
  return answer;
}

// One actor: its SDK behind a driver, and its ear.
class Cast::Player final : public DriverSink {
 public:
  Player(Cast& cast, const scenario::Actor& actor, std::filesystem::path directory, runtime::Random random)
      : cast_(cast),
        actor_(actor),
        directory_(std::move(directory)),
        random_(random),
        store_(directory_, actor),
        seat_(cast.world_.seat(actor.name)),
        loop_(*seat_.loop),
        network_(*seat_.network, loop_) {
    seat_.loop = &loop_;
    seat_.network = &network_;
    std::filesystem::create_directories(directory_ / "data");
    std::filesystem::create_directories(directory_ / "log");
    start();
  }

  void start() {
    // Each life draws other numbers: a message's id must not come again.
    const std::string life = ++lives_ == 1 ? "sdk" : "sdk " + std::to_string(lives_);
    driver_ = cast_.make_driver_({actor_, seat_, directory_, random_.named(life), store_.vfs()}, *this);
    used_ = false;
    threads_.begin_again();
  }
  void vanish() {
    threads_.end();
    driver_.reset();
    cast_.world_.on_links([this](runtime::LinkControl&) { loop_.go_on(); });
  }

  // The SDK object ends; that of an SDK that nobody has called yet is no event.
  void die() {
    if (!driver_ || used_) ++deaths_;
    vanish();
  }
  // How often what a device word brings about has happened so far.
  [[nodiscard]] std::optional<std::uint64_t> times_acted(const std::string& word) const {
    if (word == "clock.shift") return loop_.clock_reads();
    if (word == "process.suspend") return loop_.kept_waiting();
    if (word == "cut.power" || word == "restart") return deaths_;
    return store_.times_acted(word);
  }

  // A stopped process: nothing of it runs, and what is sent to it waits. On the loop's thread.
  void suspend(bool suspended) { loop_.hold(suspended); }
  [[nodiscard]] bool suspended() const { return loop_.held(); }

  // Its app works long in a callback. Where no thread may stand still for that, its SDK does nothing else meanwhile.
  void block(runtime::Duration by) {
    if (!cast_.world_.block(by)) loop_.pause(by);
  }
  [[nodiscard]] std::optional<runtime::Instant> next_due(runtime::TimerKind kind) const { return loop_.next_due(kind); }

  void callback(const std::string& listener, const std::string& name, json args) override {
    hide_directory(args, "logContent");
    emit(check::Channel::callback, name,
         {{"args", std::move(args)}, {"listener", listener}, {"thread", call_in_progress != 0 ? "caller" : "sdk"}}, 0);
  }

  void completion(std::uint32_t call, json outcome) override {
    CallRecord record = cast_.call_record(call);
    outcome["call"] = call;
    if (!record.as.empty()) outcome["as"] = record.as;
    outcome["thread"] = inside_a_call(call) ? "caller" : "sdk";
    hide_directory(outcome, "text");
    emit(check::Channel::result, record.method, std::move(outcome), record.event);
  }

  void changed(std::uint32_t call, json args) override {
    const std::lock_guard lock(cast_.mutex_);
    cast_.calls_[call - 1].changed = std::move(args);
  }

  // unInitSDK may end the calls of others before it returns; nothing else may.
  [[nodiscard]] bool inside_a_call(std::uint32_t ended) const {
    if (call_in_progress == 0 || call_in_progress == ended) return call_in_progress == ended;
    return cast_.call_record(call_in_progress).method != "unInitSDK";
  }

  // For a call.
  [[nodiscard]] Driver* driver() {
    used_ = true;
    return driver_.get();
  }
  [[nodiscard]] const scenario::Actor& actor() const { return actor_; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  [[nodiscard]] DeviceStore& store() { return store_; }
  [[nodiscard]] AppThreads& threads() { return threads_; }

 private:
  // It is another one in each run, and histories must be the same.
  void hide_directory(json& object, const char* member) const {
    const auto found = object.find(member);
    if (found == object.end() || !found->is_string()) return;
    auto& text = found->get_ref<std::string&>();
    const std::string directory = directory_.string();
    for (std::size_t at = 0; (at = text.find(directory, at)) != std::string::npos;)
      text.replace(at, directory.size(), "(" + actor_.name + ")");
  }

  void emit(check::Channel channel, const std::string& name, json payload, std::uint32_t cause) {
    check::Event event{0, {}, actor_.name, channel, name, std::move(payload), cause, false};
    {
      // The result must be findable before anybody can see the event.
      const std::lock_guard lock(cast_.mutex_);
      event.id = cast_.recorder_.add(event.actor, channel, name, event.payload, cause);
      if (channel == check::Channel::result) {
        CallRecord& record = cast_.calls_[event.payload["call"].get<std::uint32_t>() - 1];
        if (!record.ended_by) record.ended_by = event.id;
      }
    }
    cast_.hooks_.run(event);
  }

  Cast& cast_;
  const scenario::Actor actor_;
  const std::filesystem::path directory_;
  runtime::Random random_;
  int lives_ = 0;
  std::uint64_t deaths_ = 0;
  std::atomic<bool> used_ = false;  // the SDK of this life has been called
  DeviceStore store_;
  Seat seat_;
  HeldLoop loop_;
  HeldNetwork network_;
  std::unique_ptr<Driver> driver_;
  AppThreads threads_;
};

Cast::Cast(World& world, Recorder& recorder, const scenario::Scenario& scenario, DriverFactory driver,
           std::filesystem::path directory, runtime::Random random, SharedServer shared)
    : world_(world),
      recorder_(recorder),
      scenario_(scenario),
      make_driver_(std::move(driver)),
      directory_(std::move(directory)),
      random_(random),
      shared_(std::move(shared)),
      secrets_(std::make_shared<usersig::Secrets>()) {}

Cast::~Cast() { close(); }

bool Cast::open_server(std::string& why_not) {
  runtime::NetError error = runtime::NetError::none;
  runtime::Chance chance(random_.named("server"));
  if (!world_.deterministic()) chance.secrets = runtime::real_secrets();
  world_.on_server([&] {
    server_ = std::make_unique<mockserver::Server>(
        world_.server_loop(), world_.server_network(), chance,
        [this](const mockserver::ServerEvent& event) { record_server_event(event); },
        [this](const mockserver::LinkDeed& deed) { change_link(deed); });
    server_->tells_secrets();
    secrets_ = server_->secrets();
    error = server_->listen(world_.server_address(), world_.server_tls());
    if (error == runtime::NetError::none) world_.server_is_at(server_->local());
    server_->answers_for_its_name();
    if (world_.server_tls().enabled()) server_->will_speak_tls();
  });
  if (error != runtime::NetError::none) {
    why_not = "the server cannot listen: " + std::string(runtime::to_string(error));
    return false;
  }
  world_.set_names([this](const std::string& actor) { return look_up(actor); });
  if (scenario_.settings.empty()) return true;
  const Acted set = act("settings.set", {{"settings", scenario_.settings}});
  if (!set.ok) why_not = "settings.set: " + set.error;
  return set.ok;
}

bool Cast::open(std::string& why_not) {
  if (!shared_ && !open_server(why_not)) return false;
  const auto must = [&](const std::string& action, const json& args) {
    const Acted acted = act(action, args);
    if (!acted.ok) why_not = action + ": " + acted.error;
    return acted.ok;
  };
  for (const json& rule : scenario_.faults)
    if (!must("fault.add", {{"rule", rule}})) return false;
  for (const auto& deed : scenario_.before)
    if (!must(deed.action, deed.args)) return false;
  for (const auto& actor : scenario_.actors) {
    if (actor.clock != runtime::Duration{}) world_.shift_clock(actor.name, actor.clock);
    auto files = actor.files_of.empty() ? directory_ / actor.name : player(actor.files_of)->directory();
    players_.push_back(std::make_unique<Player>(*this, actor, std::move(files), random_.named("actor:" + actor.name)));
  }
  return true;
}

void Cast::close() {
  for (const auto& player : players_) player->vanish();
  if (!server_) return;
  world_.set_names(nullptr);
  world_.on_server([&] { server_.reset(); });
}

Cast::Player* Cast::player(const std::string& actor) const {
  const auto found = std::find_if(players_.begin(), players_.end(),
                                  [&](const auto& candidate) { return candidate->actor().name == actor; });
  return found == players_.end() ? nullptr : found->get();
}

bool Cast::suspended(const std::string& actor) const {
  const Player* const who = player(actor);
  return who != nullptr && who->suspended();
}

// What scenarios leave out because it is the same everywhere: where the files lie, who logs in, with a fresh ticket.
json Cast::complete_args(const Player& player, const std::string& method, json args) {
  if (args.is_null()) args = json::object();
  const scenario::Actor& actor = player.actor();
  if (method == "initSDK") {
    if (!args.contains("sdkAppID")) args["sdkAppID"] = actor.app;
    json& config = args["config"];
    if (config.is_null()) config = json::object();
    if (!config.contains("initPath")) config["initPath"] = (player.directory() / "data").string();
    if (!config.contains("logPath")) config["logPath"] = (player.directory() / "log").string();
  }
  if (method == "login") {
    if (!args.contains("userID")) args["userID"] = actor.user;
    if (!args.contains("userSig")) {
      const Acted ticket = act("ticket.create", {{"user", args["userID"]}, {"sdkAppID", actor.app}});
      args["userSig"] = ticket.ok ? ticket.value : json("");
    }
  }
  return args;
}

std::uint32_t Cast::call(const std::string& actor, const std::string& method, json args, const std::string& as,
                         std::uint32_t cause, const std::string& thread) {
  Player& player = *this->player(actor);
  json shown = args.is_null() ? json::object() : args;
  args = complete_args(player, method, std::move(args));
  if (args.contains("userSig") && args["userSig"].is_string())
    secrets_->learn(usersig::SecretKind::ticket, args["userSig"].get_ref<const std::string&>());
  if (shown.contains("userSig")) shown["userSig"] = "(a ticket)";
  std::uint32_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = static_cast<std::uint32_t>(calls_.size()) + 1;
    json payload = {{"args", std::move(shown)}, {"call", number}};
    if (!thread.empty()) payload["thread"] = thread;
    const auto event = recorder_.add(actor, check::Channel::call, method, std::move(payload), cause);
    calls_.push_back({number, actor, method, as, event, std::nullopt, false, nullptr, nullptr});
  }
  if (thread.empty() || world_.deterministic()) {
    perform(player, number, method, args);
  } else {
    player.threads().post(
        thread, [this, &player, number, method, args = std::move(args)] { perform(player, number, method, args); });
  }
  return number;
}

void Cast::perform(Player& player, std::uint32_t number, const std::string& method, const json& args) {
  json returned;
  if (Driver* driver = player.driver()) {
    const CallInProgress making(number);
    returned = player.suspended() ? json{{"invalidArguments", "nothing is called in a suspended process"}}
                                  : driver->call(number, method, args);
  }
  {
    const std::lock_guard lock(mutex_);
    CallRecord& record = calls_[number - 1];
    record.returned = std::move(returned);
    record.has_returned = true;
    // What came before the call returned, for checks of what may come after it.
    recorder_.with([&](check::History& history) {
      if (record.event == 0) return;
      json& payload = history[record.event - 1].payload;
      payload["eventsAtReturn"] = history.size();
      if (!record.returned.is_null()) payload["return"] = record.returned;
    });
  }
  recorder_.poke();
}

void Cast::block(const std::string& actor, runtime::Duration by) { player(actor)->block(by); }

CallRecord Cast::call_record(std::uint32_t number) const {
  const std::lock_guard lock(mutex_);
  return calls_.at(number - 1);
}

std::optional<CallRecord> Cast::call_named(const std::string& as) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(calls_.rbegin(), calls_.rend(), [&](const auto& call) { return call.as == as; });
  return found == calls_.rend() ? std::nullopt : std::optional(*found);
}

std::vector<CallRecord> Cast::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

void Cast::record_server_event(const mockserver::ServerEvent& event) {
  const bool request = event.kind == "request" && event.detail != nullptr && event.detail->contains("command");
  recorder_.add(request ? event.device : "server", request ? check::Channel::wire : check::Channel::server,
                request ? (*event.detail)["command"].get<std::string>() : std::string(event.kind),
                event_payload(event));
}

Acted Cast::act(const std::string& action, const json& args) {
  if (shared_) return shared_(action, args);
  Acted acted;
  world_.on_server([&] {
    const mockserver::ActResult result = server_->act(action, args);
    acted = {result.ok, result.pointer.empty() ? result.error : result.pointer + ": " + result.error, result.value};
  });
  return acted;
}

// A fault rule's doing.
void Cast::change_link(const mockserver::LinkDeed& deed) {
  const auto at = std::find_if(players_.begin(), players_.end(),
                               [&](const auto& player) { return player->actor().device_id == deed.device; });
  if (at == players_.end()) return;
  const std::string& actor = (*at)->actor().name;
  recorder_.add(actor, check::Channel::network, deed.begins ? deed.word : deed.word + ".end", deed.args);
  world_.on_links([&](runtime::LinkControl& links) {
    if (deed.begins) {
      (void)mockserver::apply_to_link(links, actor, deed.word, deed.args);  // read_fault_rule() has checked it
    } else {
      mockserver::end_on_link(links, actor, deed.word);
    }
  });
}

runtime::NameAnswer Cast::look_up(const std::string& actor) {
  const auto at =
      std::find_if(players_.begin(), players_.end(), [&](const auto& player) { return player->actor().name == actor; });
  if (!server_ || at == players_.end()) return {};
  return answer_look_up(*server_, (*at)->actor().device_id, world_);
}

Acted Cast::network(const std::string& what, const std::string& actor, const json& args) {
  Acted acted{true, {}, nullptr};
  world_.on_links([&](runtime::LinkControl& links) {
    for (const auto& player : players_) {
      if (!actor.empty() && player->actor().name != actor) continue;
      recorder_.add(player->actor().name, check::Channel::network, what, args);
      if (auto error = mockserver::apply_to_link(links, player->actor().name, what, args))
        acted = {false, *error, nullptr};
    }
  });
  return acted;
}

std::optional<std::uint64_t> Cast::times_acted(const std::string& word, const std::string& actor, const json& args) {
  std::optional<std::uint64_t> sum;
  world_.on_links([&](runtime::LinkControl& links) {
    for (const auto& player : players_) {
      const std::string& name = player->actor().name;
      if (!actor.empty() && name != actor) continue;
      auto times = mockserver::times_acted(links, name, word, args);
      if (!times) times = player->times_acted(word);
      if (times) sum = sum.value_or(0) + *times;
    }
  });
  return sum;
}

void Cast::heal() {
  world_.on_links([&](runtime::LinkControl& links) {
    for (const auto& player : players_) {
      const std::string& actor = player->actor().name;
      links.set(actor, {});
      if (player->suspended()) recorder_.add(actor, check::Channel::network, "process.resume", json::object());
      player->suspend(false);
    }
  });
  for (const auto& player : players_) player->store().heal_disk();
}

std::string Cast::still_due() {
  std::string text;
  const auto add = [&](const std::string& whose, runtime::Instant due) {
    const auto at = std::chrono::floor<std::chrono::seconds>(due.time_since_epoch());
    text += (text.empty() ? "" : "; ") + whose + " at " + runtime::to_text(at);
  };
  std::optional<runtime::Instant> earliest;
  world_.on_links([&](runtime::LinkControl&) {
    for (const auto& player : players_) {
      const auto due = player->next_due(runtime::TimerKind::work);
      if (!due) continue;
      add(player->actor().name, *due);
      earliest = earliest ? std::min(*earliest, *due) : *due;
    }
  });
  const auto next = world_.next_due();
  if (next && (!earliest || *next < *earliest)) add("the server or the network", *next);
  return text.empty() ? "what is under way at this instant" : text;
}

Acted Cast::device(const std::string& what, const std::string& actor, const json& args) {
  Player* const who = player(actor);
  if (who == nullptr) return {false, "no such actor: " + actor, nullptr};
  recorder_.add(actor, check::Channel::network, what, args);
  if (what == "clock.shift") {
    const auto by = runtime::parse_duration(args.value("by", std::string()));
    if (!by) return {false, "\"by\" is not a duration", nullptr};
    world_.shift_clock(actor, *by);
    return {true, {}, nullptr};
  }
  if (what == "process.suspend" || what == "process.resume") {
    world_.on_links([&](runtime::LinkControl&) { who->suspend(what == "process.suspend"); });
    return {true, {}, nullptr};
  }
  if (what == "cut.power" || what == "restart") {
    if (who->suspended()) return {false, actor + " is suspended; process.resume comes first", nullptr};
    who->die();
    if (what == "restart") who->start();
    return {true, {}, nullptr};
  }
  if (what.starts_with("store.")) return who->store().act(what, args);
  return device_files(what, who->directory(), world_.seat(actor).loop->unix_now(), args);
}

}  // namespace chatproof::stage
