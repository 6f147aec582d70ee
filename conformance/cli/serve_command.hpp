// `chatproof serve`: the mock server for a desk.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Serves until SIGINT or SIGTERM. Throws CLI::RuntimeError(2) from its callback when the input is wrong.
void add_serve_command(CLI::App& app);

}  // namespace chatproof::cli
