// Numbers on the command line: what is none, or too small or large, is told with the option, what was written, and what
// is expected.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace chatproof::cli {

// Makes every option of the app and of its subcommands that takes a number say so.
void explain_numbers(CLI::App& app);

// A number from `least` to `most`, and what it counts ("minutes").
[[nodiscard]] CLI::Validator between(double least, double most, const std::string& what);

}  // namespace chatproof::cli
