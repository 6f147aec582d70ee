#include "conformance/cli/ctl_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "conformance/cli/ctl_client.hpp"
#include "conformance/cli/suite.hpp"
#include "conformance/scenario/source.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/control/routes.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/json_text.hpp"

namespace chatproof::cli {
namespace {

using mockserver::ActionInfo;
using mockserver::ArgumentInfo;
using mockserver::ArgumentKind;
using nlohmann::json;

constexpr int failed = 1;       // the server is not there, does not let us in, or failed
constexpr int wrong_input = 2;  // as the command line, a file or the server tells

struct Options {
  std::string url, token, ca_file;
  double timeout_s = 10.0;
};

[[noreturn]] void give_up(int code, const std::string& text) {
  std::cerr << "chatproof ctl: " << text << "\n";
  throw CLI::RuntimeError(code);
}

ControlClient client_of(const Options& options) {
  auto address = parse_control_url(options.url);
  if (!address)
    give_up(wrong_input, options.url.empty()
                             ? "which server? Give --url or CHATPROOF_CONTROL; `chatproof serve --control 0` prints one"
                             : "http://HOST:PORT is expected, not \"" + options.url + "\"");
  address->token = options.token;
  address->tls.ca_file = options.ca_file;
  return {std::move(*address), std::chrono::microseconds(static_cast<std::int64_t>(options.timeout_s * 1e6))};
}

bool takes_json(ArgumentKind kind) {
  return kind == ArgumentKind::settings || kind == ArgumentKind::rule || kind == ArgumentKind::state ||
         kind == ArgumentKind::profile;
}

// "{...}", "@FILE", or "-" for the standard input.
scenario::Source read_json(const std::string& given) {
  std::string text = given, name = "(argument)";
  if (given == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
    name = "(standard input)";
  } else if (given.starts_with('@')) {
    name = given.substr(1);
    std::ifstream in(name, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) give_up(wrong_input, name + " cannot be read");
  }
  scenario::LoadResult mistakes;
  auto source = scenario::read_source(text, name, mistakes.errors);
  if (mistakes.errors.empty()) return source;
  print_errors(mistakes, std::cerr);
  throw CLI::RuntimeError(wrong_input);
}

// JSON that was sent: where it stands in what the server says, and where it came from.
struct Sent {
  std::string pointer;
  scenario::Source source;
};

// Whoever answers at that port may say anything.
json answered(const std::string& body) {
  return mockserver::parse_json(body, control::answer_depth_max).value_or(json(json::value_t::discarded));
}

// What the server has against it. With the place in the file, if it is about the file.
[[noreturn]] void explain(const ControlAnswer& answer, const std::optional<Sent>& sent = std::nullopt) {
  if (answer.status == 0) give_up(failed, answer.body);
  const json problem = answered(answer.body);
  if (!problem.is_object()) give_up(failed, "HTTP " + std::to_string(answer.status));
  const std::string detail = mockserver::text_at(problem, "detail"), pointer = mockserver::text_at(problem, "pointer");
  if (sent && pointer.starts_with(sent->pointer)) {
    scenario::LoadResult mistakes;
    mistakes.errors.push_back({sent->source.place(pointer.substr(sent->pointer.size())), detail, ""});
    print_errors(mistakes, std::cerr);
    throw CLI::RuntimeError(wrong_input);
  }
  const bool ours = answer.status == 400 || answer.status == 404 || answer.status == 413;
  give_up(ours ? wrong_input : failed, detail + (pointer.empty() ? "" : " (" + pointer + ")"));
}

void print(const std::string& body) {
  const json value = answered(body);
  if (value.is_discarded())
    std::cout << body;
  else if (value.is_string())
    std::cout << value.get<std::string>() << "\n";
  else
    std::cout << mockserver::as_text(value, 2) << "\n";
}

// --- one subcommand for each action of the server

using Given = std::map<std::string, std::string>;  // arguments as the shell gave them

void act(const Options& options, const ActionInfo& action, const Given& given) {
  json arguments = json::object();
  std::optional<Sent> sent;
  for (const ArgumentInfo& one : action.arguments) {
    const auto text = given.find(std::string(one.name));
    if (text == given.end()) continue;
    if (takes_json(one.kind)) {
      sent = {"/" + text->first, read_json(text->second)};
      arguments[text->first] = sent->source.json;
    } else {
      arguments[text->first] = control::value_of(action.name, text->first, text->second);
    }
  }
  ControlClient client = client_of(options);
  const auto answer = client.ask({"POST", "/v1/actions/" + std::string(action.name), mockserver::as_text(arguments)});
  if (answer.status / 100 != 2) explain(answer, sent);
  if (!answer.body.empty()) print(answer.body);
}

std::string help_of(const ArgumentInfo& argument) {
  switch (argument.kind) {
    case ArgumentKind::app:
      return "SDKAppID; without it the one that is always there";
    case ArgumentKind::whole:
      return "A whole number";
    case ArgumentKind::span:
      return "A duration, e.g. 90s or -1h (after --)";
    case ArgumentKind::length:
      return "A duration, e.g. 5s";
    case ArgumentKind::flag:
      return "true or false";
    case ArgumentKind::fate:
      return "keep or lose";
    case ArgumentKind::settings:
    case ArgumentKind::rule:
    case ArgumentKind::state:
    case ArgumentKind::profile:
      return "JSON, @FILE, or - for the standard input";
    case ArgumentKind::user:
    case ArgumentKind::anybody:
    case ArgumentKind::device:
    case ArgumentKind::name:
    case ArgumentKind::text:
    case ArgumentKind::defect:
      return "";
  }
  std::abort();
}

void add_argument(CLI::App& command, const ArgumentInfo& argument, const std::shared_ptr<Given>& given) {
  const std::string name(argument.name);
  const auto take = [given, name](const std::string& text) { (*given)[name] = text; };
  auto* option =
      command.add_option_function<std::string>(argument.needed ? name : "--" + name, take, help_of(argument));
  if (argument.needed) option->required();
}

// "ticket.create" becomes `ticket create`.
void add_actions(CLI::App& ctl, const std::shared_ptr<Options>& options) {
  std::map<std::string_view, CLI::App*> groups;
  for (const ActionInfo& action : mockserver::action_table()) {
    CLI::App* parent = &ctl;
    const std::size_t dot = action.name.find('.');
    if (dot != std::string_view::npos) {
      const std::string_view group = action.name.substr(0, dot);
      if (!groups.contains(group)) {
        groups[group] = ctl.add_subcommand(std::string(group))->require_subcommand(1)->fallthrough();
      }
      parent = groups[group];
    }
    const std::string name(action.name.substr(dot == std::string_view::npos ? 0 : dot + 1));
    if (parent != &ctl) {
      const std::string others = parent->get_description();
      parent->description(others + (others.empty() ? "" : ", ") + name);
    }
    auto* command = parent->add_subcommand(name, std::string(action.text))->fallthrough();
    const auto given = std::make_shared<Given>();
    for (const ArgumentInfo& argument : action.arguments) add_argument(*command, argument, given);
    command->callback([options, &action, given] { act(*options, action, *given); });
  }
}

// --- events

struct Watch {
  std::string kinds, user, device;
  std::vector<std::string> faults;
  std::size_t count = 0;  // 0: for ever
};

// Reads the stream, prints its events, and adds the rules when the stream has said what its lease is. The client has to
// end first: it calls from its own thread.
class Watcher {
 public:
  explicit Watcher(const Watch& watch) : watch_(watch) {
    for (const std::string& one : watch.faults) rules_.push_back({"", read_json(one)});
  }

