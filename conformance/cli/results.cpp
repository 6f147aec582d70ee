#include "conformance/cli/results.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "conformance/process/result_file.hpp"

namespace chatproof::cli {
namespace {

void give_up_on(const std::string& problem) {
  if (problem.empty()) return;
  std::cerr << "chatproof: " << problem << "\n";
  throw CLI::RuntimeError(2);
}

}  // namespace

void must_be_writable(std::initializer_list<std::string> files) {
  for (const std::string& file : files)
    if (!file.empty()) give_up_on(process::why_not_writable(file));
}

void write_or_give_up(const std::string& file, std::string_view text) {
  if (!file.empty()) give_up_on(process::write_result(file, text));
}

}  // namespace chatproof::cli
