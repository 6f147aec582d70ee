#include "conformance/cli/decode_log_command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "conformance/process/result_file.hpp"
#include "sdk/xlog/command.hpp"

namespace chatproof::cli {

void add_decode_log_command(CLI::App& app) {
  struct Arguments {
    std::string input;
    std::string output;
  };
  // Owned by the callback, so that the arguments live as long as the command line does.
  const auto arguments = std::make_shared<Arguments>();
  CLI::App& command = *app.add_subcommand("decode-log", "Turn log files (*.xlog) into text, also damaged ones");
  command.add_option("input", arguments->input, "A log file, or a directory: every *.xlog in it")
      ->required()
      ->option_text("FILE|DIR");
  command
      .add_option("-o,--output", arguments->output,
                  "File to write, or - for the terminal; for a directory the directory to write into "
                  "(default: beside the input, with .log added to its name)")
      ->option_text("PATH");
  command.callback([arguments] {
    xlog::DecodeOptions options;
    options.input = arguments->input;
    options.write = process::write_result;
    if (!arguments->output.empty()) options.output = arguments->output;
    const int code = xlog::run_decode_log(options, std::cout, std::cerr);
    if (code != 0) throw CLI::RuntimeError(code);
  });
}

}  // namespace chatproof::cli
