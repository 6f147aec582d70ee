// `chatproof explore` and `chatproof shrink`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Both throw CLI::RuntimeError from their callbacks: 1 when an invariant was violated, 2 when the input is wrong.
void add_explore_command(CLI::App& app);

}  // namespace chatproof::cli
