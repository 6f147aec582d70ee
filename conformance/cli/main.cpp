// chatproof: the one program, with its subcommands.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "conformance/cli/ctl_command.hpp"
#include "conformance/cli/decode_log_command.hpp"
#include "conformance/cli/explore_command.hpp"
#include "conformance/cli/lint_command.hpp"
#include "conformance/cli/list_command.hpp"
#include "conformance/cli/load_command.hpp"
#include "conformance/cli/mutants_command.hpp"
#include "conformance/cli/positions_command.hpp"
#include "conformance/cli/run_command.hpp"
#include "conformance/cli/serve_command.hpp"
#include "conformance/cli/shrink_command.hpp"
#include "conformance/cli/usersig_command.hpp"

namespace {

// As a shell would take it again; the program by its name alone.
std::string command_line(std::span<char*> arguments) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._=,:@%+";
  std::string out = "chatproof";
  for (const std::string_view argument : arguments.subspan(std::min<std::size_t>(1, arguments.size()))) {
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string_view::npos) {
      out += " " + std::string(argument);
      continue;
    }
    out += " '";
    for (const char c : argument) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    out += "'";
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Proves that chat apps and SDKs behave when the network, the server and the ticket do not.",
               "chatproof");
  app.require_subcommand(1);
  app.set_version_flag("--version", CHATPROOF_VERSION);
  chatproof::cli::add_run_command(app, command_line({argv, static_cast<std::size_t>(argc)}));
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {  // a command has told already what is wrong
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;  // help is no error
  }
  return 0;
}
