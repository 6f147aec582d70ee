#include "conformance/cli/usersig_command.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

#include "conformance/cli/numbers.hpp"
#include "sdk/usersig/command.hpp"
#include "sdk/usersig/limits.hpp"

namespace chatproof::cli {
namespace {

using usersig::CommandOptions;

struct Arguments {
  CommandOptions options;
  std::optional<std::int64_t> now;
};

// The one place of this command where the real time comes in: a desk tool asks about tickets of today.
std::int64_t unix_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void run(Arguments& arguments, CommandOptions::Action action) {
  arguments.options.action = action;
  arguments.options.now = arguments.now ? *arguments.now : unix_now();
  const int code = usersig::run_usersig(arguments.options, std::cout, std::cerr);
  if (code != 0) throw CLI::RuntimeError(code);
}

void add_owner(CLI::App& command, Arguments& arguments) {
  command.add_option("--sdkappid", arguments.options.sdk_app_id, "SDKAppID of the app")->required();
  command.add_option("--key", arguments.options.key, "Secret key of the app, as the console shows it")->required();
  command.add_option("--userid", arguments.options.user_id, "User who logs in with the ticket")->required();
}

}  // namespace

void add_usersig_command(CLI::App& app) {
  // Owned by the callbacks, so that the arguments live as long as the command line does.
  const auto arguments = std::make_shared<Arguments>();
  CLI::App& usersig = *app.add_subcommand("usersig", "Make, check and explain tickets (UserSig)");
  usersig.require_subcommand(1);
  const auto finish = [&arguments](CLI::App& command, CommandOptions::Action action) {
    command.add_option("--now", arguments->now, "Unix seconds to take for the current time");
    command.callback([arguments, action] { run(*arguments, action); });
  };

  CLI::App& create = *usersig.add_subcommand("create", "Print a ticket");
  add_owner(create, *arguments);
  create.add_option("--expire", arguments->options.expire, "Seconds of validity")
      ->check(between(0, static_cast<double>(usersig::seconds_max), "seconds"))
      ->capture_default_str();
  finish(create, CommandOptions::Action::create);

  CLI::App& verify = *usersig.add_subcommand("verify", "Exit with 0 when the ticket is valid, with 1 and why when not");
  add_owner(verify, *arguments);
  verify.add_option("ticket", arguments->options.ticket, "The ticket")->required();
  finish(verify, CommandOptions::Action::verify);

  CLI::App& explain = *usersig.add_subcommand("explain", "Print what a ticket says");
  explain.add_option("ticket", arguments->options.ticket, "The ticket")->required();
  explain.add_option("--key", arguments->options.key, "Secret key to check the signature with");
  finish(explain, CommandOptions::Action::explain);
}

}  // namespace chatproof::cli
