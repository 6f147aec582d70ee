#include "conformance/stage/world.hpp"

#include <stdlib.h>

#include <algorithm>
#include <chatproof/testing.hpp>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "conformance/stage/cast.hpp"
#include "conformance/stage/recorder.hpp"
#include "conformance/testing/current.hpp"
#include "mockserver/faults/link_words.hpp"
#include "mockserver/server.hpp"
#include "sdk/v2tim/sdk.hpp"

namespace chatproof::testing {
namespace {

using nlohmann::json;

constexpr std::uint32_t app_id = 1400000000;  // the one that a mock server has by itself
constexpr std::size_t log_lines_max = 2000;
constexpr Duration poll = std::chrono::milliseconds(50);  // tcp, tls: how often a condition is asked, in SDK time
constexpr const char* app_name = "app";

std::string_view word(Network network) {
  switch (network) {
    case Network::simulated:
      return "sim";
    case Network::tcp:
      return "tcp";
    case Network::tls:
      return "tls";
  }
  throw std::invalid_argument("chatproof: Options::network is none of Network");
}

json object(const std::string& text, const char* what) {
  json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object())
    throw std::invalid_argument(std::string("chatproof: ") + what + " is no JSON object: " + text);
  return parsed;
}

class Directory {
 public:
  Directory() : path_((std::filesystem::temp_directory_path() / "chatproof.XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("chatproof: cannot make a directory like " + path_);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path path() const { return path_; }

 private:
  std::string path_;
};

// What the server says, the last lines of it, from any thread.
class Log {
 public:
  void add(const mockserver::ServerEvent& event) {
    char time[32];
    std::snprintf(time, sizeof time, "%10.4f s  ", std::chrono::duration<double>(event.at.time_since_epoch()).count());
    std::string line = time + event.user + (event.device.empty() ? "" : "@" + event.device) + "  ";
    line += event.kind;
    if (event.detail != nullptr && !event.detail->empty()) line += "  " + event.detail->dump();
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    if (lines_.size() > log_lines_max) lines_.pop_front();
    if (event.kind == "lint" && lints_.size() < log_lines_max) lints_.push_back(event.detail->at("lint"));
  }
  [[nodiscard]] std::vector<std::string> lints() const {
    const std::lock_guard lock(mutex_);
    return lints_;
  }
  [[nodiscard]] std::string text() const {
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const std::string& line : lines_) all += line + '\n';
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<std::string> lines_;
  std::vector<std::string> lints_;
};

stage::WorldOptions world_options(const Options& options) {
  if (!(options.speed > 0)) throw std::invalid_argument("chatproof: Options::speed must be above 0");
  return {options.seed, options.speed};
}

}  // namespace

// ---------------------------------------------------------------------------------------------------------- Device

class Device::Impl {
 public:
  Impl(stage::World& world, const Options& options, std::string name, const std::filesystem::path& directory)
      : world_(world),
        name_(std::move(name)),
        directory_((directory / name_).string()),
        random_(runtime::Random(options.seed).named("device:" + name_)) {
    std::filesystem::create_directories(directory_);
    config_.platform = options.platform;
    config_.device_id = name_;
    start();
  }

  void start() {
    const stage::Seat seat = world_.seat(name_);
    config_.server = seat.server;
    config_.tls = seat.tls;
    v2tim::Environment environment{
        .loop = *seat.loop,
        .network = *seat.network,
        .random = random_.named("life:" + std::to_string(++lives_)),
        .session = config_,
    };
    if (sdk_ != nullptr) return sdk_->replace(std::move(environment));
    if (name_ != app_name) {
      own_ = std::make_unique<v2tim::Sdk>(std::move(environment));
    } else {
      app_sdk().replace(std::move(environment));
    }
    sdk_ = own_ != nullptr ? own_.get() : &app_sdk();
  }
  void stop() {
    if (sdk_ == &app_sdk()) sdk_->replace(no_world());
    own_.reset();
    sdk_ = nullptr;
  }

  void link(const std::string& what, const json& arguments) {
    std::optional<std::string> problem;
    world_.on_links(
        [&](runtime::LinkControl& links) { problem = mockserver::apply_to_link(links, name_, what, arguments); });
    if (problem) throw std::invalid_argument("chatproof: link " + what + ": " + *problem);
  }

