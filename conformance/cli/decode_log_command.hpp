// `chatproof decode-log FILE|DIR`.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

// Adds the subcommand. When it fails its callback throws CLI::RuntimeError with the exit code (1: nothing could be
// read, 2: a file could not be opened or written), for main to hand to CLI::App::exit(), which prints nothing more.
void add_decode_log_command(CLI::App& app);

}  // namespace chatproof::cli
