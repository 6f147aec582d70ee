// `chatproof positions`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Throws CLI::RuntimeError from its callback: 1 when a cell violates an invariant, 2 when the input is wrong.
void add_positions_command(CLI::App& app);

}  // namespace chatproof::cli
