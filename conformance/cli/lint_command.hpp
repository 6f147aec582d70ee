// `chatproof lint`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Throws CLI::RuntimeError(1) from its callback when a file has mistakes, 2 when there is nothing to look at.
void add_lint_command(CLI::App& app);

}  // namespace chatproof::cli
