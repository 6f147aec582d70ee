// chatproof: the one program, with its subcommands.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/cli/ctl_command.hpp"
#include "conformance/cli/decode_log_command.hpp"
#include "conformance/cli/explore_command.hpp"
#include "conformance/cli/lint_command.hpp"
#include "conformance/cli/list_command.hpp"
#include "conformance/cli/load_command.hpp"
#include "conformance/cli/mutants_command.hpp"
#include "conformance/cli/numbers.hpp"
#include "conformance/cli/positions_command.hpp"
#include "conformance/cli/run_command.hpp"
#include "conformance/cli/serve_command.hpp"
#include "conformance/cli/shell.hpp"
#include "conformance/cli/shrink_command.hpp"
#include "conformance/cli/usersig_command.hpp"
#include "conformance/scenario/load.hpp"

namespace {

// As a shell would take it again; the program by its name alone.
std::string command_line(std::span<char*> arguments) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._=,:@%+";
  std::string out = "chatproof";
  for (const std::string_view argument : arguments.subspan(std::min<std::size_t>(1, arguments.size()))) {
    const bool is_plain = !argument.empty() && argument.find_first_not_of(plain) == std::string_view::npos;
    out += " " + (is_plain ? std::string(argument) : chatproof::cli::shell_quoted(argument));
  }
  return out;
}

// What a first word that is no subcommand may have meant; CLI11 would only say that a subcommand is missing.
std::string stray_word(const CLI::App& app, std::span<char*> arguments) {
  if (arguments.size() < 2) return {};
  const std::string word = arguments[1];
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (word.starts_with('-') || std::find(names.begin(), names.end(), word) != names.end()) return {};
  const std::string hint = chatproof::scenario::did_you_mean(word, names);
  return "there is no subcommand \"" + word + "\"; " + (hint.empty() ? "`chatproof --help` lists them" : hint);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Proves that chat apps and SDKs behave when the network, the server and the ticket do not.",
               "chatproof");
  app.require_subcommand(1);
  app.set_version_flag("--version", CHATPROOF_VERSION);
  app.set_help_all_flag("--help-all", "Prints the help of every subcommand, too");
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  chatproof::cli::add_run_command(app, command_line(arguments));
  chatproof::cli::add_replay_command(app);
  chatproof::cli::add_list_command(app);
  chatproof::cli::add_lint_command(app);
  chatproof::cli::add_serve_command(app);
  chatproof::cli::add_ctl_command(app);
  chatproof::cli::add_positions_command(app);
  chatproof::cli::add_explore_command(app);
  chatproof::cli::add_mutants_command(app);
  chatproof::cli::add_shrink_command(app);
  chatproof::cli::add_load_command(app);
  chatproof::cli::add_usersig_command(app);
  chatproof::cli::add_decode_log_command(app);
  chatproof::cli::explain_numbers(app);
  if (const std::string wrong = stray_word(app, arguments); !wrong.empty()) {
    std::cerr << "chatproof: " << wrong << "\n";
    return 2;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {  // a command has told already what is wrong
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;  // help is no error
  }
  // What was said and could not be heard (a full disk) is no success.
  if (std::cout.flush()) return 0;
  std::cerr << "chatproof: standard output cannot be written\n";
  return 2;
}
