#include "conformance/report/write.hpp"

#include <fstream>
#include <system_error>

#include "conformance/report/html.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/junit.hpp"
#include "conformance/report/markdown.hpp"
#include "conformance/report/sarif.hpp"

namespace chatproof::report {
namespace {

std::string put(const std::filesystem::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  return out ? std::string() : path.string() + " cannot be written";
}

}  // namespace

std::string write_file(const std::filesystem::path& path, const std::string& text) {
  std::error_code error;
  if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error)) return put(path, text);
  std::filesystem::path part = path;
  part += ".part";
  if (std::string problem = put(part, text); !problem.empty()) return problem;
  std::filesystem::rename(part, path, error);
  return error ? path.string() + " cannot be written: " + error.message() : std::string();
}

Written write_reports(const std::filesystem::path& directory, const check::RunResult& run, const Catalogue& catalogue,
                      const Vocabulary& vocabulary) {
  Written written{directory / "report.html",  directory / "report.json", directory / "junit.xml",
                  directory / "report.sarif", directory / "summary.md",  {}};
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    written.error = directory.string() + " cannot be made: " + error.message();
    return written;
  }
  const auto write = [&](const std::filesystem::path& path, const std::string& text) {
    if (written.error.empty()) written.error = write_file(path, text);
  };
  write(written.html, html_report(run, catalogue, vocabulary));
  write(written.json, json_report(run, catalogue, vocabulary));
  write(written.junit, junit_xml(run));
  write(written.sarif, sarif(run));
  write(written.markdown, markdown(run, catalogue));
  return written;
}

}  // namespace chatproof::report
