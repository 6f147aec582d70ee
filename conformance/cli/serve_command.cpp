#include "conformance/cli/serve_command.hpp"

#include <pthread.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "conformance/cli/numbers.hpp"
#include "conformance/cli/serve_desk.hpp"
#include "conformance/cli/serve_input.hpp"
#include "conformance/cli/serve_log.hpp"
#include "conformance/cli/serve_output.hpp"
#include "conformance/cli/serve_state.hpp"
#include "conformance/cli/suite.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/faults/engine.hpp"
#include "mockserver/json_text.hpp"
#include "mockserver/lints.hpp"
#include "mockserver/server.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/runtime/real/tls_session.hpp"

namespace chatproof::cli {
namespace {

using nlohmann::json;

constexpr std::uint16_t first_free_port = 1024;

struct Options {
  std::string host = "127.0.0.1", certificate, key, settings, script, state;
  std::uint16_t port = 7100;
  std::string control_host = "127.0.0.1", control_token;
  std::optional<std::uint16_t> control_port;
  std::vector<std::string> apps;
  double speed = 1.0;
  int shards = 1;
  std::string state_interval = "30s";
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

// With the first app that was given, or the one that is always there.
std::string welcome(Desk& desk, const Options& options, const runtime::Endpoint& at,
                    const std::optional<runtime::Endpoint>& control) {
  const auto given = options.apps.empty() ? std::nullopt : parse_app(options.apps.front());
  const AppOption app = given.value_or(AppOption{mockserver::default_app, std::string(mockserver::default_key)});
  std::ostringstream out;
  out << "chatproof serves " << to_string(at) << (options.certificate.empty() ? " (TCP)" : " (TLS)") << "; SDKAppID "
      << app.id << ", key " << app.key << "\n"
      << "  point an app at it:  export CHATPROOF_SERVER=" << to_string(at);
  if (!options.certificate.empty()) out << " CHATPROOF_CA=" << options.certificate;
  if (control) out << "\n  control it:          export CHATPROOF_CONTROL=" << control_url(options, *control);
  if (options.shards > 1)
    out << "\n  " << options.shards << " shards:            the others at the ports "
        << ports_of_others(desk, options.shards);
  out << "\n  make a ticket:       chatproof usersig create --sdkappid " << app.id << " --key " << app.key
      << " --userid alice\n  stop:                Ctrl-C\n";
  return out.str();
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

void check_certificate(const Options& options) {
  if (options.certificate.empty() != options.key.empty()) give_up("--tls-cert and --tls-key need each other");
  if (options.certificate.empty()) return;
  const auto problem = runtime::TlsContext::problem_of({options.certificate, options.key});
  if (!problem.empty()) give_up("TLS: " + problem);
}

// Everything that can be wrong with what was given shows before the server listens.
void prepare(Desk& desk, const Options& options, const StateFile* state_file) {
  check_certificate(options);
  if (options.control_port && options.control_token.empty() && !control::is_loopback(options.control_host))
    give_up("--control-host " + options.control_host + " needs --control-token: others could reach it");
  if (options.port != 0 && options.port + options.shards - 1 > 65535)
    give_up("--shards " + std::to_string(options.shards) + " needs as many ports from --port on");
  const auto apps = apps_of(options);
  scenario::LoadResult mistakes;
  const auto read = [&](InputKind kind, const std::string& file) {
    return file.empty() ? ServeInput{} : read_input(kind, file, mistakes.errors);
  };
  ServeInput state =
      read(InputKind::state, state_file == nullptr || state_file->empty() ? std::string() : options.state);
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
    give_up("cannot listen on " + to_string(at) + ": " + std::string(to_string(error)) +
            (error == runtime::NetError::internal && at.port != 0 && at.port < first_free_port
                 ? "; ports below " + std::to_string(first_free_port) + " are for privileged programs"
                 : ""));
}

// Saves what has changed since it was saved last.
class Saver {
 public:
  Saver(Desk& desk, StateFile& file) : desk_(desk), file_(file) {}
  [[nodiscard]] std::optional<std::string> save() {
    const std::string text = mockserver::as_text(desk_.act("state.export", json::object()).value, 1) + "\n";
    const std::size_t hash = std::hash<std::string>{}(text);
    if (hash == saved_) return std::nullopt;
    auto problem = file_.save(text);
    if (!problem) saved_ = hash;
    return problem;
  }

 private:
  Desk& desk_;
  StateFile& file_;
  std::optional<std::size_t> saved_;
};

// Until a signal comes; `meanwhile` again and again, if there is an interval.
void wait_for_end(const sigset_t& signals, runtime::Duration every, const std::function<void()>& meanwhile) {
  int signal = 0;
  if (every == runtime::Duration{}) {
    sigwait(&signals, &signal);
    return;
  }
  const auto us = every.count();
  const timespec pause{us / 1'000'000, us % 1'000'000 * 1000};
  while (sigtimedwait(&signals, nullptr, &pause) < 0)
    if (errno == EAGAIN) meanwhile();
}

void serve_with_state(const sigset_t& signals, const Options& options, Desk& desk, StateFile& file, ServeOutput& out) {
  Saver saver(desk, file);
  wait_for_end(signals, *runtime::parse_duration(options.state_interval), [&] {
    if (const auto problem = saver.save()) out.put("state not saved in " + options.state + ": " + *problem + "\n");
  });
  if (const auto problem = saver.save()) give_up(options.state + ": " + *problem);
  out.put("state saved in " + options.state + "\n");
}

void serve(const Options& options) {
  if (list(options)) return;
  const sigset_t signals = block_signals();
  std::optional<StateFile> state;
  if (!options.state.empty())
    if (const auto problem = state.emplace(options.state).claim())
      give_up("--state " + options.state + ": " + *problem);
  ServeOutput out(STDOUT_FILENO);
  Desk desk({options.speed, wants_colours(), options.quiet, options.control_port.has_value(),
             !options.certificate.empty(), options.shards},
            out);
  prepare(desk, options, state ? &*state : nullptr);
  runtime::Endpoint at{options.host, options.port};
  const runtime::NetError error = desk.listen(at, {options.certificate, options.key});
  must_listen(at, error);
  std::optional<runtime::Endpoint> control;
  if (options.control_port) {
    const runtime::Endpoint wanted{options.control_host, *options.control_port};
    must_listen(wanted, desk.control(wanted, {options.certificate, options.key}, options.control_token));
    control = desk.control_local();
  }
  out.put(welcome(desk, options, desk.local(), control));
  if (!state) return wait_for_end(signals, {}, {});
  serve_with_state(signals, options, desk, *state, out);
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
  command
      ->add_option("--state-interval", options->state_interval,
                   "How often --state is saved meanwhile, if anything has changed (default 30s; 0s: only at the end)")
      ->check([](const std::string& text) {
        const auto span = runtime::parse_duration(text);
        return span && *span >= runtime::Duration{} ? std::string() : "a duration such as 30s is expected";
      });
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