  // Comes back when enough was seen.
  void run(ControlClient& client) {
    const Given query = {{"kinds", watch_.kinds}, {"user", watch_.user}, {"device", watch_.device}};
    std::string target = "/v1/events?";
    for (const auto& [name, value] : query)
      if (!value.empty()) target += name + "=" + percent_encoded(value) + "&";
    target.pop_back();
    client.start({"GET", target, "", [this, &client](std::string_view piece) { take(piece, client); }},
                 [this](const ControlAnswer& answer) {
                   end(answer.status == 200 ? ControlAnswer{0, "the server has ended"} : answer, {});
                 });
    const auto [answer, about] = end_.get_future().get();
    if (answer.status != 200) explain(answer, about);
  }

 private:
  void take(std::string_view piece, ControlClient& client) {
    unread_ += piece;
    for (std::size_t line_end = 0; !ended_ && (line_end = unread_.find('\n')) != std::string::npos;) {
      const std::string line = unread_.substr(0, line_end);
      unread_.erase(0, line_end + 1);
      if (line.starts_with("data: ")) take_event(line.substr(6), client);
    }
  }
  void take_event(const std::string& data, ControlClient& client) {
    if (!std::exchange(ready_, true)) {
      const json ready = answered(data);
      return add_rules(ready.is_object() ? mockserver::text_at(ready, "lease") : "", client);
    }
    std::cout << data << std::endl;
    if (++seen_ == watch_.count) end({200, ""}, {});
  }
  void add_rules(const std::string& lease, ControlClient& client) {
    for (const Sent& rule : rules_)
      client.start({"POST", "/v1/faults?lease=" + lease, mockserver::as_text(rule.source.json)},
                   [this, &rule](const ControlAnswer& answer) {
                     if (answer.status != 201) end(answer, rule);
                   });
  }
  void end(ControlAnswer answer, std::optional<Sent> about) {
    if (!std::exchange(ended_, true)) end_.set_value({std::move(answer), std::move(about)});
  }