  [[nodiscard]] v2tim::Sdk& sdk() { return *sdk_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& directory() const { return directory_; }

 private:
  stage::World& world_;
  const std::string name_, directory_;
  runtime::Random random_;
  session::Config config_;
  int lives_ = 0;
  std::unique_ptr<v2tim::Sdk> own_;  // of every device but the app's
  v2tim::Sdk* sdk_ = nullptr;
};

Device::Device(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Device::~Device() = default;

V2TIMManager& Device::sdk() { return impl_->sdk().manager(); }
const std::string& Device::name() const { return impl_->name(); }
const std::string& Device::directory() const { return impl_->directory(); }
void Device::cut() {
  link("unreachable");
  reset();
}
void Device::stall() {
  link("stall");
  link("blackhole");
}
void Device::restore() { link("heal"); }
void Device::reset() { link("reset"); }
void Device::link(const std::string& word, const std::string& arguments) {
  impl_->link(word, object(arguments, "the arguments of a link's word"));
}
void Device::tell_network(bool up) { impl_->sdk().network_hint(up); }
void Device::restart() { impl_->start(); }

// ----------------------------------------------------------------------------------------------------------- World

class World::Impl {
 public:
  explicit Impl(const Options& options)
      : options_(options),
        world_(stage::make_world(word(options.network), world_options(options))),
        began_(world_->now()),
        recorder_([this] { return world_->now(); }, 1) {
    runtime::NetError error = runtime::NetError::none;
    world_->on_server([&] {
      server_ = std::make_unique<mockserver::Server>(world_->server_loop(), world_->server_network(),
                                                     runtime::Random(options_.seed).named("server"),
                                                     [this](const mockserver::ServerEvent& event) {
                                                       log_.add(event);
                                                       recorder_.poke();
                                                     });
      error = server_->listen(world_->server_address(), world_->server_tls());
      if (error == runtime::NetError::none) world_->server_is_at(server_->local());
      server_->answers_for_its_name();
      if (world_->server_tls().enabled()) server_->will_speak_tls();
    });
    world_->set_names([this](const std::string& device) {
      return server_ ? stage::answer_look_up(*server_, device, *world_) : runtime::NameAnswer{};
    });
    if (error != runtime::NetError::none) {
      close();
      throw std::runtime_error("chatproof: the server cannot listen: " + std::string(runtime::to_string(error)));
    }
  }
  ~Impl() { close(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Device& device(const std::string& name) {
    auto& device = devices_[name];
    if (!device) device.reset(new Device(std::make_unique<Device::Impl>(*world_, options_, name, directory_.path())));
    return *device;
  }

  json act(const std::string& action, const json& arguments) {
    mockserver::ActResult result;
    world_->on_server([&] { result = server_->act(action, arguments); });
    if (!result.ok)
      throw std::invalid_argument("chatproof: " + action + ": " + result.pointer +
                                  (result.pointer.empty() ? "" : ": ") + result.error);
    return result.value;
  }

  bool run_until(const std::function<bool()>& condition, Duration limit) {
    const auto asked = [&] {
      bool holds = false;
      world_->on_links([&](runtime::LinkControl&) { holds = condition(); });
      return holds;
    };
    const runtime::Instant deadline = world_->now() + limit;
    while (!asked()) {
      const runtime::Instant now = world_->now();
      if (now >= deadline) return false;
      world_->run(recorder_, asked, world_->deterministic() ? deadline : std::min(deadline, now + poll));
      if (const std::string trouble = world_->trouble(); !trouble.empty())
        throw std::runtime_error("chatproof: " + trouble);
    }
    return true;
  }

  [[nodiscard]] Duration elapsed() const { return world_->now() - began_; }
  [[nodiscard]] std::string log() const { return log_.text(); }
  [[nodiscard]] std::vector<std::string> lints() const { return log_.lints(); }

 private:
  // SDKs first, then the server on its own thread, then the threads.
  void close() {
    for (const auto& [name, device] : devices_) device->impl_->stop();
    world_->set_names(nullptr);
    world_->on_server([this] { server_.reset(); });
    world_->stop();
  }

  const Options options_;
  Directory directory_;
  Log log_;
  std::unique_ptr<stage::World> world_;
  const runtime::Instant began_;
  stage::Recorder recorder_;  // only to be woken by
  std::unique_ptr<mockserver::Server> server_;
  std::map<std::string, std::unique_ptr<Device>> devices_;
};

World::World(const Options& options) : impl_(std::make_unique<Impl>(options)), app_(impl_->device(app_name)) {
  if (!options.settings.empty())
    impl_->act("settings.set", {{"settings", object(options.settings, "Options::settings")}});
  set_current(this);
}
World::~World() { set_current(nullptr); }

Device& World::app() { return app_; }
Device& World::device(const std::string& name) { return impl_->device(name); }
std::uint32_t World::sdk_app_id() { return app_id; }

std::string World::ticket(const std::string& user, std::chrono::seconds life) {
  const json wish =
      life.count() > 0 ? json{{"user", user}, {"expire", life.count()}} : json{{"user", user}, {"defect", "expired"}};
  return impl_->act("ticket.create", wish).get<std::string>();
}
void World::kick(const std::string& user) { impl_->act("kick", {{"user", user}}); }
void World::expire_tickets(const std::string& user) { impl_->act("ticket.expire", {{"user", user}}); }
void World::revoke_tickets(const std::string& user) { impl_->act("ticket.revoke", {{"user", user}}); }
void World::ban(const std::string& user) { impl_->act("ban", {{"user", user}}); }
void World::unban(const std::string& user) { impl_->act("unban", {{"user", user}}); }
void World::send_text(const std::string& from, const std::string& to, const std::string& text) {
  impl_->act("message.send", {{"from", from}, {"to", to}, {"text", text}});
}
void World::add_fault(const std::string& rule) { impl_->act("fault.add", {{"rule", object(rule, "the fault rule")}}); }
std::string World::act(const std::string& action, const std::string& arguments) {
  return impl_->act(action, object(arguments, "the arguments of a deed")).dump();
}

void World::advance(Duration span) {
  (void)impl_->run_until([] { return false; }, span);
}
bool World::run_until(const std::function<bool()>& condition, Duration limit) {
  return impl_->run_until(condition, limit);
}
Duration World::elapsed() const { return impl_->elapsed(); }
std::string World::log() const { return impl_->log(); }
std::vector<std::string> World::lints() const { return impl_->lints(); }

}  // namespace chatproof::testing
