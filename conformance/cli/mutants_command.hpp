// `chatproof mutants`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Throws CLI::RuntimeError from its callback: 1 when a mutant survives, 2 when the input is wrong.
void add_mutants_command(CLI::App& app);

}  // namespace chatproof::cli