  const Watch& watch_;
  std::vector<Sent> rules_;
  std::string unread_;
  std::size_t seen_ = 0;
  bool ready_ = false, ended_ = false;
  std::promise<std::pair<ControlAnswer, std::optional<Sent>>> end_;
};

void add_events(CLI::App& ctl, const std::shared_ptr<Options>& options) {
  auto* command = ctl.add_subcommand("events", "Prints what the server does, a line of JSON for each event");
  const auto watch = std::make_shared<Watch>();
  command->fallthrough();
  command->add_option("--kinds", watch->kinds, "Only these, with commas between them; without it all but ping");
  command->add_option("--user", watch->user, "Only of this user");
  command->add_option("--device", watch->device, "Only of this device");
  command->add_option("--count", watch->count, "Ends after so many");
  command
      ->add_option("--fault", watch->faults,
                   "A fault rule (JSON, @FILE or -) for as long as this runs; may be given often")
      ->allow_extra_args(false);
  command->callback([options, watch] {
    Watcher watcher(*watch);
    ControlClient client = client_of(*options);
    watcher.run(client);
  });
}

void add_page(CLI::App& ctl, const std::shared_ptr<Options>& options, const std::string& name, const std::string& path,
              const std::string& help) {
  ctl.add_subcommand(name, help)->fallthrough()->callback([options, path] {
    ControlClient client = client_of(*options);
    const auto answer = client.ask({"GET", path});
    if (answer.status != 200) explain(answer);
    print(answer.body);
  });
}

}  // namespace

void add_ctl_command(CLI::App& app) {
  auto* ctl = app.add_subcommand("ctl", "Tells a running `chatproof serve --control` what to do");
  const auto options = std::make_shared<Options>();
  ctl->require_subcommand(1);
  ctl->add_option("--url", options->url, "The control API, as serve prints it")->envname("CHATPROOF_CONTROL");
  ctl->add_option("--token", options->token, "Its token")->envname("CHATPROOF_CONTROL_TOKEN");
  ctl->add_option("--ca", options->ca_file, "PEM file of the authority of an https:// server")->envname("CHATPROOF_CA");
  ctl->add_option("--timeout", options->timeout_s, "Seconds to wait for an answer (default 10)")
      ->check(CLI::Range(0.01, 3600.0));
  add_page(*ctl, options, "health", "/healthz", "Whether the server is there");
  add_page(*ctl, options, "metrics", "/metrics", "Its counters, as Prometheus reads them");
  add_events(*ctl, options);
  add_actions(*ctl, options);
}

}  // namespace chatproof::cli
