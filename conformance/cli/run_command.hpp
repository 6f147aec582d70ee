// `chatproof run` and `chatproof replay`.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace chatproof::cli {

// Both throw CLI::RuntimeError from their callbacks: 1 when a case failed or none ran, 2 when the input is wrong.
// Reports say the command line.
void add_run_command(CLI::App& app, const std::string& command_line);
void add_replay_command(CLI::App& app);

}  // namespace chatproof::cli
