// `chatproof list`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Throws CLI::RuntimeError(2) from its callback when nothing is selected or a file has mistakes.
void add_list_command(CLI::App& app);

}  // namespace chatproof::cli
