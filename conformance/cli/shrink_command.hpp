// `chatproof shrink`: the smallest story that still fails the same way.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

void add_shrink_command(CLI::App& app);

}  // namespace chatproof::cli
