// `chatproof usersig create|verify|explain`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Adds the subcommand. When it fails its callback throws CLI::RuntimeError with the exit code (1: the ticket is not
// valid, 2: none could be made), for main to hand to CLI::App::exit(), which prints nothing more.
void add_usersig_command(CLI::App& app);

}  // namespace chatproof::cli
