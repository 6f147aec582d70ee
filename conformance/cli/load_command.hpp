// `chatproof load`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Throws CLI::RuntimeError from its callback: 1 when a threshold was missed, 2 when the input is wrong, 3 when the run
// is void: the numbers are the generator's, not the system's.
void add_load_command(CLI::App& app);

}  // namespace chatproof::cli
