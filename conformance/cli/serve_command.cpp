#include "conformance/cli/serve_command.hpp"

#include <pthread.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/cli/serve_log.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/faults/engine.hpp"
#include "mockserver/server.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/runtime/real/loop_thread.hpp"
#include "sdk/runtime/real/real_network.hpp"

namespace chatproof::cli {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

struct Options {
  std::string host = "127.0.0.1", certificate, key, settings, script, state;
  std::uint16_t port = 7100;
  std::vector<std::string> apps;
  double speed = 1.0;
  bool list_settings = false, list_actions = false, list_faults = false;
};

[[noreturn]] void give_up(const std::string& text) {
  std::cerr << "chatproof serve: " << text << "\n";
  throw CLI::RuntimeError(2);
}

json read_json(const std::string& file) {
  std::ifstream in(file);
  if (!in) give_up(file + ": cannot be read");
  try {
    return json::parse(in);
  } catch (const json::parse_error& error) {
    give_up(file + ": not JSON: " + error.what());
  }
}

// Beside its place first, then moved there: nobody reads half a state, and a full disk loses nothing.
bool save(const std::string& file, const json& state) {
  const std::string beside = file + ".new";
  std::ofstream out(beside);
  out << state.dump(1) << "\n";
  if (!out.flush()) return false;
  std::error_code error;
  fs::rename(beside, file, error);
  return !error;
}

// The server on its loop, as long as the command runs.
class Desk {
 public:
  explicit Desk(const Options& options) : options_(options), thread_({options.speed}) {
    thread_.call([this] {
      network_ = std::make_unique<runtime::RealNetwork>(thread_.loop());
      server_ = std::make_unique<mockserver::Server>(
          thread_.loop(), *network_, runtime::Random(static_cast<std::uint64_t>(std::time(nullptr))),
          [this](const mockserver::ServerEvent& event) { log_.print(event); });
    });
  }
  ~Desk() {
    thread_.call([this] {
      timers_.clear();
      server_.reset();
      network_.reset();
    });
  }

  mockserver::ActResult act(const std::string& action, const json& args) {
    mockserver::ActResult result;
    thread_.call([&] { result = server_->act(action, args); });
    return result;
  }
  // As act(), but a mistake ends the command and names the file.
  void must(const std::string& file, const std::string& below, const std::string& action, const json& args) {
    const auto result = act(action, args);
    if (!result.ok) give_up(file + ": " + below + result.pointer + ": " + result.error);
  }

  void listen() {
    runtime::NetError error{};
    thread_.call(
        [&] { error = server_->listen({options_.host, options_.port}, {options_.certificate, options_.key}); });
    if (error != runtime::NetError::none)
      give_up("cannot listen on " + options_.host + ":" + std::to_string(options_.port) + ": " +
              std::string(to_string(error)));
  }
  runtime::Endpoint local() {
    runtime::Endpoint at;
    thread_.call([&] { at = server_->local(); });
    return at;
  }
  void later(runtime::Duration after, std::string action, json args) {
    thread_.call([&] {
      timers_.push_back(thread_.loop().after(after, [this, action, args] {
        const auto result = server_->act(action, args);
        log_.say("script", action + (result.ok ? "" : " refused: " + result.pointer + " " + result.error));
      }));
    });
  }

 private:
  const Options& options_;
  ServeLog log_;
  runtime::LoopThread thread_;
  std::unique_ptr<runtime::RealNetwork> network_;
  std::unique_ptr<mockserver::Server> server_;
  std::vector<runtime::Timer> timers_;
};

// {"settings": {...}, "faults": [...], "at": [{"after": "5s", "act": "kick", "args": {...}}]}
void run_script(Desk& desk, const std::string& file) {
  const json script = read_json(file);
  if (!script.is_object()) give_up(file + ": an object is expected");
  for (const auto& [key, value] : script.items())
    if (key != "settings" && key != "faults" && key != "at" && !key.starts_with("x-"))
      give_up(file + ": /" + key + ": unknown key; settings, faults and at are known");
  if (script.contains("settings")) desk.must(file, "", "settings.set", {{"settings", script["settings"]}});
  const json faults = script.value("faults", json::array());
  for (std::size_t i = 0; i < faults.size(); ++i)
    desk.must(file, "/faults/" + std::to_string(i), "fault.add", {{"rule", faults[i]}});
  const json deeds = script.value("at", json::array());
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    const std::string at = file + ": /at/" + std::to_string(i);
    if (!deeds[i].is_object() || !deeds[i].contains("act"))
      give_up(at + ": {\"after\", \"act\", \"args\"} is expected");
    const auto after = runtime::parse_duration(deeds[i].value("after", std::string("0s")));
    if (!after) give_up(at + "/after: a duration such as \"5s\" is expected");
    desk.later(*after, deeds[i]["act"].get<std::string>(), deeds[i].value("args", json::object()));
  }
}

