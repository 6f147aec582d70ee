// chatproof ctl: the control API of a running `chatproof serve --control`, from the shell.
#pragma once

namespace CLI {
class App;
}

namespace chatproof::cli {

void add_ctl_command(CLI::App& app);

}  // namespace chatproof::cli
