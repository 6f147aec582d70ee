#include "conformance/cli/serve_command.hpp"

#include <pthread.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/cli/numbers.hpp"
#include "conformance/cli/serve_desk.hpp"
#include "conformance/cli/serve_input.hpp"
#include "conformance/cli/serve_log.hpp"
#include "conformance/cli/serve_state.hpp"
#include "conformance/cli/suite.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/faults/engine.hpp"
#include "mockserver/lints.hpp"
#include "mockserver/server.hpp"

namespace chatproof::cli {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

struct Options {
  std::string host = "127.0.0.1", certificate, key, settings, script, state;
  std::uint16_t port = 7100;
  std::string control_host = "127.0.0.1", control_token;
  std::optional<std::uint16_t> control_port;
  std::vector<std::string> apps;
  double speed = 1.0;
  int shards = 1;
  bool quiet = false;
  bool list_settings = false, list_actions = false, list_faults = false, list_lints = false;
};

[[noreturn]] void give_up(const std::string& text) {
  std::cerr << "chatproof serve: " << text << "\n";
  throw CLI::RuntimeError(2);
}

std::string control_url(const Options& options, const runtime::Endpoint& at) {
  return (options.certificate.empty() ? "http://" : "https://") + to_string(at);
}

std::string ports_of_others(Desk& desk, int shards) {
  std::string ports;
  for (int shard = 1; shard < shards; ++shard)
    ports += (shard == 1 ? "" : ", ") + std::to_string(desk.local(shard).port);
  return ports;
}

void print_welcome(Desk& desk, const Options& options, const runtime::Endpoint& at,
                   const std::optional<runtime::Endpoint>& control) {
  std::cout << "chatproof serves " << to_string(at) << (options.certificate.empty() ? " (TCP)" : " (TLS)")
            << "; SDKAppID " << mockserver::default_app << ", key " << mockserver::default_key << "\n"
            << "  point an app at it:  export CHATPROOF_SERVER=" << to_string(at);
  if (!options.certificate.empty()) std::cout << " CHATPROOF_CA=" << options.certificate;
  if (control) std::cout << "\n  control it:          export CHATPROOF_CONTROL=" << control_url(options, *control);
  if (options.shards > 1)
    std::cout << "\n  " << options.shards << " shards:            the others at the ports "
              << ports_of_others(desk, options.shards);
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
      std::cout << "| `" << row.name << "` | " << mockserver::to_text(row.arguments) << " | " << row.text << " |\n";
  }
  if (options.list_faults) {
    std::cout << "| kind | layers | arguments | what happens |\n|---|---|---|---|\n";
    for (const auto& row : mockserver::fault_table())
      std::cout << "| `" << row.name << "` | " << row.layers << " | " << row.arguments << " | " << row.text << " |\n";
  }
  if (options.list_lints) {
    std::cout << "| lint | expected of a client | why |\n|---|---|---|\n";
    for (const auto& row : mockserver::lint_table())
      std::cout << "| `" << row.name << "` | " << row.expected << " | " << row.reason << " |\n";
  }
  return options.list_settings || options.list_actions || options.list_faults || options.list_lints;
}

// Blocked before any thread begins, so that only the wait for the end takes them. A reader of the log that goes away is
// no reason to end without saving.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

void stop_at(const scenario::LoadResult& mistakes) {
  if (mistakes.errors.empty()) return;
  print_errors(mistakes, std::cerr);
  throw CLI::RuntimeError(2);
}

std::vector<AppOption> apps_of(const Options& options) {
  std::vector<AppOption> apps;
  for (const std::string& text : options.apps) {
    const auto app = parse_app(text);
    if (!app) give_up("--app: ID:KEY with a number from 1 to 4294967295 is expected, not \"" + text + "\"");
    apps.push_back(*app);
  }
  return apps;
}