void print_welcome(const Options& options, const runtime::Endpoint& at) {
  std::cout << "chatproof serves " << to_string(at) << (options.certificate.empty() ? " (TCP)" : " (TLS)")
            << "; SDKAppID " << mockserver::default_app << ", key " << mockserver::default_key << "\n"
            << "  point an app at it:  export CHATPROOF_SERVER=" << to_string(at);
  if (!options.certificate.empty()) std::cout << " CHATPROOF_CA=" << options.certificate;
  std::cout << "\n  make a ticket:       chatproof usersig create --sdkappid " << mockserver::default_app << " --key "
            << mockserver::default_key << " --userid alice\n  stop:                Ctrl-C" << std::endl;
}

bool list(const Options& options) {
  if (options.list_settings) {
    std::cout << "| setting | value | default | what it does |\n|---|---|---|---|\n";
    for (const auto& row : mockserver::setting_table())
      std::cout << "| `" << row.name << "` | " << row.kind << " | `" << row.initial << "` | " << row.text << " |\n";
  }
  if (options.list_actions) {
    std::cout << "| action | arguments | what it does |\n|---|---|---|\n";
    for (const auto& row : mockserver::action_table())
      std::cout << "| `" << row.name << "` | " << row.arguments << " | " << row.text << " |\n";
  }
  if (options.list_faults) {
    std::cout << "| kind | layers | arguments | what happens |\n|---|---|---|---|\n";
    for (const auto& row : mockserver::fault_table())
      std::cout << "| `" << row.name << "` | " << row.layers << " | " << row.arguments << " | " << row.text << " |\n";
  }
  return options.list_settings || options.list_actions || options.list_faults;
}

void serve(const Options& options) {
  if (list(options)) return;
  // Blocked before any thread begins, so that only the wait below takes them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Desk desk(options);
  if (!options.state.empty() && fs::exists(options.state))
    desk.must(options.state, "", "state.import", {{"state", read_json(options.state)}});
  for (const std::string& app : options.apps) {
    const auto colon = app.find(':');
    const auto id = std::strtoul(app.c_str(), nullptr, 10);
    if (colon == std::string::npos || id == 0) give_up("--app needs ID:KEY, not \"" + app + "\"");
    desk.must("--app", "", "app.add", {{"sdkAppID", id}, {"key", app.substr(colon + 1)}});
  }
  if (!options.settings.empty())
    desk.must(options.settings, "", "settings.set", {{"settings", read_json(options.settings)}});
  if (!options.script.empty()) run_script(desk, options.script);
  desk.listen();
  print_welcome(options, desk.local());
  int signal = 0;
  sigwait(&signals, &signal);
  if (options.state.empty()) return;
  if (!save(options.state, desk.act("state.export", json::object()).value))
    give_up(options.state + ": cannot be written");
  std::cout << "state saved in " << options.state << std::endl;
}

}  // namespace

void add_serve_command(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "Runs the mock IM server for a desk");
  const auto options = std::make_shared<Options>();
  command->add_option("--host", options->host, "Address to listen on (default 127.0.0.1)");
  command->add_option("--port", options->port, "Port to listen on (default 7100; 0: a free one)");
  command->add_option("--tls-cert", options->certificate, "PEM certificate: serve TLS")->check(CLI::ExistingFile);
  command->add_option("--tls-key", options->key, "PEM key of the certificate")->check(CLI::ExistingFile);
  command->add_option("--settings", options->settings, "JSON file of settings")->check(CLI::ExistingFile);
  command->add_option("--script", options->script, "JSON file of settings, fault rules and timed actions")
      ->check(CLI::ExistingFile);
  command->add_option("--state", options->state, "JSON file: loaded at the start if it is there, saved at the end");
  command->add_option("--app", options->apps, "ID:KEY of a further SDKAppID; may be given often");
  command->add_option("--speed", options->speed, "Seconds of the server in a second (default 1)")
      ->check(CLI::Range(0.1, 1000.0));
  command->add_flag("--list-settings", options->list_settings, "The settings, as a table");
  command->add_flag("--list-actions", options->list_actions, "The actions of scripts and scenarios, as a table");
  command->add_flag("--list-faults", options->list_faults, "The kinds of faults, as a table");
  command->callback([options] { serve(*options); });
}

}  // namespace chatproof::cli
