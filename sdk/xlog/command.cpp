#include "sdk/xlog/command.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "sdk/xlog/decoder.hpp"

namespace chatproof::xlog {
namespace {

namespace fs = std::filesystem;

constexpr int nothing_read = 1;
constexpr int not_possible = 2;
constexpr std::size_t problems_shown_max = 20;  // of one file; all are in its text

struct Input {
  std::string bytes;
  std::string problem;
};

Input read(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return {{}, error.message()};
  if (size > file_bytes_max) return {{}, "it is larger than " + std::to_string(file_bytes_max >> 20) + " MiB"};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (size > 0) bytes << file.rdbuf();
  if (!file || !bytes) return {{}, "it cannot be read"};
  return {std::move(bytes).str(), {}};
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

void describe(const Decoded& decoded, std::ostream& report) {
  report << counted(decoded.blocks, "block") << ", " << counted(decoded.text.size(), "byte") << " of text";
  if (decoded.problems.empty()) {
    report << "\n";
    return;
  }
  report << ", " << counted(decoded.problems.size(), "problem") << "\n";
  for (std::size_t i = 0; i < std::min(decoded.problems.size(), problems_shown_max); ++i) {
    report << "  at byte " << decoded.problems[i].offset << ": " << decoded.problems[i].text << "\n";
  }
  if (decoded.problems.size() > problems_shown_max) {
    report << "  and " << decoded.problems.size() - problems_shown_max << " more, all noted in the text\n";
  }
}

// `output` "-": the text goes to `out`.
int decode_file(const DecodeOptions& options, const fs::path& input, const fs::path& output, std::ostream& out,
                std::ostream& report, std::ostream& err) {
  const Input file = read(input);
  if (!file.problem.empty()) {
    err << input.string() << ": " << file.problem << "\n";
    return not_possible;
  }
  const Decoded decoded = decode(file.bytes);
  if (decoded.blocks == 0) {
    report << input.string()
           << ": nothing could be read: " << (file.bytes.empty() ? "it is empty" : decoded.problems.front().text)
           << "\n";
    return nothing_read;
  }
  report << input.string() << ": ";
  if (output == "-") {
    out << decoded.text;
  } else {
    if (const std::string problem = options.write(output, decoded.text); !problem.empty()) {
      err << problem << "\n";
      return not_possible;
    }
    report << "-> " << output.string() << ": ";
  }
  describe(decoded, report);
  return 0;
}

// The *.xlog files of a directory, by name.
std::vector<fs::path> logs_in(const fs::path& directory, std::error_code& error) {
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(directory, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    std::error_code ignored;  // what cannot be looked at is no log file
    if (entry->path().extension() == ".xlog" && entry->is_regular_file(ignored)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

int decode_directory(const DecodeOptions& options, std::ostream& out, std::ostream& err) {
  std::error_code error;
  const std::vector<fs::path> files = logs_in(options.input, error);
  if (error) {
    err << options.input.string() << ": " << error.message() << "\n";
    return not_possible;
  }
  if (files.empty()) {
    err << options.input.string() << ": there is no *.xlog file in it\n";
    return nothing_read;
  }
  const fs::path target = options.output.value_or(options.input);
  fs::create_directories(target, error);
  if (error) {
    err << target.string() << ": it cannot be made: " << error.message() << "\n";
    return not_possible;
  }
  int worst = 0;
  for (const fs::path& file : files) {
    const fs::path text = target / (file.filename().string() + ".log");
    worst = std::max(worst, decode_file(options, file, text, out, out, err));
  }
  return worst;
}

}  // namespace

int run_decode_log(const DecodeOptions& options, std::ostream& out, std::ostream& err) {
  std::error_code error;
  if (fs::is_directory(options.input, error)) {
    if (options.output == "-") {
      err << "a directory of logs cannot go to the standard output\n";
      return not_possible;
    }
    return decode_directory(options, out, err);
  }
  const fs::path output = options.output.value_or(fs::path(options.input.string() + ".log"));
  if (fs::equivalent(options.input, output, error)) {
    err << output.string() << ": the text would overwrite the log file that is being read\n";
    return not_possible;
  }
  return decode_file(options, options.input, output, out, output == "-" ? err : out, err);
}

}  // namespace chatproof::xlog
