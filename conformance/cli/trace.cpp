#include "conformance/cli/trace.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "conformance/process/result_file.hpp"

namespace chatproof::cli {

std::vector<std::string> lines_of(const check::CaseResult& result) {
  std::vector<std::string> lines;
  for (const check::Event& event : result.history) lines.push_back(check::to_line(event));
  return lines;
}

std::string write_trace(const std::filesystem::path& directory, const check::CaseResult& result,
                        const std::string& file) {
  std::string name = result.id + "@" + result.world + ".trace";
  std::replace(name.begin(), name.end(), '/', '-');
  nlohmann::json head = {{"chatproofTrace", 1}, {"case", result.id}, {"world", result.world}, {"seed", result.seed}};
  if (!file.empty()) head["file"] = file;
  std::string text = head.dump() + "\n";
  for (const std::string& line : lines_of(result)) text += line + "\n";
  return process::write_result(directory / name, text);
}

Trace read_trace(const std::filesystem::path& file) {
  Trace trace;
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) {
    trace.error = "cannot be read, or is empty";
    return trace;
  }
  const auto head = nlohmann::json::parse(line, nullptr, false);
  if (!head.is_object() || head.value("chatproofTrace", 0) != 1) {
    trace.error = "line 1: the head of a chatproof trace is expected";
    return trace;
  }
  trace.case_id = head.value("case", std::string());
  trace.world = head.value("world", std::string());
  trace.file = head.value("file", std::string());
  trace.seed = head.value("seed", std::uint64_t{0});
  while (std::getline(in, line)) trace.lines.push_back(line);
  return trace;
}

std::string first_difference(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  const auto [a, b] = std::mismatch(before.begin(), before.end(), now.begin(), now.end());
  if (a == before.end() && b == now.end()) return "the same trace again: " + std::to_string(now.size()) + " events";
  const auto shown = [](auto at, auto end) { return at == end ? std::string("(no more events)") : *at; };
  return "the traces differ at event " + std::to_string(a - before.begin() + 1) + ":\n  before " +
         shown(a, before.end()) + "\n  now    " + shown(b, now.end());
}

}  // namespace chatproof::cli