// Everything that can be wrong with what was given shows before the server listens.
void prepare(Desk& desk, const Options& options) {
  if (options.certificate.empty() != options.key.empty()) give_up("--tls-cert and --tls-key need each other");
  if (!options.state.empty())
    if (const auto problem = why_not_writable(options.state)) give_up("--state " + options.state + ": " + *problem);
  if (options.control_port && options.control_token.empty() && !control::is_loopback(options.control_host))
    give_up("--control-host " + options.control_host + " needs --control-token: others could reach it");
  if (options.port != 0 && options.port + options.shards - 1 > 65535)
    give_up("--shards " + std::to_string(options.shards) + " needs as many ports from --port on");
  const auto apps = apps_of(options);
  scenario::LoadResult mistakes;
  const auto read = [&](InputKind kind, const std::string& file) {
    return file.empty() ? ServeInput{} : read_input(kind, file, mistakes.errors);
  };
  ServeInput state = read(InputKind::state, fs::exists(options.state) ? options.state : std::string());
  ServeInput settings = read(InputKind::settings, options.settings);
  ServeInput script = read(InputKind::script, options.script);
  stop_at(mistakes);
  desk.play(std::move(state), mistakes.errors);
  for (const AppOption& app : apps)
    if (const auto result = desk.act("app.add", {{"sdkAppID", app.id}, {"key", app.key}}); !result.ok)
      give_up("--app: " + result.error);
  desk.play(std::move(settings), mistakes.errors);
  desk.play(std::move(script), mistakes.errors);
  stop_at(mistakes);
}

void must_listen(const runtime::Endpoint& at, runtime::NetError error) {
  if (error != runtime::NetError::none)
    give_up("cannot listen on " + to_string(at) + ": " + std::string(to_string(error)));
}

void serve(const Options& options) {
  if (list(options)) return;
  const sigset_t signals = block_signals();
  Desk desk({options.speed, wants_colours(), options.quiet, options.control_port.has_value(),
             !options.certificate.empty(), options.shards});
  prepare(desk, options);
  runtime::Endpoint at{options.host, options.port};
  const runtime::NetError error = desk.listen(at, {options.certificate, options.key});
  must_listen(at, error);
  std::optional<runtime::Endpoint> control;
  if (options.control_port) {
    const runtime::Endpoint wanted{options.control_host, *options.control_port};
    must_listen(wanted, desk.control(wanted, {options.certificate, options.key}, options.control_token));
    control = desk.control_local();
  }
  print_welcome(desk, options, desk.local(), control);
  int signal = 0;
  sigwait(&signals, &signal);
  if (options.state.empty()) return;
  if (const auto problem = save_whole(options.state, desk.act("state.export", json::object()).value.dump(1) + "\n"))
    give_up(options.state + ": " + *problem);
  std::cout << "state saved in " << options.state << std::endl;
}

}  // namespace

void add_serve_command(CLI::App& app) {
  auto* command = app.add_subcommand("serve", "Runs the mock IM server for a desk");
  const auto options = std::make_shared<Options>();
  command->add_option("--host", options->host, "Address to listen on (default 127.0.0.1)");
  command->add_option("--port", options->port, "Port to listen on (default 7100; 0: a free one)")
      ->check(between(0, 65'535, "ports"));
  command->add_option("--tls-cert", options->certificate, "PEM certificate: serve TLS")->check(CLI::ExistingFile);
  command->add_option("--tls-key", options->key, "PEM key of the certificate")->check(CLI::ExistingFile);
  command->add_option("--settings", options->settings, "JSON file of settings")->check(CLI::ExistingFile);
  command->add_option("--script", options->script, "JSON file of settings, fault rules and timed actions")
      ->check(CLI::ExistingFile);
  command->add_option("--state", options->state, "JSON file: loaded at the start if it is there, saved at the end");
  command->add_option("--app", options->apps, "ID:KEY of a further SDKAppID; may be given often")
      ->allow_extra_args(false);
  command->add_option("--control", options->control_port, "Port of the HTTP control API (0: a free one); none: no API")
      ->check(between(0, 65'535, "ports"));
  command->add_option("--control-host", options->control_host, "Address of the control API (default 127.0.0.1)");
  command
      ->add_option("--control-token", options->control_token,
                   "What requests to the control API have to carry; needed beyond this machine")
      ->envname("CHATPROOF_CONTROL_TOKEN");
  command->add_option("--speed", options->speed, "Seconds of the server in a second (default 1)")
      ->check(CLI::Range(0.1, 1000.0));
  command
      ->add_option("--shards", options->shards,
                   "So many event loops, each with a part of the accounts, at the ports from --port on; the SDK finds "
                   "the right one by itself (default 1)")
      ->check(CLI::Range(1, mockserver::shards_max));
  command->add_flag("--quiet", options->quiet, "No line for each event: for load");
  command->add_flag("--list-settings", options->list_settings, "The settings, as a table");
  command->add_flag("--list-actions", options->list_actions, "The actions of scripts and scenarios, as a table");
  command->add_flag("--list-faults", options->list_faults, "The kinds of faults, as a table");
  command->add_flag("--list-lints", options->list_lints, "What the server remarks of clients, as a table");
  command->callback([options] { serve(*options); });
}

}  // namespace chatproof::cli
