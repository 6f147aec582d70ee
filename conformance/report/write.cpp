#include "conformance/report/write.hpp"

#include <fstream>
#include <system_error>

#include "conformance/report/html.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/junit.hpp"

namespace chatproof::report {
namespace {

// Empty when it worked.
std::string write_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::path part = path;
  part += ".part";
  {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) return part.string() + " cannot be written";
  }
  std::error_code error;
  std::filesystem::rename(part, path, error);
  return error ? path.string() + " cannot be written: " + error.message() : std::string();
}

}  // namespace

Written write_reports(const std::filesystem::path& directory, const check::RunResult& run, const Catalogue& catalogue,
                      const Vocabulary& vocabulary) {
  Written written{directory / "report.html", directory / "report.json", directory / "junit.xml", {}};
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) {
    written.error = directory.string() + " cannot be made: " + error.message();
    return written;
  }
  written.error = write_file(written.html, html_report(run, catalogue, vocabulary));
  if (written.error.empty()) written.error = write_file(written.json, json_report(run, catalogue, vocabulary));
  if (written.error.empty()) written.error = write_file(written.junit, junit_xml(run));
  return written;
}

}  // namespace chatproof::report
